import { type RawBuilder, sql } from 'kysely'
import type { Db } from '#server/platform/call.ts'
import type { DossierState } from './schema.ts'

/** One line of an inbox: the open task, and the dossier it is of. */
export type InboxLine = {
  taskId: string
  taskDue: Date
  receivedAt: Date | null
  givenAt: Date
  postId: string | null
  queue: string
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
/** What open tasks are narrowed by; `holder` is a post, or a queue whose tasks nobody has taken yet. */
export type TaskFilter = {
  only?: 'new' | 'today' | 'late' | undefined
  procedureCodes?: readonly string[] | undefined
  state?: DossierState | undefined
  channel?: string | undefined
  stepKind?: string | undefined
  holder?: { postId: string } | { queue: string } | 'nobody' | undefined
  received?: boolean | undefined
  dueFrom?: Date | undefined
  dueBefore?: Date | undefined
  /** Part of the code, or of the folded name of the owner. */
  text?: { code: string; name: string } | undefined
}
export type TaskPlace = { due: Date; id: string }
export type InboxFilter = TaskFilter & { after?: TaskPlace | undefined; limit: number }
/** `more`: the count of all and of new ones stopped at its bound, there are at least so many; `moreLate`, `moreToday` likewise. */
export type InboxCounts = {
  all: number
  new: number
  today: number
  late: number
  more: boolean
  moreLate: boolean
  moreToday: boolean
}
/** Now, and when the working day ends. */
export type Moment = { now: Date; endOfDay: Date }

/** Counts look at so many tasks of a queue. */
const COUNTED = 500

const line = sql`t.id as "taskId", t.due_at as "taskDue", t.given_at as "givenAt", t.received_at as "receivedAt", t.post_id as "postId", t.queue,
  t.step_name as "stepName", t.step_kind as "stepKind", t.side, d.id as "dossierId", d.code, d.procedure_code as "procedureCode",
  d.procedure_version_id as "versionId", d.state, d.channel, d.owner_name as "ownerName", d.due_at as "dueAt", d.filed_at as "filedAt"`

const all = (conditions: (RawBuilder<unknown> | undefined)[]) => {
  const given = conditions.filter((each) => each !== undefined)
  return given.length > 0 ? sql`and ${sql.join(given, sql` and `)}` : sql``
}

function heldBy(holder: TaskFilter['holder']) {
  if (holder === undefined) return undefined
  if (holder === 'nobody') return sql`t.post_id is null`
  return 'postId' in holder ? sql`t.post_id = ${holder.postId}` : sql`t.post_id is null and t.queue = ${holder.queue}`
}

/** Conditions on the task alone; those of `only` apart, since counts are made without. */
const taskConditions = ({ stepKind, holder, received, dueFrom, dueBefore }: TaskFilter) => [
  stepKind ? sql`t.step_kind = ${stepKind}` : undefined,
  heldBy(holder),
  received === undefined ? undefined : received ? sql`t.received_at is not null` : sql`t.received_at is null`,
  dueFrom ? sql`t.due_at >= ${dueFrom}` : undefined,
  dueBefore ? sql`t.due_at < ${dueBefore}` : undefined,
]
const dossierConditions = ({ procedureCodes, state, channel, text }: TaskFilter) => [
  procedureCodes ? sql`d.procedure_code = any(${procedureCodes}::text[])` : undefined,
  state ? sql`d.state = ${state}` : undefined,
  channel ? sql`d.channel = ${channel}` : undefined,
  text
    ? text.name
      ? sql`(strpos(d.code, ${text.code}) > 0 or strpos(d.owner_search, ${text.name}) > 0)`
      : sql`strpos(d.code, ${text.code}) > 0`
    : undefined,
]
const onlyConditions = (only: TaskFilter['only'], { now, endOfDay }: Moment) => [
  only === 'new' ? sql`t.received_at is null` : undefined,
  only === 'late' ? sql`t.due_at < ${now}` : undefined,
  only === 'today' ? sql`t.due_at >= ${now} and t.due_at <= ${endOfDay}` : undefined,
]
const pageConditions = (filter: InboxFilter, moment: Moment) => [
  ...taskConditions(filter),
  ...dossierConditions(filter),
  ...onlyConditions(filter.only, moment),
  filter.after ? sql`(t.due_at, t.id) > (${filter.after.due}::timestamptz(3), ${filter.after.id}::uuid)` : undefined,
]

/**
 * What is counted of one scope: from the index alone unless something is asked of the dossier. Late ones come first, so their number is
 * exact below the bound; those due today are counted in their own stretch of the index.
 */
function counted(scope: RawBuilder<unknown>, filter: TaskFilter, { now, endOfDay }: Moment) {
  const ofDossier = dossierConditions(filter)
  const join = ofDossier.some((each) => each !== undefined) ? sql`join dossier d on d.id = t.thing_id` : sql``
  const bounded = (...more: RawBuilder<unknown>[]) => sql`select t.received_at, t.due_at from open_task t ${join}
    where ${scope} ${all([...taskConditions(filter), ...ofDossier, ...more])} order by t.due_at, t.id limit ${COUNTED}`
  return sql`select count(*)::int as "all", (count(*) filter (where received_at is null))::int as "new",
    (count(*) filter (where due_at < ${now}))::int as "late",
    (select count(*)::int from (${bounded(sql`t.due_at >= ${now}`, sql`t.due_at <= ${endOfDay}`)}) today) as "today"
    from (${bounded()}) o`
}

/** Lines of an inbox, and how many there are. */
export type CountedLines = { lines: InboxLine[]; counts: InboxCounts }

/** Counts and lines come in one answer: the counts stand on the first row, and alone on it when there is no line. */
async function askCounted(db: Db, counts: RawBuilder<unknown>, lines: RawBuilder<unknown>): Promise<CountedLines> {
  const { rows } = await sql<InboxLine & { counts: InboxCounts | null }>`
    with counted as (${counts})
    select case when row_number() over () = 1 then to_jsonb(counted) end as counts, line.*
    from counted left join lateral (${lines}) line on true`.execute(db)
  return { counts: rows[0]!.counts!, lines: rows.filter((row) => row.taskId !== null) }
}

/**
 * The open tasks of some queues by due time, overdue first: one index walk per queue, merged. Tasks that another post holds are left out.
 * For the counts 500 tasks of a queue are looked at.
 */
export function listInboxLines(
  db: Db,
  queues: readonly string[],
  postId: string,
  filter: InboxFilter,
  moment: Moment,
): Promise<CountedLines> {
  const scope = sql`t.queue = q.queue and (t.post_id is null or t.post_id = ${postId})`
  const counts = sql`select coalesce(sum("all"), 0)::int as "all", coalesce(sum("new"), 0)::int as "new",
      coalesce(sum("today"), 0)::int as "today", coalesce(sum("late"), 0)::int as "late", coalesce(bool_or("all" = ${COUNTED}), false) as more,
      coalesce(bool_or("late" = ${COUNTED}), false) as "moreLate", coalesce(bool_or("today" = ${COUNTED}), false) as "moreToday"
    from unnest(${queues}::text[]) as q (queue) cross join lateral (${counted(scope, filter, moment)}) c`
  const lines = sql`select o.* from unnest(${queues}::text[]) as q (queue) cross join lateral (
      select ${line} from open_task t join dossier d on d.id = t.thing_id
      where ${scope} ${all(pageConditions(filter, moment))}
      order by t.due_at, t.id limit ${filter.limit + 1}) o
    order by o."taskDue", o."taskId" limit ${filter.limit + 1}`
  return askCounted(db, counts, lines)
}

/** What an inbox holds, to choose filters from: procedures with the newest version there, kinds of step, states, channels. */
export type InboxChoices = {
  procedures: { code: string; versionId: string }[]
  stepKinds: string[]
  states: DossierState[]
}

export async function findInboxChoices(db: Db, queues: readonly string[], postId: string): Promise<InboxChoices> {
  const { rows } = await sql<{ code: string; versionId: string; stepKinds: string[]; states: DossierState[] }>`
    select d.procedure_code as code, max(d.procedure_version_id::text) as "versionId", array_agg(distinct o.step_kind) as "stepKinds",
      array_agg(distinct d.state) as states
    from unnest(${queues}::text[]) as q (queue) cross join lateral (
      select t.thing_id, t.step_kind from open_task t where t.queue = q.queue and (t.post_id is null or t.post_id = ${postId})
      order by t.due_at, t.id limit ${COUNTED}) o join dossier d on d.id = o.thing_id
    group by d.procedure_code`.execute(db)
  return {
    procedures: rows.map(({ code, versionId }) => ({ code, versionId })),
    stepKinds: [...new Set(rows.flatMap((row) => row.stepKinds))],
    states: [...new Set(rows.flatMap((row) => row.states))],
  }
}

/** Who holds what: open tasks by unit, queue and post. */
export type HolderLoad = {
  organisationId: string
  role: string
  function: string
  queue: string
  postId: string | null
  open: number
  late: number
  notReceived: number
  oldestDue: Date
}

/** Holders in some units, those with the most overdue first; `lateOnly` leaves out who is late with nothing. */
export async function listHolderLoads(
  db: Db,
  organisationIds: readonly string[],
  now: Date,
  filter: { lateOnly: boolean; skip: number; limit: number },
): Promise<HolderLoad[]> {
  const { rows } = await sql<HolderLoad>`
    select organisation_id as "organisationId", role, function, queue, post_id as "postId", count(*)::int as open,
      (count(*) filter (where due_at < ${now}))::int as late, (count(*) filter (where received_at is null))::int as "notReceived",
      min(due_at) as "oldestDue"
    from open_task where organisation_id = any(${organisationIds}::text[])
    group by organisation_id, role, function, queue, post_id
    ${filter.lateOnly ? sql`having count(*) filter (where due_at < ${now}) > 0` : sql``}
    order by late desc, open desc, queue, post_id nulls first limit ${filter.limit} offset ${filter.skip}`.execute(db)
  return rows
}

/** Open tasks of a unit by due time, whoever holds them, for its head; for the counts the first 500 are looked at. */
export function listTasksOfUnit(
  db: Db,
  organisationId: string,
  filter: InboxFilter,
  moment: Moment,
): Promise<CountedLines> {
  const scope = sql`t.organisation_id = ${organisationId}`
  const counts = sql`select c.*, "all" = ${COUNTED} as more, "late" = ${COUNTED} as "moreLate", "today" = ${COUNTED} as "moreToday" from (${counted(scope, filter, moment)}) c`
  const lines = sql`select ${line} from open_task t join dossier d on d.id = t.thing_id
    where ${scope} ${all(pageConditions(filter, moment))} order by t.due_at, t.id limit ${filter.limit + 1}`
  return askCounted(db, counts, lines)
}
