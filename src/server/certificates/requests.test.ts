import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { listNotices } from '#server/notices/index.ts'
import { type Call, systemActor } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { aCall, anActor, testDatabase } from '#server/platform/testing.ts'
import { decideStateChange } from './change-state.ts'
import {
  certificateOfPost,
  completeRequest,
  decideRequest,
  issueDemonstration,
  listRequests,
  reportLoss,
  requestCertificate,
  statusForAuthority,
  viewCertificate,
  viewRequest,
  warnOfEnding,
  withdrawRequest,
} from './index.ts'
import { CERTIFICATE_STATES, REQUEST_KINDS, type StateChange, TRANSITIONS } from './schema.ts'
import { STANDARD_CHAIN } from './approval-chain.ts'
import { aPublicKey, anAuthority } from './testing.ts'

const UNIT = 'xa-liem-phong'
const POST = 'xa-liem-phong.chu-tich'
const AT = '2026-11-24T09:00'
const all = [UNIT, 'ubnd-tinh']
const clerk = anActor(
  { 'certificates.view': [UNIT], 'certificates.request': [UNIT] },
  { id: 'clerk', organisationId: UNIT, postId: 'xa-liem-phong.van-phong' },
)
const head = anActor(
  { 'certificates.view': [UNIT], 'certificates.approve-unit': [UNIT], 'certificates.approve-committee': [UNIT] },
  { id: 'head' },
)
const focal = anActor(
  { 'certificates.view': all, 'certificates.approve-focal': all, 'certificates.issue': all },
  { id: 'focal' },
)
const chairman = anActor({ 'certificates.view': all, 'certificates.approve-committee': all }, { id: 'chairman' })
const refused = (code: string) => (error: unknown) => error instanceof Refusal && error.code === code

async function aProvince(t: Parameters<typeof testDatabase>[0]) {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const as = (actor: Call['actor'], at = AT) => aCall(db, actor, at)
  const authority = await anAuthority(t, as(clerk).now)
  const approve = (actor: Call['actor'], requestId: string, revision: number) =>
    decideRequest(as(actor), { requestId, revision, outcome: 'approve', note: '' })
  const issue = async (at = AT) =>
    issueDemonstration(as(systemActor, at), authority, { postId: POST, publicKeySpki: await aPublicKey() })
  return { db, as, authority, approve, issue }
}

test('every change of state from every state: the table and nothing else', () => {
  for (const state of CERTIFICATE_STATES)
    for (const change of Object.keys(TRANSITIONS) as StateChange[]) {
      const allowed = (TRANSITIONS[change].from as readonly string[]).includes(state)
      assert.equal(decideStateChange(state, change) instanceof Refusal, !allowed, `${change} from ${state}`)
    }
  assert.deepEqual(Object.keys(STANDARD_CHAIN).sort(), [...REQUEST_KINDS].sort())
})

test('a new certificate goes from the records clerk over unit, focal unit and committee to the authority', async (t) => {
  const { db, as, authority, approve } = await aProvince(t)
  const payload = { reason: 'Chủ tịch cần ký số kết quả' }
  const { id } = await requestCertificate(as(clerk), { kind: 'issue', organisationId: UNIT, postId: POST, payload })
  const again = requestCertificate(as(clerk), { kind: 'issue', organisationId: UNIT, postId: POST, payload })
  await assert.rejects(again, refused('certificates.already-asked'))
  await assert.rejects(approve(focal, id, 1), refused('certificates.no-right'), 'the unit comes first')
  const waiting = async (actor: Call['actor']) =>
    (await listRequests(as(actor), { mine: true, limit: 10 })).items.map((each) => each.id)
  assert.deepEqual([await waiting(head), await waiting(focal)], [[id], []])
  await approve(head, id, 1)
  assert.deepEqual([await waiting(head), await waiting(focal)], [[], [id]])
  await assert.rejects(approve(head, id, 2), refused('certificates.no-right'), 'a unit is no focal unit')
  await approve(focal, id, 2)
  await assert.rejects(approve(head, id, 3), refused('certificates.no-right'), 'the committee is the province')
  await assert.rejects(approve(chairman, id, 2), refused('certificates.changed-meanwhile'))
  await approve(chairman, id, 3)
  const outcome = { by: 'demonstration' as const, authority, publicKeySpki: await aPublicKey(), keyId: 'key-1' }
  await assert.rejects(
    completeRequest(as(clerk), { requestId: id, revision: 4, note: '', outcome }),
    refused('certificates.no-right'),
  )
  const issued = await completeRequest(as(focal), { requestId: id, revision: 4, note: '', outcome })
  assert.equal((await certificateOfPost(db, POST, as(clerk).now))?.id, issued?.id)
  const { request, steps } = await viewRequest(as(clerk), id)
  assert.equal(request.state, 'done')
  assert.deepEqual(
    steps.map((each) => `${each.step} ${each.outcome}`),
    ['request asked', 'unit approved', 'focal approved', 'committee approved', 'authority done'],
  )
  const audited = await sql<{
    act: string
  }>`select act from audit_entry where act like 'certificates.%' and organisation_id = ${UNIT} order by seq`.execute(db)
  assert.deepEqual(
    audited.rows.map((row) => row.act),
    [
      ...['certificates.requested', 'certificates.request-approved', 'certificates.request-approved'],
      ...['certificates.request-approved', 'certificates.issued', 'certificates.request-done'],
    ],
  )
})

