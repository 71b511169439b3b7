import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { after, before } from 'node:test'
import { newId } from '#server/platform/ids.ts'
import { migrateJobs } from '#server/platform/jobs.ts'
import { insertKey } from '../queries.ts'
import { findSignature, parseSignedData } from '#server/signatures/index.ts'
import { storedSource } from '../paper-file.ts'
import { giveKey, leader, NOW, type TestHouse } from '../testing.ts'
import { loadGraphene } from './token-key.ts'

export const LIBRARY = '/usr/lib/softhsm/libsofthsm2.so'
export const TOKEN_PIN = '654321'

/** Why tests with a token cannot run here; false where they can. */
export async function noTokens(): Promise<string | false> {
  if (!existsSync(LIBRARY) || spawnSync('pkcs11-tool', ['--version']).error)
    return 'SoftHSM2 and pkcs11-tool are not installed'
  return loadGraphene().then(
    () => false as const,
    () => 'the optional package graphene-pk11 is not installed',
  )
}

/** How the leader's signature in a file was made. */
export async function algorithmIn({ dataDir }: { dataDir: string }, sha256: string): Promise<string> {
  const source = await storedSource(dataDir, sha256)
  const { cms } = await findSignature(source, 'lanh-dao').finally(() => source.close())
  return parseSignedData(cms).signers[0]!.algorithm.kind
}

const run = (name: string, ...args: string[]) => {
  const { status, stderr } = spawnSync(name, args, { encoding: 'utf8' })
  assert.equal(status, 0, stderr)
}

/**
 * Tokens of SoftHSM2 for a test file, one a kind of key; `mechanisms` is what the library offers (slots.mechanisms). It reads its settings
 * once a process, and its tokens too: all are made before it is loaded.
 */
export function softTokens({
  kinds,
  mechanisms = 'ALL',
  skip,
}: {
  kinds: string[]
  mechanisms?: string
  skip: unknown
}) {
  const folder = mkdtempSync('/tmp/dinh-token-')
  const labelOf = (kind: string) => `dinh-${kind.slice(0, 2)}`
  after(() => rmSync(folder, { recursive: true, force: true }))
  before(() => {
    if (skip) return
    const settings = (offered: string) =>
      writeFileSync(
        `${folder}/softhsm2.conf`,
        `directories.tokendir = ${folder}/tokens\nslots.mechanisms = ${offered}\n`,
      )
    mkdirSync(`${folder}/tokens`)
    // Making keys wants all; what is tested is read when this process loads the library.
    settings('ALL')
    process.env.SOFTHSM2_CONF = `${folder}/softhsm2.conf`
    for (const kind of kinds) {
      const token = labelOf(kind)
      run('softhsm2-util', '--init-token', '--free', '--label', token, '--so-pin', '12345678', '--pin', TOKEN_PIN)
      const at = ['--module', LIBRARY, '--token-label', token, '--login', '--pin', TOKEN_PIN, '--label', 'key']
      run('pkcs11-tool', ...at, '--keypairgen', '--key-type', kind, '--id', '01')
      const out = ['--output-file', `${folder}/${token}.der`]
      run('pkcs11-tool', ...at, '--read-object', '--type', 'pubkey', '--id', '01', ...out)
    }
    settings(mechanisms)
  })
  /** The leader's key on the token of this kind. */
  const giveToken = async (h: TestHouse, kind: string) => {
    const token = labelOf(kind)
    const file = `${folder}/${token}.der`
    const { stdout } = spawnSync('openssl', ['pkey', '-pubin', '-inform', 'DER', '-in', file, '-outform', 'DER'])
    assert.ok(stdout.length > 0 && readFileSync(file).length > 0)
    await migrateJobs(h.pool)
    const certificate = await giveKey(h, {
      ...{ organisationId: 'xa-liem-phong', postId: leader.postId!, spki: new Uint8Array(stdout) },
      profile: { kind: 'person', name: leader.name, organisation: 'Ủy ban nhân dân xã Liêm Phong' },
    })
    const facts = { token, label: 'key' }
    await insertKey(h.db, { id: newId(NOW), certificateId: certificate.id, kind: 'pkcs11', facts }, NOW)
    return { ...h.house, pkcs11Library: LIBRARY }
  }
  return { giveToken }
}
