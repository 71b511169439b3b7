import { type Call, type Db, mayAnywhere } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { listAssignments } from './calendar-queries.ts'

const ACT = 'calendars.change'

/** Whether the actor reaches every organisation that follows the calendar, today or later. */
export async function mayChangeCalendar(
  { actor, db }: Pick<Call, 'actor'> & { db: Db },
  calendarId: string,
  on: string,
) {
  const reach = actor.grants.get(ACT)
  if (!reach || reach.size === 0) return false
  const followers = await listAssignments(db, calendarId)
  return followers.filter((each) => each.to === null || each.to > on).every((each) => reach.has(each.organisationId))
}

/** @throws Refusal `directory.no-right` unless the post may change calendars somewhere. */
export function requireCalendars(call: Call) {
  if (!mayAnywhere(call.actor, ACT)) throw new Refusal('directory.no-right')
}