test('a lost token is suspended at once, before anybody agrees; the authority revokes it', async (t) => {
  const { db, as, approve, issue } = await aProvince(t)
  const issued = await issue()
  const holder = anActor({}, { id: 'holder', postId: POST })
  const stranger = anActor({}, { id: 'stranger', postId: 'xa-liem-phong.xa-hoi' })
  await assert.rejects(reportLoss(as(stranger), { certificateId: issued.id }), refused('certificates.unknown'))
  const { id } = await reportLoss(as(holder, '2026-11-24T10:00'), { certificateId: issued.id, where: 'trên xe buýt' })
  assert.equal(await certificateOfPost(db, POST, as(holder, '2026-11-24T10:00').now), undefined)
  const since = as(holder, '2026-11-24T10:00').now
  assert.deepEqual(await statusForAuthority(db, issued.serial), {
    status: 'revoked',
    at: since,
    reason: 'certificateHold',
  })
  await assert.rejects(reportLoss(as(holder), { certificateId: issued.id }), refused('certificates.already-asked'))
  await approve(focal, id, 1)
  await completeRequest(as(focal, '2026-11-24T11:00'), { requestId: id, revision: 2, note: '' })
  const answer = await statusForAuthority(db, issued.serial)
  assert.ok(answer.status === 'revoked' && answer.reason === 'keyCompromise')
  const { certificate, events } = await viewCertificate(as(holder), issued.id)
  assert.equal(certificate.state, 'revoked')
  assert.deepEqual(
    events.map((each) => each.what),
    ['revoke', 'report-loss', 'issued'],
  )
})

test('nobody agrees to what he asked, and a request may be refused with a reason or taken back', async (t) => {
  const { as, issue } = await aProvince(t)
  const issued = await issue()
  const askingFocal = anActor(
    {
      ...Object.fromEntries(focal.grants.entries().map(([act, reach]) => [act, [...reach]])),
      'certificates.request': [UNIT],
    },
    { id: 'focal' },
  )
  const ask = (kind: 'unlock' | 'suspend') =>
    requestCertificate(as(askingFocal), { kind, certificateId: issued.id, payload: { reason: 'Quên PIN' } })
  const { id } = await ask('unlock')
  const decide = (outcome: 'approve' | 'refuse', actor: Call['actor'], revision: number, note = '') =>
    decideRequest(as(actor), { requestId: id, revision, outcome, note })
  await decide('approve', head, 1)
  await assert.rejects(decide('approve', askingFocal, 2), refused('certificates.own-request'))
  await assert.rejects(decide('refuse', askingFocal, 2), refused('certificates.say-why'))
  await decide('refuse', askingFocal, 2, 'Chưa đúng mẫu')
  await assert.rejects(decide('approve', focal, 3), refused('certificates.not-waiting'))
  const second = await ask('suspend')
  await withdrawRequest(as(askingFocal), { requestId: second.id, revision: 1 })
  assert.equal((await viewRequest(as(clerk), second.id)).request.state, 'withdrawn')
})

test('two who agree at once: one of them is told that it changed meanwhile', async (t) => {
  const { as, issue } = await aProvince(t)
  const issued = await issue()
  const { id } = await requestCertificate(as(clerk), {
    ...{ kind: 'suspend', certificateId: issued.id, payload: { reason: 'Đi công tác' } },
  })
  const deputy = { ...head, id: 'deputy' }
  const outcomes = await Promise.allSettled(
    [head, deputy].map((actor) =>
      decideRequest(as(actor), { requestId: id, revision: 1, outcome: 'approve', note: '' }),
    ),
  )
  const failed = outcomes.filter((each) => each.status === 'rejected')
  assert.equal(failed.length, 1)
  assert.ok(refused('certificates.changed-meanwhile')(failed[0]!.reason))
})

