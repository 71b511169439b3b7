import { HOUSE_CHAIN, recordAudit } from '#server/platform/audit.ts'
import { type Call, inTransaction } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { lockCalendar, saveCalendarDay } from './calendar-queries.ts'
import { mayChangeCalendar } from './calendar-rights.ts'
import { type CalendarDay, DAY_KINDS, isDate } from './calendar-schema.ts'

/** The rule of one day: it exists, has not passed, is of a known kind and says why. */
export function decideCalendarDay({ day, kind, reason }: CalendarDay, today: string): Refusal | null {
  if (!isDate(day)) return new Refusal('directory.day-unreadable', { day })
  if (day < today) return new Refusal('directory.day-past', { day: day.split('-').toReversed().join('/') })
  if (!DAY_KINDS.includes(kind)) return new Refusal('directory.day-kind', { day })
  if (reason.trim().length < 2 || reason.length > 200) return new Refusal('directory.day-reason', { day })
  return null
}

/**
 * Sets a day that differs from the week: nghỉ lễ, nghỉ bù or làm bù (Bộ luật Lao động 2019 art. 111, 112). A day set before is replaced.
 * Due dates promised before stay; dates promised from now on count with it.
 */
export async function setCalendarDay(call: Call, command: { calendarId: string } & CalendarDay) {
  const today = vietnamDate(call.now)
  const refusal = decideCalendarDay(command, today)
  if (refusal) throw refusal
  await inTransaction(call, async (within) => {
    const { calendarId, day, kind } = command
    if (!(await lockCalendar(within.db, calendarId))) throw new Refusal('directory.unknown-calendar')
    if (!(await mayChangeCalendar(within, calendarId, today))) throw new Refusal('directory.no-right')
    await saveCalendarDay(within.db, calendarId, { day, kind, reason: command.reason.trim() })
    recordAudit(within, 'calendars.day-set', HOUSE_CHAIN, calendarId, { day, kind, reason: command.reason.trim() })
  })
}
