import { mkdtempSync, rmSync } from 'node:fs'
import type { TestContext } from 'node:test'
import {
  type Authority,
  issueCertificate,
  openAuthority,
  type Profile,
  type Register,
} from '#server/certificates/index.ts'
import { loadTemplates, type Paper, setPaper } from '#server/papers/index.ts'
import { type Call, type Db } from '#server/platform/call.ts'
import { newId } from '#server/platform/ids.ts'
import { anActor, testDatabase } from '#server/platform/testing.ts'
import { parseCertificate } from '#server/signatures/index.ts'
import { keepSoftwareKey, newKeyPair } from './keys/keep-software-key.ts'
import type { RegisteredCertificate, SigningHouse, Validation } from './schema.ts'
import { validationOfAuthority } from './validation.ts'

export const NOW = new Date('2026-11-24T02:00:00Z')
export const PIN = '246810'
const YEAR = 365 * 86_400_000

const SOURCE = `#import "/nd30.typ": *
#let d = data()
#show: sheet.with(title: d.title)
#head(over: "Tỉnh Hà Nam", issuer: d.issuer, number: none, date: none)
#align(center, strong(d.title))
#para[Điều 1. Chấp thuận theo đơn ngày 20 tháng 11 năm 2026 của ông Trần Văn Hòa, phường Minh Khai.]
#para[Điều 2. Quyết định này có hiệu lực từ ngày ký.]
#signed(authority: ("TM. Ủy ban nhân dân",), title: "Chủ tịch", name: d.leader, receivers: ("Như Điều 2;", "Lưu: VT."))`

/** What opens a key where no second factor is asked for. */
export const NO_CODE = { text: undefined, proveFor: async () => {} }

/** A decision for tests: the leader signs, the agency seals. */
export async function loadDecision(db: Db, key = 'quyet-dinh-thu', seals = true) {
  const text = { type: 'string' }
  const template = {
    ...{
      key,
      kind: 'document' as const,
      name: 'Quyết định',
      legalBasis: 'NĐ 30/2020',
      verified: false,
      source: SOURCE,
    },
    signs: [
      { key: 'lanh-dao', by: 'leader' as const, on: 'electronic' as const },
      ...(seals ? [{ key: 'dau', by: 'seal' as const, on: 'electronic' as const }] : []),
    ],
    schema: { type: 'object', properties: { title: text, issuer: text, place: text, leader: text } },
    example: {},
    from: {},
  }
  await loadTemplates(db, [template], { from: '2020-01-01', now: NOW })
}

/** A house in which signing works: the demonstration authority, a register in memory, and keys sealed in the database. */
export async function aSigningHouse(
  t: Pick<TestContext, 'after'>,
  template: 'dinh_template' | 'dinh_demonstration' = 'dinh_demonstration',
) {
  const { db, pool } = await testDatabase(t, template)
  const dataDir = mkdtempSync('/tmp/dinh-signing-')
  t.after(() => rmSync(dataDir, { recursive: true, force: true }))
  const authority = await openAuthority({ dataDir, address: 'http://localhost:3000', at: NOW })
  const certificates: RegisteredCertificate[] = []
  const chain = [authority.keys.issuing.certificate, authority.keys.root.certificate]
  const register: Register = {
    standingOf: async (serial) => {
      const found = certificates.find((each) => parseCertificate(each.der).serial === serial)
      if (!found) return { status: 'unknown' }
      return found.state === 'active' ? { status: 'good' } : { status: 'revoked', at: NOW, reason: 'unspecified' }
    },
    listRevoked: async () => [],
  }
  const clock = { now: NOW }
  const inside = validationOfAuthority(authority, register, () => clock.now)
  const validation: Validation = { ...inside }
  const house: SigningHouse = {
    ...{ dataDir, origin: 'http://localhost:3000', validation, isDemonstration: true },
    register: {
      certificateOfPost: async (_, postId) => certificates.find((each) => each.postId === postId),
      certificateOfOrganisation: async (_, id) =>
        certificates.find((each) => each.kind === 'organisation' && each.organisationId === id),
      findCertificate: async (_, id) => certificates.find((each) => each.id === id),
      chainOf: async () => chain,
      whyStopped: async (_, id) => {
        const state = certificates.find((each) => each.id === id)?.state
        return state === 'active' ? undefined : `certificates.${state ?? 'unknown'}`
      },
      whyNone: async () => undefined,
    },
  }
  await loadDecision(db)
  return { db, pool, house, authority, certificates, clock, inside, anchors: [authority.keys.root.certificate] }
}
export type TestHouse = Awaited<ReturnType<typeof aSigningHouse>>

/** Issues a certificate and keeps its key under `PIN`. */
export async function giveKey(
  { db, house, authority, certificates }: Pick<TestHouse, 'db' | 'house' | 'certificates'> & { authority: Authority },
  of: { organisationId: string; postId?: string; profile: Profile; algorithm?: 'ecdsa' | 'rsa'; spki?: Uint8Array },
): Promise<RegisteredCertificate> {
  const pair = await newKeyPair(of.algorithm)
  const [notBefore, notAfter] = [new Date(NOW.getTime() - 86_400_000), new Date(NOW.getTime() + 3 * YEAR)]
  const { der } = await issueCertificate(authority, {
    profile: of.profile,
    spki: of.spki ?? pair.spki,
    notBefore,
    notAfter,
  })
  const certificate: RegisteredCertificate = {
    ...{ id: newId(NOW), kind: of.postId ? 'person' : 'organisation', organisationId: of.organisationId },
    ...{ postId: of.postId ?? null, personId: null, state: 'active', notBefore, notAfter, der },
  }
  certificates.push(certificate)
  if (!of.spki)
    await keepSoftwareKey(callOf(db, leader), house, { certificateId: certificate.id, pkcs8: pair.pkcs8, pin: PIN })
  return certificate
}

const AT = 'xa-liem-phong'
export const leader = anActor(
  { 'signing.lead': [AT] },
  { id: 'acc-leader', name: 'Nguyễn Thanh Oanh', postId: 'xa-liem-phong.chu-tich', queues: [`${AT}/leader`] },
)
export const clerk = anActor(
  { 'signing.seal': [AT] },
  { id: 'acc-clerk', name: 'Trần Quang Phúc', postId: 'xa-liem-phong.van-phong', queues: [`${AT}/records-clerk`] },
)
export const callOf = (db: Db, actor: Call['actor'], now = NOW): Call => ({
  ...{ db, actor, now, origin: { requestId: 'test' } },
})

export async function givePostAndSeal(h: TestHouse, algorithm?: 'ecdsa' | 'rsa') {
  const organisation = 'Ủy ban nhân dân xã Liêm Phong'
  const person = await giveKey(h, {
    ...{ organisationId: AT, postId: leader.postId!, ...(algorithm ? { algorithm } : {}) },
    profile: { kind: 'person', name: leader.name, title: 'Chủ tịch', organisation },
  })
  const seal = await giveKey(h, { organisationId: AT, profile: { kind: 'organisation', name: organisation } })
  return { person, seal }
}

export const aDecision = (h: Pick<TestHouse, 'db' | 'house'>, templateKey = 'quyet-dinh-thu'): Promise<Paper> =>
  setPaper(callOf(h.db, leader), h.house, {
    ...{ templateKey, organisationId: AT, subjectKind: 'dossier', subjectId: 'x', title: 'Quyết định chấp thuận' },
    data: { title: 'QUYẾT ĐỊNH', issuer: 'Ủy ban nhân dân xã Liêm Phong', place: 'Liêm Phong', leader: leader.name },
  })