test('handed over with the post: the old certificate ends, and one is asked for whoever holds the post now', async (t) => {
  const { db, as, approve, issue } = await aProvince(t)
  const issued = await issue()
  await sql`update appointment set valid_to = '2026-11-24' where post_id = ${POST}`.execute(db)
  await sql`update appointment set valid_to = '2026-11-24' where post_id = 'xa-liem-phong.pho-chu-tich'`.execute(db)
  await sql`insert into appointment (id, person_id, post_id, kind, valid_from)
    select gen_random_uuid(), person_id, ${POST}, 'main', '2026-11-24' from appointment where post_id = 'xa-liem-phong.pho-chu-tich' limit 1`.execute(
    db,
  )
  const payload = { reason: 'Chủ tịch mới nhậm chức' }
  const { id } = await requestCertificate(as(clerk), { kind: 'handover', certificateId: issued.id, payload })
  await approve(head, id, 1)
  await approve(focal, id, 2)
  await completeRequest(as(focal), { requestId: id, revision: 3, note: '' })
  const { certificate } = await viewCertificate(as(clerk), issued.id)
  assert.deepEqual([certificate.state, certificate.stateReason], ['revoked', 'affiliationChanged'])
  const { rows } = await sql<{ kind: string }>`select kind from certificate_request where state = 'waiting'`.execute(db)
  assert.deepEqual(rows, [{ kind: 'issue' }])
})

test('the holder and the unit are warned 60, 30 and 7 days ahead, once each', async (t) => {
  const { db, as, issue } = await aProvince(t)
  const issued = await issue()
  const before = (days: number) => ({
    ...as(systemActor),
    now: new Date(issued.notAfter.getTime() - days * 86_400_000),
  })
  const { id: account } = await db
    .selectFrom('account')
    .select('id')
    .where('login_name', '=', 'chutich.liemphong')
    .executeTakeFirstOrThrow()
  const told = async (days: number) => [await warnOfEnding(before(days)), (await listNotices(db, account)).length]
  assert.deepEqual(await told(61), [0, 0])
  assert.deepEqual(await told(60), [1, 1])
  assert.deepEqual(await told(45), [0, 1])
  assert.deepEqual(await told(30), [1, 2])
  assert.deepEqual(await told(7), [1, 3])
  assert.deepEqual(await told(6), [0, 3])
  assert.match((await listNotices(db, account))[0]!.title, /còn 7 ngày/)
})

test('a job that was away for weeks warns once, at the nearest mark; what is replaced or left is not warned of', async (t) => {
  const { db, as, authority, issue } = await aProvince(t)
  const issued = await issue()
  const seal = await issueDemonstration(as(systemActor), authority, {
    organisationId: UNIT,
    publicKeySpki: await aPublicKey(),
  })
  const before = (days: number) => ({
    ...as(systemActor),
    now: new Date(issued.notAfter.getTime() - days * 86_400_000),
  })
  assert.equal(await warnOfEnding(before(5)), 2, 'nothing was said at 60 and at 30 days')
  assert.equal(await warnOfEnding(before(4)), 0)
  const { rows } = await sql<{ days: number }>`select days from certificate_warning order by days`.execute(db)
  assert.deepEqual(rows, [{ days: 7 }, { days: 7 }])
  await sql`delete from certificate_warning`.execute(db)
  await sql`update certificate set replaced_by = ${issued.id}::uuid where id = ${seal.id}::uuid`.execute(db)
  await sql`update appointment set valid_to = '2026-11-30' where post_id = ${POST}`.execute(db)
  assert.equal(await warnOfEnding(before(5)), 0)
  const two = await Promise.all([warnOfEnding(before(61)), warnOfEnding(before(61))])
  assert.deepEqual(two, [0, 0])
})

test('two jobs that warn at once tell each person once', async (t) => {
  const { db, as, issue } = await aProvince(t)
  const issued = await issue()
  const call = { ...as(systemActor), now: new Date(issued.notAfter.getTime() - 30 * 86_400_000) }
  const told = await Promise.all([warnOfEnding(call), warnOfEnding(call)])
  assert.equal(told[0]! + told[1]!, 1)
  const { rows } = await sql<{
    n: number
  }>`select count(*)::int as n from notice where kind = 'certificate-ending' group by account_id`.execute(db)
  assert.ok(rows.length > 0 && rows.every((row) => row.n === 1))
})

test('what a form leaves out is said by name, and an unknown kind is no fault of the program', async (t) => {
  const { as, issue } = await aProvince(t)
  const issued = await issue()
  const ask = (given: object) => requestCertificate(as(clerk), given as Parameters<typeof requestCertificate>[1])
  const about = { certificateId: issued.id, payload: { reason: 'Vì việc' } }
  for (const kind of ['', 'loss', 'constructor'])
    await assert.rejects(ask({ ...about, kind }), refused('certificates.kind-missing'))
  await assert.rejects(
    ask({ ...about, kind: 'renew', payload: { reason: ' ' } }),
    refused('certificates.reason-missing'),
  )
  await assert.rejects(
    ask({ kind: 'issue', organisationId: '', payload: { reason: 'x' } }),
    refused('certificates.whom-missing'),
  )
  const issueFor = (postId: string) => ask({ kind: 'issue', organisationId: UNIT, postId, payload: { reason: 'x' } })
  await assert.rejects(issueFor('so-tu-phap.giam-doc'), refused('certificates.post-elsewhere'))
  await assert.rejects(issueFor('khong-co'), refused('certificates.unknown-post'))
})
