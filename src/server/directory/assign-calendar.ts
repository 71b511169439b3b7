import { recordAudit } from '#server/platform/audit.ts'
import { type Call, inTransaction, may } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { lockAssignments, lockCalendar, replaceAssignment } from './calendar-queries.ts'
import { isDate } from './calendar-schema.ts'

/** Lets an organisation, and all under it without a calendar of their own, follow a calendar from a day on. Due dates promised before stay. */
export async function assignCalendar(
  call: Call,
  command: { calendarId: string; organisationId: string; from: string },
) {
  const { calendarId, organisationId, from } = command
  if (!may(call.actor, 'calendars.change', organisationId)) throw new Refusal('directory.no-right')
  if (!isDate(from)) throw new Refusal('directory.day-unreadable', { day: from })
  if (from <= vietnamDate(call.now)) throw new Refusal('directory.hours-from-tomorrow')
  await inTransaction(call, async (within) => {
    if (!(await lockCalendar(within.db, calendarId))) throw new Refusal('directory.unknown-calendar')
    const latest = (await lockAssignments(within.db, organisationId)).at(-1)
    if (latest && latest.from >= from)
      throw new Refusal('directory.assigned-later', { from: latest.from.split('-').toReversed().join('/') })
    if (latest?.calendarId === calendarId && latest.to === null) throw new Refusal('directory.assigned-already')
    await replaceAssignment(within.db, organisationId, calendarId, from)
    recordAudit(within, 'calendars.assigned', organisationId, calendarId, { from })
  })
}
