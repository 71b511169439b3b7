import assert from 'node:assert/strict'
import { before, after, test } from 'node:test'
import { type CompiledQuery, Kysely, PostgresDialect } from 'kysely'
import type pg from 'pg'
import {
  listHolders,
  listInbox,
  listOwn,
  listUnitDossiers,
  listUnitTasks,
  progressOf,
  searchDossiers,
  viewDossier,
} from '#server/dossiers/index.ts'
import { aCitizen, officialOf } from '#server/dossiers/testing.ts'
import { pumpAnnouncements } from '#server/platform/announcement-pump.ts'
import type { Call, Db } from '#server/platform/call.ts'
import type { Tables } from '#server/platform/db/tables.ts'
import {
  listAudit,
  listFailedMessages,
  listFailingAnnouncements,
  listOutbox,
} from '#server/platform/operator-queries.ts'
import { channels, sendWaiting } from '#server/platform/outbox-sender.ts'
import { bindHouseKey } from '#server/platform/house-key.ts'
import { readSettings } from '#server/platform/settings.ts'
import { TEST_KEY, testDatabase } from '#server/platform/testing.ts'

/** Tables that grow with the years: reading one whole is never right. */
const LARGE = new Set([
  ...['dossier', 'dossier_search', 'dossier_event', 'task', 'audit_entry', 'outbox_message', 'announcement'],
])
const NOW = new Date('2026-11-24T02:00:00Z')
const COUNT = 100_000
const OWNER = '0190a0a0-0000-7000-8000-000000000001'

/** A hundred thousand dossiers over a hundred communes, with history, tasks, audit and messages: enough that a plan matters. */
const FILL = `
  create temp table unit as select row_number() over (order by id) - 1 as at, count(*) over () as all_of, id from organisation where id like 'xa-%';
  insert into dossier (id, code, procedure_code, procedure_version_id, rule_set_id, state, channel, filed_how, receiving_id, desk_id, handling_id,
    owner_kind, owner_name, owner_search, owner_identity, owner_phone, filer_account_id, filer_name, filer_phone, answers, filed_at, accepted_at,
    due_at, settled_at, ended_at)
  select gen_random_uuid(), 'T.' || lpad((n / 1000)::text, 3, '0') || '-261101-' || lpad((n % 1000)::text, 4, '0'), v.code, v.id, v.rule_set_id,
    case when n / u.all_of % 10 = 0 then 'processing' else 'returned' end, 'online', 'alone', u.id, 'motcua-' || u.id, u.id, 'person',
    'Nguyễn Văn ' || n, 'nguyen van ' || n, lpad((35000000000 + n)::text, 12, '0'), '09' || lpad(n::text, 8, '0'),
    case when n < 40 then '${OWNER}'::uuid else gen_random_uuid() end, 'Nguyễn Văn ' || n, '08' || lpad(n::text, 8, '0'), '{}',
    timestamptz '2026-11-24 02:00Z' - n * interval '5 minutes', timestamptz '2026-11-24 02:00Z' - n * interval '5 minutes',
    timestamptz '2026-11-24 02:00Z' + (n % 500 - 250) * interval '1 hour',
    case when n / u.all_of % 10 <> 0 then timestamptz '2026-11-24 01:00Z' end, case when n / u.all_of % 10 <> 0 then timestamptz '2026-11-24 01:00Z' end
  from generate_series(0, ${COUNT - 1}) n
    join unit u on u.at = n % u.all_of
    cross join (select id, code, rule_set_id from procedure_version where code = '1.001193' and state = 'published' order by version limit 1) v;
  insert into dossier_search (dossier_id, people, places, form) select id, owner_search, 'xa liem phong', 1 from dossier on conflict do nothing;
  insert into dossier_event (dossier_id, seq, kind, at, actor_kind, actor_id, facts)
  select id, s, case s when 1 then 'filed' else 'accepted' end, filed_at, 'system', 'system', '{}' from dossier cross join generate_series(1, 2) s;
  insert into task (id, thing_id, step_key, step_name, step_kind, organisation_id, role, queue, given_at, due_at, done_at, seq)
  select gen_random_uuid(), id, 'appraise', 'Thẩm định', 'appraise', receiving_id, 'handler', 'motcua-' || receiving_id || '/receiver', filed_at, due_at,
    case when state = 'returned' then settled_at end, 1 from dossier;
  insert into audit_entry (organisation_id, seq, at, entry, previous_hash, hash, act, actor_id, subject_id)
  select receiving_id, row_number() over (partition by receiving_id order by filed_at), filed_at,
    '{"act":"dossiers.file","actor":"x","post":null,"subject":null,"from":null}'::bytea, ''::bytea, ''::bytea,
    case when random() < 0.001 then 'dossiers.renew-receipt' else 'dossiers.file' end, 'x', id::text from dossier;
  insert into outbox_message (id, channel, recipient, body, state, created_at)
  select gen_random_uuid(), 'email', 'x', 'x', case when n % 1000 = 0 then 'failed' when n % 100 = 0 then 'waiting' else 'sent' end,
    timestamptz '2026-11-24 02:00Z' - n * interval '5 minutes' from generate_series(1, ${COUNT}) n;
  insert into announcement (id, name, facts, at, tries, retry_at)
  select gen_random_uuid(), 'test.plans', '{}', timestamptz '2026-11-24 02:00Z', n % 100 / 99 * 10, null from generate_series(1, 20000) n`

