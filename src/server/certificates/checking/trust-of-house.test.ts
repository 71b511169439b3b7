import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { test, type TestContext } from 'node:test'
import { sql } from 'kysely'
import { systemActor } from '#server/platform/call.ts'
import { aCall, anActor, testDatabase } from '#server/platform/testing.ts'
import {
  bytesSource,
  imprintOf,
  parseCertificate,
  parseTimestampResponse,
  rawSignatureOfPkcs8,
  signPdf,
  stampedContents,
  timestampRequest,
} from '#server/signatures/index.ts'
import { NOW } from '#server/signatures/pki/testing.ts'
import { aPaper, aTrust } from '#server/signatures/verify/testing.ts'
import {
  addAuthorityCertificates,
  answerTimestamp,
  carriedTrust,
  type Authority,
  changeAuthority,
  checkBrought,
  findBrought,
  issueDemonstration,
  trustOfHouse,
} from '../index.ts'
import { anAuthority } from '../testing.ts'

const POST = 'xa-liem-phong.chu-tich'
const ALGORITHM = { kind: 'ecdsa', digest: 'SHA-256' } as const

/** The leader's paper signed a moment ago: no timestamp and no revocation data yet (B-B), or only the timestamp (B-T). */
async function freshPapers(call: ReturnType<typeof aCall>, authority: Authority) {
  const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify'])
  const [spki, pkcs8] = await Promise.all([
    crypto.subtle.exportKey('spki', pair.publicKey),
    crypto.subtle.exportKey('pkcs8', pair.privateKey),
  ])
  const row = await issueDemonstration(call, authority, { postId: POST, publicKeySpki: new Uint8Array(spki) })
  const { increment } = await signPdf({
    ...{ source: bytesSource(aPaper()), field: 'ky', at: call.now },
    signer: {
      ...{ certificate: parseCertificate(new Uint8Array(row.der)), chain: [], algorithm: ALGORITHM, digest: 'SHA-256' },
      sign: await rawSignatureOfPkcs8(new Uint8Array(pkcs8), ALGORITHM),
    },
  })
  const plain = Buffer.concat([aPaper(), increment])
  const imprint = await imprintOf(bytesSource(plain), 'ky', 'SHA-256')
  const request = timestampRequest({ digest: 'SHA-256', imprint, nonce: Uint8Array.of(0x41, 2, 3, 4) })
  const token = parseTimestampResponse(await answerTimestamp(authority, request, call.now))
  const { at, digits } = await stampedContents(bytesSource(plain), 'ky', token)
  const stamped = Buffer.from(plain)
  stamped.set(digits, at)
  return { row, plain, stamped }
}

function aDesk(t: Pick<TestContext, 'after'>) {
  const dataDir = mkdtempSync('/tmp/dinh-checking-')
  t.after(() => rmSync(dataDir, { recursive: true, force: true }))
  return async (call: ReturnType<typeof aCall>, authority: Authority | undefined, pdf: Uint8Array) => {
    const house = { dataDir, maxBytes: 1 << 20, trust: await trustOfHouse(call.db, authority, call.now) }
    const bytes = (async function* () {
      yield pdf
    })()
    const { id } = await checkBrought(call, house, { name: 'giay.pdf', bytes })
    const [signature] = (await findBrought(dataDir, id, new Date()))!.checked.signatures
    return [signature?.verdict, signature?.level, signature?.code]
  }
}

test('a paper of ours signed a moment ago is judged by what the house knows, also before its revocation data are in it', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const call = aCall(db, systemActor, '2026-11-24T09:00')
  const authority = await anAuthority(t, call.now)
  const check = aDesk(t)
  const { row, plain, stamped } = await freshPapers(call, authority)
  const soon = { ...call, now: new Date(call.now.getTime() + 60_000) }
  assert.deepEqual(await check(soon, authority, plain), ['VALID', 'B-B', 'valid'])
  assert.deepEqual(await check(soon, authority, stamped), ['VALID', 'B-T', 'valid'])

  assert.deepEqual(await check(soon, undefined, plain), ['UNKNOWN', 'B-B', 'no-revocation-data'])
  await sql`update certificate_authority set enabled = false`.execute(db)
  assert.deepEqual(await check(soon, authority, plain), ['UNKNOWN', 'B-B', 'untrusted'])
  await sql`update certificate_authority set enabled = true`.execute(db)

  await sql`update certificate set state = 'revoked', state_at = ${soon.now}, state_reason = 'keyCompromise' where id = ${row.id}`.execute(
    db,
  )
  const later = { ...call, now: new Date(call.now.getTime() + 3_600_000) }
  assert.deepEqual(await check(later, authority, plain), ['REVOKED', 'B-B', 'revoked'])
  assert.deepEqual(await check(later, authority, stamped), ['VALID', 'B-T', 'valid'])
})

test('a root that an administrator put into the register is trusted here; without it the same paper is UNKNOWN', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const actor = anActor({ 'certificates.authorities': ['ubnd-tinh'] })
  const call = { ...aCall(db, actor, '2026-11-24T09:00'), now: new Date(NOW.getTime() + 3_600_000) }
  const check = aDesk(t)
  const outside = await aTrust()
  const paper = await outside.longTerm(aPaper())
  assert.equal((await check(call, undefined, paper))[0], 'UNKNOWN')
  const address = { ocspUrl: 'http://ocsp.example.vn', crlUrl: '', tsaUrl: '' }
  const authorityId = await changeAuthority(call, { name: 'Ban Cơ yếu', ...address, enabled: true })
  await addAuthorityCertificates(call, { authorityId, bytes: outside.root.certificate.der })
  assert.deepEqual(await check(call, undefined, paper), ['VALID', 'B-LT', 'valid'])
})

test('an offline checker carries roots, issuers and short lists of today, and says when a list is too long to carry', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const call = aCall(db, systemActor, '2026-11-24T09:00')
  const trust = await trustOfHouse(db, await anAuthority(t, call.now), call.now)
  const carried = carriedTrust(trust, call.now)
  assert.equal(carried.at, call.now.toISOString())
  assert.deepEqual([carried.roots.length, carried.crls.length, carried.isShort], [trust.anchors.length, 2, false])
  const long = { ...trust, extra: { ...trust.extra, crls: [...trust.extra.crls, new Uint8Array(65_536)] } }
  assert.deepEqual([carriedTrust(long, call.now).crls.length, carriedTrust(long, call.now).isShort], [2, true])
})
