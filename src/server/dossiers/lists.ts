import { sql } from 'kysely'
import type { Db } from '#server/platform/call.ts'
import type { NewEvent } from './queries.ts'
import type { DossierState } from './schema.ts'

export type DossierEvent = NewEvent & { seq: number }

/** The history of a dossier, oldest first. */
export async function listEvents(db: Db, dossierId: string): Promise<DossierEvent[]> {
  const rows = await db
    .selectFrom('dossier_event')
    .select([
      'seq',
      'kind',
      'at',
      'actor_kind as actorKind',
      'actor_id as actorId',
      'post_id as postId',
      'organisation_id as organisationId',
      'facts',
    ])
    .where('dossier_id', '=', dossierId)
    .orderBy('seq')
    .execute()
  return rows as DossierEvent[]
}

/** One line of an inbox: the open task, and the dossier it is of. */
export type InboxLine = {
  taskId: string
  taskDue: Date
  givenAt: Date
  receivedAt: Date | null
  postId: string | null
  stepName: string
  stepKind: string
  side: boolean
  dossierId: string
  code: string
  procedureCode: string
  versionId: string
  state: DossierState
  channel: string
  ownerName: string
  dueAt: Date | null
  filedAt: Date
}
export type InboxFilter = {
  only?: 'new' | 'today' | 'late' | undefined
  procedureCode?: string | undefined
  after?: { due: Date; id: string } | undefined
  limit: number
}
export type InboxCounts = { all: number; new: number; today: number; late: number }

/**
 * The open tasks of some queues by due time, overdue first: one index walk per queue, merged. Tasks that another post holds are left out.
 * The counts look at 2,000 tasks of a queue at most.
 */
export async function listInboxLines(
  db: Db,
  queues: readonly string[],
  postId: string,
  filter: InboxFilter,
  now: Date,
  endOfDay: Date,
): Promise<{ lines: InboxLine[]; counts: InboxCounts }> {
  const { only, procedureCode, after, limit } = filter
  const extra = [
    only === 'new' ? sql`and t.received_at is null` : sql``,
    only === 'late'
      ? sql`and t.due_at < ${now}`
      : only === 'today'
        ? sql`and t.due_at >= ${now} and t.due_at <= ${endOfDay}`
        : sql``,
    procedureCode ? sql`and d.procedure_code = ${procedureCode}` : sql``,
    after ? sql`and (t.due_at, t.id) > (${after.due}::timestamptz(3), ${after.id}::uuid)` : sql``,
  ]
  const { rows } = await sql<{ counts: InboxCounts; line: unknown }>`
    with q as (select unnest(${queues}::text[]) as queue),
    counted as (
      select jsonb_build_object('all', count(*), 'new', count(*) filter (where received_at is null),
        'today', count(*) filter (where due_at >= ${now} and due_at <= ${endOfDay}), 'late', count(*) filter (where due_at < ${now})) as counts
      from q cross join lateral (select received_at, due_at from open_task where queue = q.queue and (post_id is null or post_id = ${postId})
        order by due_at, id limit 2000) o)
    select case when row_number() over () = 1 then counted.counts end as counts, line.* from counted left join lateral (
      select o.* from q cross join lateral (
        select t.id as "taskId", t.due_at as "taskDue", t.given_at as "givenAt", t.received_at as "receivedAt", t.post_id as "postId",
          t.step_name as "stepName", t.step_kind as "stepKind", t.side, d.id as "dossierId", d.code, d.procedure_code as "procedureCode",
          d.procedure_version_id as "versionId", d.state, d.channel, d.owner_name as "ownerName", d.due_at as "dueAt", d.filed_at as "filedAt"
        from open_task t join dossier d on d.id = t.thing_id
        where t.queue = q.queue and (t.post_id is null or t.post_id = ${postId}) ${sql.join(extra, sql` `)}
        order by t.due_at, t.id limit ${limit + 1}) o
      order by o."taskDue", o."taskId" limit ${limit + 1}) line on true`.execute(db)
  const counts = rows[0]?.counts ?? { all: 0, new: 0, today: 0, late: 0 }
  const lines = rows as unknown as (InboxLine & { counts?: unknown })[]
  return { counts, lines: lines.filter((each) => each.taskId) }
}

/** One line of a list of dossiers. */
export type DossierLine = {
  id: string
  code: string
  procedureCode: string
  versionId: string
  state: DossierState
  channel: string
  ownerName: string
  filedAt: Date
  acceptedAt: Date | null
  dueAt: Date | null
  settledAt: Date | null
  timeliness: string | null
  stepName: string | null
  holderWords: string | null
}
const lineColumns = [
  ...([
    'id',
    'code',
    'procedure_code as procedureCode',
    'procedure_version_id as versionId',
    'state',
    'channel',
  ] as const),
  ...(['owner_name as ownerName', 'filed_at as filedAt', 'accepted_at as acceptedAt', 'due_at as dueAt'] as const),
  ...(['settled_at as settledAt', 'timeliness', 'step_name as stepName', 'holder_words as holderWords'] as const),
]
export type After = { filedAt: Date; id: string } | undefined

