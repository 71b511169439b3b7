import { HOUSE_CHAIN, recordAudit } from '#server/platform/audit.ts'
import { type Call, inTransaction } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { deleteCalendarDay, lockCalendar } from './calendar-queries.ts'
import { mayChangeCalendar } from './calendar-rights.ts'

/** Lets a day follow the week again. A day that has passed stays as it was counted. */
export async function removeCalendarDay(call: Call, command: { calendarId: string; day: string }) {
  const today = vietnamDate(call.now)
  const { calendarId, day } = command
  if (day < today) throw new Refusal('directory.day-past', { day: day.split('-').toReversed().join('/') })
  await inTransaction(call, async (within) => {
    if (!(await lockCalendar(within.db, calendarId))) throw new Refusal('directory.unknown-calendar')
    if (!(await mayChangeCalendar(within, calendarId, today))) throw new Refusal('directory.no-right')
    if (!(await deleteCalendarDay(within.db, calendarId, day))) throw new Refusal('directory.day-not-listed')
    recordAudit(within, 'calendars.day-removed', HOUSE_CHAIN, calendarId, { day })
  })
}
