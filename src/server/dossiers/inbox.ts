import { endOfWorkingDay, getWorkCalendar } from '#server/directory/index.ts'
import { type Call, may } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { fold } from '#server/platform/vietnamese-text.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { readCode } from './code.ts'
import { type Page, requireOfficial } from './desks.ts'
import {
  findInboxChoices,
  type HolderLoad,
  type InboxChoices,
  type InboxCounts,
  type InboxFilter,
  type InboxLine,
  listHolderLoads,
  listInboxLines,
  listTasksOfUnit,
  type Moment,
  type TaskFilter,
  type TaskPlace,
} from './queries-inbox.ts'

/** A page of open tasks by due time, and how many there are under the same filter, `only` apart. */
export type Inbox = Page<InboxLine, TaskPlace> & { counts: InboxCounts }

async function momentOf({ db, now }: Call, organisationId: string): Promise<Moment> {
  const calendar = await getWorkCalendar(db, organisationId)
  return { now, endOfDay: endOfWorkingDay(calendar, vietnamDate(now)) }
}

function pageOf(lines: InboxLine[], limit: number): Page<InboxLine, TaskPlace> {
  const items = lines.slice(0, limit)
  const last = items.at(-1)
  return { items, next: lines.length > limit && last ? { due: last.taskDue, id: last.taskId } : null }
}
const limitOf = (filter: Partial<InboxFilter>) => Math.min(filter.limit ?? 50, 500)

/** What an official types to find a task: part of a code, or of the owner's name with or without marks. */
export const textFilter = (typed: string): TaskFilter['text'] =>
  typed.trim() ? { code: readCode(typed), name: fold(typed.slice(0, 100)) } : undefined

/** Hộp việc: what waits for the post the official acts as, by due time, overdue first; 50 a page. */
export async function listInbox(call: Call, given: Partial<InboxFilter> = {}): Promise<Inbox> {
  const { queues, postId, organisationId } = requireOfficial(call)
  const filter = { ...given, limit: limitOf(given) }
  const moment = await momentOf(call, organisationId ?? '')
  const { lines, counts } = await listInboxLines(call.db, queues, postId, filter, moment)
  return { ...pageOf(lines, filter.limit), counts }
}

/** What the inbox of the official holds, to choose filters from. */
export async function findChoices(call: Call): Promise<InboxChoices> {
  const { queues, postId } = requireOfficial(call)
  return findInboxChoices(call.db, queues, postId)
}

/** Who holds what in the units the official heads, most overdue first; paged by how many were shown before. */
export async function listHolders(
  call: Call,
  given: { unitId?: string; lateOnly?: boolean; skip?: number; limit?: number } = {},
): Promise<Page<HolderLoad, number>> {
  const reach = requireOfficial(call).grants.get('dossiers.reassign') ?? new Set()
  const units = given.unitId === undefined ? [...reach] : reach.has(given.unitId) ? [given.unitId] : []
  const { skip = 0, limit = 50, lateOnly = false } = given
  const rows = await listHolderLoads(call.db, units, call.now, { lateOnly, skip, limit: limit + 1 })
  return { items: rows.slice(0, limit), next: rows.length > limit ? skip + limit : null }
}

/** The open tasks of one unit by due time, for its head. @throws Refusal `dossiers.no-right` outside the units he heads. */
export async function listUnitTasks(
  call: Call,
  organisationId: string,
  given: Partial<InboxFilter> = {},
): Promise<Inbox> {
  if (!may(call.actor, 'dossiers.reassign', organisationId)) throw new Refusal('dossiers.no-right', { act: 'reassign' })
  const filter = { ...given, limit: limitOf(given) }
  const moment = await momentOf(call, organisationId)
  const { lines, counts } = await listTasksOfUnit(call.db, organisationId, filter, moment)
  return { ...pageOf(lines, filter.limit), counts }
}