const asked: CompiledQuery[] = []
let pool: pg.Pool
let db: Db
let call: Call
const leave: (() => unknown)[] = []

before(async () => {
  ;({ pool } = await testDatabase({ after: (work) => void leave.push(work as () => unknown) }, 'dinh_demonstration'))
  const client = await pool.connect()
  await client.query(FILL)
  await client.query('analyze')
  client.release()
  db = new Kysely<Tables>({
    dialect: new PostgresDialect({ pool }),
    log: (event) => void (event.level === 'query' && asked.push(event.query)),
  })
  bindHouseKey(db, TEST_KEY)
  const actor = await officialOf(db, 'xa-liem-phong.chu-tich', NOW)
  call = { db, now: NOW, actor: { ...actor, queues: [...actor.queues, 'motcua-xa-liem-phong/receiver'] } }
})
after(async () => {
  for (const work of leave) await work()
})

type Plan = { 'Node Type': string; 'Relation Name'?: string; 'Index Cond'?: string; Plans?: Plan[] }

/** What of a plan reads a large table whole. `underLimit`: an index walked in order until enough rows are found may have no condition. */
function wholeReads(plan: Plan, underLimit = false): string[] {
  const { 'Node Type': node, 'Relation Name': table = '', 'Index Cond': condition, Plans: parts = [] } = plan
  const large = LARGE.has(table)
  const walk = large && /^Index (Only )?Scan/.test(node) && !condition && !underLimit
  const here = large && (node === 'Seq Scan' || walk) ? [`${node} on ${table}`] : []
  const below = node === 'Limit' || (underLimit && !['Sort', 'Aggregate', 'Hash', 'WindowAgg'].includes(node))
  return [...here, ...parts.flatMap((part) => wholeReads(part, below))]
}

/** Every statement that `work` asked: planned for its values and planned for any values, and what either reads whole. */
async function faultsOf(work: () => Promise<unknown>): Promise<string[]> {
  asked.length = 0
  await work()
  const faults: string[] = []
  const statements = asked.filter(({ sql }) => /^\s*(select|with|update|delete|insert)/i.test(sql))
  for (const { sql, parameters } of statements) {
    const plans = [
      await pool.query(`explain (format json) ${sql}`, [...parameters]),
      await pool.query(`explain (generic_plan, format json) ${sql}`),
    ]
    for (const { rows } of plans)
      for (const fault of wholeReads((rows as { 'QUERY PLAN': [{ Plan: Plan }] }[])[0]!['QUERY PLAN'][0].Plan))
        faults.push(`${fault}: ${sql.slice(0, 160)}`)
  }
  assert.ok(statements.length > 0, 'nothing was asked')
  return faults
}
const readsLittle = async (name: string, work: () => Promise<unknown>) =>
  assert.deepEqual(await faultsOf(work), [], name)

