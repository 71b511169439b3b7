import { HOUSE_CHAIN, recordAudit } from '#server/platform/audit.ts'
import { type Call, inTransaction } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { dropHoursFrom, lockCalendar } from './calendar-queries.ts'
import { mayChangeCalendar } from './calendar-rights.ts'

/** Takes back weekly hours that have not begun; those before go on. */
export async function withdrawWorkHours(call: Call, command: { calendarId: string; from: string }) {
  const today = vietnamDate(call.now)
  const { calendarId, from } = command
  if (from <= today) throw new Refusal('directory.hours-begun')
  await inTransaction(call, async (within) => {
    if (!(await lockCalendar(within.db, calendarId))) throw new Refusal('directory.unknown-calendar')
    if (!(await mayChangeCalendar(within, calendarId, today))) throw new Refusal('directory.no-right')
    if (!(await dropHoursFrom(within.db, calendarId, from))) throw new Refusal('directory.hours-begun')
    recordAudit(within, 'calendars.hours-withdrawn', HOUSE_CHAIN, calendarId, { from })
  })
}
