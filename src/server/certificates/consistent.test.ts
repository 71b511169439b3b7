import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { after, test } from 'node:test'
import { sql } from 'kysely'
import { stopSetters } from '#server/papers/index.ts'
import { type Call, type Db, systemActor } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { anActor, testDatabase } from '#server/platform/testing.ts'
import {
  certificateOfPost,
  changeState,
  completeRequest,
  decideRequest,
  findCertificate,
  issueDemonstration,
  makeMinutes,
  reportLoss,
  requestCertificate,
  statusForAuthority,
  whyStopped,
  withdrawRequest,
} from './index.ts'
import { type CertificateState, REQUEST_KINDS, type StateChange, TRANSITIONS } from './schema.ts'
import { aPublicKey, anAuthority } from './testing.ts'

after(stopSetters)
const UNIT = 'xa-liem-phong'
const POSTS = ['xa-liem-phong.chu-tich', 'xa-liem-phong.pho-chu-tich']
const everywhere = [UNIT, 'ubnd-tinh']
const grants = (...acts: string[]) => Object.fromEntries(acts.map((act) => [`certificates.${act}`, everywhere]))
const ACTORS = [
  anActor(grants('view', 'request'), { id: 'clerk' }),
  anActor(grants('view', 'request', 'approve-unit'), { id: 'head' }),
  anActor(grants('view', 'approve-focal', 'issue'), { id: 'focal' }),
  anActor(grants('view', 'approve-focal', 'issue', 'request'), { id: 'focal-2' }),
  anActor(grants('view', 'approve-committee', 'approve-unit'), { id: 'committee' }),
  anActor({}, { id: 'holder', postId: POSTS[0]! }),
]

/** The same lots for the same seed. */
function lots(seed: number) {
  let state = seed
  const next = () => {
    state = (state + 0x6d_2b_79_f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  return { next, one: <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)]! }
}

const waitingRequests = async (db: Db) =>
  db
    .selectFrom('certificate_request')
    .select(['id', 'kind', 'revision', 'chain', 'step'])
    .where('state', '=', 'waiting')
    .orderBy('id')
    .execute()

/** What must hold after every act, whatever was done before. */
async function assertConsistent(db: Db, now: Date, trace: string) {
  const certificates = await db.selectFrom('certificate').selectAll().orderBy('id').execute()
  for (const row of certificates) {
    const events = await db
      .selectFrom('certificate_event')
      .select('what')
      .where('certificate_id', '=', row.id)
      .orderBy('seq')
      .execute()
    assert.match(events[0]!.what, /^(issued|imported)$/, trace)
    let state: CertificateState = 'active'
    for (const { what } of events) {
      const change = TRANSITIONS[what as StateChange] as (typeof TRANSITIONS)[StateChange] | undefined
      if (!change) continue
      assert.ok((change.from as readonly string[]).includes(state), `${what} from ${state}: ${trace}`)
      state = change.to
    }
    assert.equal(row.state, state, `the history leads to the state: ${trace}`)
    const answer = await statusForAuthority(db, row.serial)
    assert.equal(answer.status, state === 'active' ? 'good' : 'revoked', trace)
    const stopped = await whyStopped(db, row.id, { accountId: 'nobody', postId: '' }, now)
    if (state !== 'active') assert.ok(stopped, `what is ${state} does not sign: ${trace}`)
    const { rows: appointed } =
      await sql`select 1 from appointment where post_id = ${row.post_id} and person_id = ${row.person_id}
      and valid_from <= '2026-11-24' and (valid_to is null or valid_to > '2026-11-24')`.execute(db)
    if (row.post_id && appointed.length === 0) assert.ok(stopped, `who left the post does not sign: ${trace}`)
    if (row.replaced_by) {
      const other = certificates.find((each) => each.id === row.replaced_by)
      assert.deepEqual([other?.post_id, other?.organisation_id], [row.post_id, row.organisation_id], trace)
    }
    const last = await db
      .selectFrom('token_minutes')
      .select(['kind', 'token_serial as token'])
      .where('certificate_id', '=', row.id)
      .orderBy('made_at', 'desc')
      .orderBy('id', 'desc')
      .executeTakeFirst()
    if (last) assert.equal(row.token_serial, last.kind === 'hand-over' ? last.token : null, trace)
  }
  for (const postId of POSTS) {
    const signs = await certificateOfPost(db, postId, now)
    if (signs) assert.equal(await whyStopped(db, signs.id, { accountId: 'nobody', postId: '' }, now), undefined, trace)
  }
  const requests = await db.selectFrom('certificate_request').selectAll().orderBy('id').execute()
  const waiting = new Set<string>()
  for (const row of requests) {
    const steps = await db
      .selectFrom('certificate_request_step')
      .select(['step', 'outcome', 'by_actor as by'])
      .where('request_id', '=', row.id)
      .orderBy('seq')
      .execute()
    const approved = steps.filter((each) => each.outcome === 'approved' || each.outcome === 'done')
    assert.deepEqual(
      approved.map((each) => each.step),
      row.chain.slice(0, row.step),
      `steps in order: ${trace}`,
    )
    const others = approved.filter((each) => each.outcome === 'approved' && each.step !== row.chain[0])
    assert.ok(
      others.every((each) => each.by !== row.asked_by),
      `nobody agrees to his own: ${trace}`,
    )
    const agreed = approved.filter((each) => each.outcome === 'approved').map((each) => each.by)
    assert.equal(new Set(agreed).size, agreed.length, `nobody agrees twice: ${trace}`)
    assert.equal(row.state === 'done', row.step === row.chain.length, trace)
    if (row.state !== 'waiting') {
      assert.match(steps.at(-1)!.outcome, /^(done|refused|withdrawn|lapsed)$/, trace)
      continue
    }
    const certificate = certificates.find((each) => each.id === row.certificate_id)
    if (certificate) assert.notEqual(certificate.state, 'revoked', `nothing waits for what is revoked: ${trace}`)
    if (row.kind === 'loss') assert.equal(certificate?.state, 'suspended', `a reported loss stays suspended: ${trace}`)
    const about = `${row.kind} ${row.certificate_id ?? `${row.organisation_id} ${row.post_id}`}`
    assert.ok(!waiting.has(about), `two wait for the same: ${trace}`)
    waiting.add(about)
  }
}

