import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import type { TestContext } from 'node:test'
import { newId } from '#server/platform/ids.ts'
import { migrateJobs } from '#server/platform/jobs.ts'
import { storedSource } from '../paper-file.ts'
import { insertKey } from '../queries.ts'
import { aSigningHouse, callOf, giveKey, leader, NOW } from '../testing.ts'
import { fileOfSession, receiveSigned } from './receive-signed.ts'

export const AT = 'xa-liem-phong'
const organisation = 'Ủy ban nhân dân xã Liêm Phong'
export const newToken = (kind: 'ec' | 'rsa' = 'ec') =>
  kind === 'ec'
    ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
    : generateKeyPairSync('rsa', { modulusLength: 2048 })
const spkiOf = ({ publicKey }: { publicKey: KeyObject }) =>
  new Uint8Array(publicKey.export({ type: 'spki', format: 'der' }))

export async function aHouseWithTokens(t: TestContext) {
  const h = await aSigningHouse(t)
  await migrateJobs(h.pool)
  const [own, seal] = [newToken('rsa'), newToken()]
  const person = await giveKey(h, {
    ...{ organisationId: AT, postId: leader.postId!, spki: spkiOf(own) },
    profile: { kind: 'person', name: leader.name, organisation },
  })
  await insertKey(h.db, { id: newId(NOW), certificateId: person.id, kind: 'agent' }, NOW)
  const stamp = await giveKey(h, {
    ...{ organisationId: AT, spki: spkiOf(seal), profile: { kind: 'organisation' as const, name: organisation } },
  })
  const house = { ...h.house, agent: 'ws://127.0.0.1:8987', agentMode: 'file' as const }
  const asLeader = { key: own.privateKey, certificate: person.der }
  return { ...h, house, asLeader, asOrganisation: { key: seal.privateKey, certificate: stamp.der } }
}
export type House = Awaited<ReturnType<typeof aHouseWithTokens>>

const tokenOf = (address: string) => /\/api\/agent\/([\w-]{43})$/.exec(address)![1]!
export async function bytesOf(h: House, sha256: string) {
  const source = await storedSource(h.house.dataDir, sha256)
  return source.read(0, source.size).finally(() => source.close())
}
/** What the agent does: fetches, signs, sends. It is nobody who is signed in. */
export async function fetched(h: House, address: string) {
  const nobody = callOf(h.db, { kind: 'anonymous', id: 'anonymous', name: '', grants: new Map(), queues: [] })
  return bytesOf(h, (await fileOfSession(nobody, tokenOf(address))).sha256)
}
async function* inParts(bytes: Uint8Array) {
  for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536)
}
export const sentAs = (h: House, address: string, bytes: AsyncIterable<Uint8Array>, now = NOW) =>
  receiveSigned(
    callOf(h.db, { kind: 'anonymous', id: 'anonymous', name: '', grants: new Map(), queues: [] }, now),
    h.house,
    { token: tokenOf(address), bytes },
  )
export const sent = (h: House, address: string, bytes: Uint8Array, now = NOW) => sentAs(h, address, inParts(bytes), now)