/** What a citizen filed, newest first. */
export async function listFiledBy(db: Db, accountId: string, after: After, limit: number): Promise<DossierLine[]> {
  const rows = await db
    .selectFrom('dossier')
    .select(lineColumns)
    .where('filer_account_id', '=', accountId)
    .$if(after !== undefined, (query) =>
      query.where(sql<boolean>`(filed_at, id) < (${after?.filedAt}::timestamptz(3), ${after?.id}::uuid)`),
    )
    .orderBy('filed_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()
  return rows as DossierLine[]
}

/** Dossiers of a unit, received there or settled there, newest first. */
export async function listOfUnit(
  db: Db,
  unitId: string,
  filter: {
    side: 'receiving' | 'handling'
    states?: readonly DossierState[] | undefined
    procedureCode?: string | undefined
    after?: After
    limit: number
  },
): Promise<DossierLine[]> {
  const rows = await db
    .selectFrom('dossier')
    .select(lineColumns)
    .where(filter.side === 'receiving' ? 'receiving_id' : 'handling_id', '=', unitId)
    .$if(filter.states !== undefined, (query) => query.where('state', 'in', filter.states as DossierState[]))
    .$if(filter.procedureCode !== undefined, (query) => query.where('procedure_code', '=', filter.procedureCode!))
    .$if(filter.after !== undefined, (query) =>
      query.where(sql<boolean>`(filed_at, id) < (${filter.after?.filedAt}::timestamptz(3), ${filter.after?.id}::uuid)`),
    )
    .orderBy('filed_at', 'desc')
    .orderBy('id', 'desc')
    .limit(filter.limit + 1)
    .execute()
  return rows as DossierLine[]
}

/** How an official looks for a dossier. */
export type DossierSearch = { by: 'code' | 'identity' | 'phone' | 'name'; words: string }

/** Finds dossiers among the units in reach: by exact code, identity number, phone, or the beginning of the owner's name without accents. */
export async function searchIn(
  db: Db,
  reach: readonly string[],
  { by, words }: DossierSearch,
  limit: number,
): Promise<DossierLine[]> {
  const hit = {
    code: sql<boolean>`code = ${words}`,
    identity: sql<boolean>`owner_identity = ${words}`,
    phone: sql<boolean>`(owner_phone = ${words} or filer_phone = ${words})`,
    name: sql<boolean>`owner_search ~>=~ ${words} and owner_search ~<~ ${`${words}\uffff`}`,
  }[by]
  const rows = await db
    .selectFrom('dossier')
    .select(lineColumns)
    .where(hit)
    .where(
      sql<boolean>`(receiving_id = any(${reach}::text[]) or handling_id = any(${reach}::text[]) or desk_id = any(${reach}::text[]))`,
    )
    .orderBy('filed_at', 'desc')
    .limit(limit)
    .execute()
  return rows as DossierLine[]
}

/** Who holds what: open tasks by unit, queue and post. */
export type HolderLoad = {
  organisationId: string
  role: string
  function: string
  postId: string | null
  open: number
  late: number
  notReceived: number
  oldestDue: Date
}

export async function listHolderLoads(db: Db, organisationIds: readonly string[], now: Date): Promise<HolderLoad[]> {
  const { rows } = await sql<HolderLoad>`
    select organisation_id as "organisationId", role, function, post_id as "postId", count(*)::int as open,
      (count(*) filter (where due_at < ${now}))::int as late, (count(*) filter (where received_at is null))::int as "notReceived", min(due_at) as "oldestDue"
    from open_task where organisation_id = any(${organisationIds}::text[])
    group by organisation_id, role, function, post_id order by late desc, open desc limit 500`.execute(db)
  return rows
}

/** Open tasks of a unit, whoever holds them, for its head. */
export async function listTasksOfUnit(db: Db, organisationId: string, limit: number): Promise<InboxLine[]> {
  const { rows } = await sql<InboxLine>`
    select t.id as "taskId", t.due_at as "taskDue", t.given_at as "givenAt", t.received_at as "receivedAt", t.post_id as "postId",
      t.step_name as "stepName", t.step_kind as "stepKind", t.side, d.id as "dossierId", d.code, d.procedure_code as "procedureCode",
      d.procedure_version_id as "versionId", d.state, d.channel, d.owner_name as "ownerName", d.due_at as "dueAt", d.filed_at as "filedAt"
    from open_task t join dossier d on d.id = t.thing_id where t.organisation_id = ${organisationId} order by t.due_at, t.id limit ${limit}`.execute(
    db,
  )
  return rows
}