for (const seed of [1, 7, 2026])
  test(`any sequence of acts leaves the register consistent (seed ${seed})`, async (t) => {
    const { db } = await testDatabase(t, 'dinh_demonstration')
    const dataDir = mkdtempSync('/tmp/dinh-register-')
    t.after(() => rmSync(dataDir, { recursive: true, force: true }))
    const start = new Date('2026-11-24T02:00:00Z')
    const authority = await anAuthority(t, start)
    const keys = await Promise.all(Array.from({ length: 40 }, aPublicKey))
    const { next, one } = lots(seed)
    let now = start
    const as = (actor: Call['actor']): Call => ({ db, actor, now, origin: { requestId: 'test' } })
    for (const postId of POSTS)
      await issueDemonstration(as(systemActor), authority, { postId, publicKeySpki: keys.pop()! })
    await issueDemonstration(as(systemActor), authority, { organisationId: UNIT, publicKeySpki: keys.pop()! })

    const done = new Map<string, number>()
    const ids = async () =>
      (await db.selectFrom('certificate').select('id').orderBy('id').execute()).map((each) => each.id)
    const ACTS: Record<string, () => Promise<unknown>> = {
      request: async () => {
        const kind = one(REQUEST_KINDS)
        const payload = { reason: 'Vì việc', wanted: 'Chức vụ' }
        if (kind === 'issue')
          return requestCertificate(as(one(ACTORS)), { kind, organisationId: UNIT, postId: one(POSTS), payload })
        const certificateId = one(await ids())
        return requestCertificate(as(one(ACTORS)), { kind: kind as 'renew', certificateId, payload })
      },
      issue: async () =>
        issueDemonstration(as(systemActor), authority, {
          ...{ postId: one(POSTS), publicKeySpki: keys.pop() ?? (await aPublicKey()) },
        }),
      loss: async () => reportLoss(as(one(ACTORS)), { certificateId: one(await ids()) }),
      decide: async () => {
        const [request] = [one(await waitingRequests(db))]
        if (!request) return undefined
        const outcome = next() < 0.9 ? ('approve' as const) : ('refuse' as const)
        return decideRequest(as(one(ACTORS)), {
          requestId: request.id,
          revision: request.revision,
          outcome,
          note: 'Ý kiến',
        })
      },
      complete: async () => {
        const ready = (await waitingRequests(db)).filter((each) => each.chain[each.step] === 'authority')
        const request = ready.length > 0 ? one(ready) : one(await waitingRequests(db))
        if (!request) return undefined
        const publicKeySpki = keys.pop() ?? (await aPublicKey())
        const outcome = { by: 'demonstration' as const, authority, publicKeySpki }
        return completeRequest(as(one(ACTORS)), {
          requestId: request.id,
          revision: request.revision,
          note: '',
          outcome,
        })
      },
      withdraw: async () => {
        const request = one(await waitingRequests(db))
        return request && next() < 0.3
          ? withdrawRequest(as(one(ACTORS)), { requestId: request.id, revision: request.revision })
          : undefined
      },
      state: async () => {
        const change = one(['suspend', 'resume', 'revoke', 'resume', 'report-loss', '']) as 'suspend'
        return changeState(as(one([ACTORS[2]!, ACTORS[3]!, ...ACTORS])), {
          certificateId: one(await ids()),
          change,
          note: 'Công văn',
        })
      },
      minutes: async () =>
        next() < 0.4
          ? makeMinutes(
              as(one(ACTORS)),
              { dataDir, origin: 'http://localhost' },
              {
                ...{ certificateId: one(await ids()), kind: one(['hand-over', 'return'] as const), note: '' },
                ...{ tokenSerial: one(['TK-1', 'TK-2']), giver: 'Bà A', giverTitle: '', receiver: 'Ông B' },
                ...{ receiverTitle: '', onDay: '2026-11-24' },
              },
            )
          : undefined,
      leave: async () =>
        next() < 0.2
          ? sql`update appointment set valid_to = case when valid_to is null then '2026-11-24'::date end
              where post_id = ${one(POSTS)} and (valid_to is null or valid_to = '2026-11-24')`.execute(db)
          : undefined,
    }
    const names = [
      ...['request', 'request', 'decide', 'decide', 'decide', 'decide', 'complete', 'complete', 'issue', 'loss'],
      ...['withdraw', 'state', 'state', 'minutes', 'leave'],
    ]
    const trace: string[] = []
    for (let round = 0; round < 160; round += 1) {
      now = new Date(now.getTime() + 1000)
      const name = one(names)
      try {
        await ACTS[name]!()
        done.set(name, (done.get(name) ?? 0) + 1)
        trace.push(name)
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        trace.push(`${name}: ${error.code}`)
      }
      if (round % 4 === 3) await assertConsistent(db, now, trace.slice(-12).join(' | '))
    }
    for (const name of ['request', 'decide', 'complete', 'loss', 'state', 'minutes'])
      assert.ok((done.get(name) ?? 0) > 0, `${name} was done at least once`)
    for (const id of await ids()) assert.ok(await findCertificate(db, id))
  })