test('the inbox, filtered and turned to a later page, walks its index', async () => {
  const page = await listInbox(call, { limit: 20 })
  assert.equal(page.items.length, 20, 'there is something to walk')
  for (const filter of [
    ...[{}, { only: 'late' as const }, { only: 'today' as const }, { only: 'new' as const }],
    ...[{ procedureCode: '1.001193' }, { after: page.next! }],
  ])
    await readsLittle(`inbox ${JSON.stringify(filter)}`, () => listInbox(call, { ...filter, limit: 20 }))
})

test("the lists of a unit, of its tasks, of who holds what and of one's own dossiers walk theirs", async () => {
  const unit = 'xa-liem-phong'
  const next = (await listUnitDossiers(call, unit, { side: 'handling', limit: 20 })).next!
  for (const side of ['receiving', 'handling'] as const)
    for (const filter of [{}, { after: next }, { states: ['processing' as const] }, { procedureCode: '1.001193' }])
      await readsLittle(`unit ${side} ${JSON.stringify(filter)}`, () =>
        listUnitDossiers(call, unit, { side, ...filter, limit: 20 }),
      )
  await readsLittle('tasks of the unit', () => listUnitTasks(call, unit))
  await readsLittle('holders', () => listHolders(call))
  const citizen = { ...call, actor: aCitizen(OWNER) }
  const own = await listOwn(citizen)
  assert.equal(own.items.length, 20)
  await readsLittle('own', () => listOwn(citizen))
  await readsLittle('own, next page', () => listOwn(citizen, own.next!))
})

test('a search by code, identity number, phone or name, the public progress and the whole view find by index', async () => {
  for (const words of [
    'T.005-261101-0100',
    '035000000777',
    '0900000777',
    '0800000777',
    'Nguyễn Văn 777',
    'Nguyễn',
    'Văn',
  ])
    await readsLittle(`search ${words}`, () => searchDossiers(call, words))
  assert.ok(await progressOf(db, 'T.005-261101-0100', NOW))
  await readsLittle('progress', () => progressOf(db, 'T.005-261101-0100', NOW))
  const [mine] = (await listUnitDossiers(call, 'xa-liem-phong', { side: 'handling', states: ['returned'], limit: 1 }))
    .items
  await readsLittle('view', () => viewDossier(call, { id: mine!.id }))
})

test('the pages of the administrator, the outbox and the announcements find by index', async () => {
  await readsLittle('outbox', () => listOutbox(db, 50))
  await readsLittle('failed messages', () => listFailedMessages(db, 100))
  await readsLittle('failing announcements', () => listFailingAnnouncements(db))
  const [organisationId, act, before] = ['xa-liem-phong', 'dossiers.renew-receipt', new Date('2026-06-01T00:00:00Z')]
  const [{ subjectId } = { subjectId: '' }] = await db
    .selectFrom('audit_entry')
    .select('subject_id as subjectId')
    .limit(1)
    .execute()
  for (const filter of [
    ...[{}, { organisationId }, { act }, { subjectId: subjectId! }, { before }],
    ...[
      { organisationId, before },
      { organisationId, act },
      { act, before },
    ],
  ])
    await readsLittle(`audit ${JSON.stringify(filter)}`, () => listAudit(db, filter, 50))
  await readsLittle('sending', () => sendWaiting(db, channels(readSettings({})), NOW))
  await readsLittle('pumping', () => pumpAnnouncements(db, NOW))
})

test('a plan that reads a large table whole is found out', async () => {
  assert.equal(
    (await faultsOf(() => db.selectFrom('dossier').select('id').where('owner_name', '=', 'x').execute())).length,
    2,
  )
  assert.equal((await faultsOf(() => db.selectFrom('task').select('id').orderBy('id').execute())).length, 2)
})
