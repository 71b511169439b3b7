import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { stopSetters } from '#server/papers/index.ts'
import { newId } from '#server/platform/ids.ts'
import { migrateJobs } from '#server/platform/jobs.ts'
import { signPaper } from './index.ts'
import { loadGraphene } from './keys/token-key.ts'
import { insertKey } from './queries.ts'
import { aDecision, aSigningHouse, callOf, giveKey, leader, NOW } from './testing.ts'

after(stopSetters)
const LIBRARY = '/usr/lib/softhsm/libsofthsm2.so'
const hasGraphene = await loadGraphene().then(
  () => true,
  () => false,
)
const skip =
  !existsSync(LIBRARY) || spawnSync('pkcs11-tool', ['--version']).error
    ? 'SoftHSM2 and pkcs11-tool are not installed'
    : hasGraphene
      ? false
      : 'the optional package graphene-pk11 is not installed'

const KINDS = ['EC:prime256v1', 'rsa:2048']
const folder = mkdtempSync('/tmp/dinh-token-')
after(() => rmSync(folder, { recursive: true, force: true }))
const run = (name: string, ...args: string[]) => {
  const { status, stderr } = spawnSync(name, args, { encoding: 'utf8' })
  assert.equal(status, 0, stderr)
}
const labelOf = (kind: string) => `dinh-${kind.slice(0, 2)}`

/** The library reads its tokens once: all are made before it is loaded. */
before(() => {
  if (skip) return
  mkdirSync(`${folder}/tokens`)
  writeFileSync(`${folder}/softhsm2.conf`, `directories.tokendir = ${folder}/tokens\n`)
  process.env.SOFTHSM2_CONF = `${folder}/softhsm2.conf`
  for (const kind of KINDS) {
    const token = labelOf(kind)
    run('softhsm2-util', '--init-token', '--free', '--label', token, '--so-pin', '12345678', '--pin', '654321')
    const at = ['--module', LIBRARY, '--token-label', token, '--login', '--pin', '654321', '--label', 'key']
    run('pkcs11-tool', ...at, '--keypairgen', '--key-type', kind, '--id', '01')
    run(
      'pkcs11-tool',
      ...at,
      '--read-object',
      '--type',
      'pubkey',
      '--id',
      '01',
      '--output-file',
      `${folder}/${token}.der`,
    )
  }
})

for (const kind of KINDS)
  test(`a key on a PKCS#11 token signs a paper and never leaves it (${kind})`, { skip }, async (t) => {
    const token = labelOf(kind)
    const openssl = spawnSync('openssl', [
      'pkey',
      '-pubin',
      '-inform',
      'DER',
      '-in',
      `${folder}/${token}.der`,
      '-outform',
      'DER',
    ])
    const h = await aSigningHouse(t)
    await migrateJobs(h.pool)
    const certificate = await giveKey(h, {
      ...{ organisationId: 'xa-liem-phong', postId: leader.postId!, spki: new Uint8Array(openssl.stdout) },
      profile: { kind: 'person', name: leader.name, organisation: 'Ủy ban nhân dân xã Liêm Phong' },
    })
    const facts = { token, label: 'key' }
    await insertKey(h.db, { id: newId(NOW), certificateId: certificate.id, kind: 'pkcs11', facts }, NOW)
    const house = { ...h.house, pkcs11Library: LIBRARY }
    const paper = await aDecision(h)
    const sign = (secret: string) =>
      signPaper(callOf(h.db, leader), house, { paperId: paper.id, key: 'lanh-dao', secret })
    await assert.rejects(sign('000000'), { code: 'signing.token-wrong-pin' })
    assert.equal((await sign('654321')).state, 'signing')
  })
