import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { after, test } from 'node:test'
import {
  findCertificate,
  importCertificates,
  issueCertificate,
  keyOfSigningRequest,
} from '#server/certificates/index.ts'
import { stopSetters } from '#server/papers/index.ts'
import { inTransaction } from '#server/platform/call.ts'
import { anActor } from '#server/platform/testing.ts'
import { parseCertificate, verifySignature } from '#server/signatures/index.ts'
import { openSigner } from '../open-signer.ts'
import { findKeyOf } from '../queries.ts'
import type { SigningHouse } from '../schema.ts'
import { aSigningHouse, callOf, clerk, leader, NO_CODE, NOW } from '../testing.ts'
import { attachPreparedKey } from './attach-prepared.ts'
import { putPrepared } from './prepared-queries.ts'
import { mayPrepareKeys, prepareKey, viewPreparedKey } from './prepare-key.ts'

after(stopSetters)
const AT = 'xa-liem-phong'
const PIN = '97-trăm-hoa'
const at = (of: typeof leader) => ({ ...of, organisationId: AT })
const administrator = anActor({ 'certificates.issue': [AT] }, { id: 'acc-admin', name: 'Quản trị' })
const bytesOf = (text: string) => new TextEncoder().encode(text)

/** A house whose register is the real one. */
async function aHouse(t: Parameters<typeof aSigningHouse>[0]) {
  const h = await aSigningHouse(t)
  const register = { ...h.house.register, findCertificate }
  const house: SigningHouse = { ...h.house, register }
  /** What an authority does with a request that it believes. */
  const issue = async (request: string, name: string) =>
    issueCertificate(h.authority, {
      profile: { kind: 'person', name, title: 'Chủ tịch', organisation: 'Ủy ban nhân dân xã Liêm Phong' },
      spki: await keyOfSigningRequest(bytesOf(request)),
      ...{ notBefore: new Date(NOW.getTime() - 1000), notAfter: new Date(NOW.getTime() + 1e10) },
    })
  const enter = async (der: Uint8Array, postId: string) => {
    const [line] = await importCertificates(callOf(h.db, administrator), { bytes: der, organisationId: AT, postId })
    assert.ok(line?.id, JSON.stringify(line))
    return line.id
  }
  return { ...h, house, issue, enter }
}

test('a key made here goes out as a request, and signs with its PIN when its certificate comes back', async (t) => {
  const h = await aHouse(t)
  const call = callOf(h.db, at(leader))
  assert.deepEqual(mayPrepareKeys(call), ['post'])
  await prepareKey(call, h.house, { of: 'post', pin: PIN, pinAgain: PIN })
  const { request } = (await viewPreparedKey(call, 'post'))!
  const said = spawnSync('openssl', ['req', '-noout', '-verify', '-subject', '-nameopt', 'utf8'], { input: request })
  if (!said.error) assert.match(`${said.stdout}${said.stderr}`, /(?=[\s\S]*verify OK)[\s\S]*CN ?= ?Nguyễn Thanh Oanh/)

  const { der } = await h.issue(request, leader.name)
  const certificateId = await h.enter(der, leader.postId!)
  await attachPreparedKey(callOf(h.db, administrator), { certificateId })
  assert.equal(await viewPreparedKey(call, 'post'), undefined, 'nothing waits any more')
  const open = (secret: string) => openSigner(call, h.house, { certificateId, by: 'leader', secret, code: NO_CODE })
  await assert.rejects(open('123456'), { code: 'signing.wrong-pin' })
  const signer = await open(PIN)
  const data = bytesOf('quyết định')
  const value = await signer.sign(data)
  const { spki } = parseCertificate(der)
  const { algorithm } = signer
  assert.equal(await verifySignature({ algorithm, spki, data, signature: value }), 'good')
  await attachPreparedKey(callOf(h.db, administrator), { certificateId })
  assert.ok(await findKeyOf(h.db, certificateId), 'told twice changes nothing')
})

test('a certificate for another holder, or for another key, gets no key; made again, the earlier key is gone', async (t) => {
  const h = await aHouse(t)
  const call = callOf(h.db, at(leader))
  await prepareKey(call, h.house, { of: 'post', pin: PIN, pinAgain: PIN })
  const first = (await viewPreparedKey(call, 'post'))!.request
  await prepareKey(call, h.house, { of: 'post', pin: PIN, pinAgain: PIN })
  const second = (await viewPreparedKey(call, 'post'))!.request
  assert.notEqual(first, second)
  const early = await h.enter((await h.issue(first, leader.name)).der, leader.postId!)
  await attachPreparedKey(callOf(h.db, administrator), { certificateId: early })
  assert.equal(await findKeyOf(h.db, early), undefined, 'its key was made again meanwhile')
  const other = await h.enter((await h.issue(second, clerk.name)).der, clerk.postId!)
  await attachPreparedKey(callOf(h.db, administrator), { certificateId: other })
  assert.equal(await findKeyOf(h.db, other), undefined, 'the key was made for another post')
  assert.ok(await viewPreparedKey(call, 'post'))
})

test('two keys at once for one holder: the second waits for the first and takes its place, and nobody sees a fault', async (t) => {
  const h = await aHouse(t)
  const call = callOf(h.db, at(leader))
  const key = (turn: number) => ({
    ...{ id: randomUUID(), organisationId: AT, postId: leader.postId!, spkiSha256: `${turn}`.repeat(64), madeAt: NOW },
    ...{ request: Buffer.of(turn), sealed: Buffer.of(turn), salt: Buffer.of(turn) },
  })
  const put = (turn: number) => inTransaction(call, (within) => putPrepared(within.db, key(turn), 'acc'))
  let second: Promise<void> | undefined
  await inTransaction(call, async (within) => {
    await putPrepared(within.db, key(1), 'acc')
    second = put(2)
    second.catch(() => undefined)
    await new Promise((resolve) => setTimeout(resolve, 100))
  })
  await second
  const rows = await h.db.selectFrom('prepared_key').select('spki_sha256').execute()
  assert.deepEqual(rows, [{ spki_sha256: '2'.repeat(64) }])
})

test('who does not sign makes no key; PINs are long enough and typed twice alike; a stolen row opens nothing', async (t) => {
  const h = await aHouse(t)
  const reader = callOf(h.db, at(anActor({ 'dossiers.view': [AT] }, { id: 'acc-x', name: 'X', postId: 'x' })))
  const wish = { of: 'post' as const, pin: PIN, pinAgain: PIN }
  assert.deepEqual(mayPrepareKeys(reader), [])
  await assert.rejects(prepareKey(reader, h.house, wish), { code: 'signing.key-not-his' })
  const call = callOf(h.db, at(leader))
  await assert.rejects(prepareKey(call, h.house, { ...wish, of: 'organisation' }), { code: 'signing.key-not-his' })
  await assert.rejects(prepareKey(call, h.house, { ...wish, pin: '12345', pinAgain: '12345' }), {
    code: 'signing.pin-weak',
  })
  await assert.rejects(prepareKey(call, h.house, { ...wish, pinAgain: 'khác hẳn' }), { code: 'signing.pins-differ' })
  assert.deepEqual(mayPrepareKeys(callOf(h.db, at(clerk))), ['organisation'])
  await prepareKey(callOf(h.db, at(clerk)), h.house, { ...wish, of: 'organisation' })
  const row = await h.db.selectFrom('prepared_key').selectAll().executeTakeFirstOrThrow()
  assert.equal(row.post_id, null)
  assert.equal(row.sealed.includes(Buffer.from('06072a8648ce3d0201', 'hex')), false, 'no PKCS#8 in the clear')
})
