import { HOUSE_CHAIN, recordAudit } from '#server/platform/audit.ts'
import { type Call, inTransaction } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { listHoursOf, lockCalendar, replaceHours } from './calendar-queries.ts'
import { mayChangeCalendar } from './calendar-rights.ts'
import { faultOfSpans, isDate, type WeekSpan } from './calendar-schema.ts'

/** The rule of new weekly hours: from a day to come, in order, without overlap, some working time, and no later change planned already. */
export function decideWorkHours(
  { from, spans }: { from: string; spans: readonly WeekSpan[] },
  latest: string | null,
  today: string,
): Refusal | null {
  if (!isDate(from)) return new Refusal('directory.day-unreadable', { day: from })
  if (from <= today) return new Refusal('directory.hours-from-tomorrow')
  if (spans.length === 0) return new Refusal('directory.hours-none')
  const fault = faultOfSpans(spans)
  if (fault) return new Refusal(fault.code, { weekday: fault.weekday === 0 ? 'Chủ nhật' : `thứ ${fault.weekday + 1}` })
  if (latest && latest >= from)
    return new Refusal('directory.hours-planned', { from: latest.split('-').toReversed().join('/') })
  return null
}

/** Changes the weekly working hours (giờ làm việc) from a day on; the old ones end the day before. Due dates promised before stay. */
export async function changeWorkHours(
  call: Call,
  command: { calendarId: string; from: string; spans: readonly WeekSpan[] },
) {
  const today = vietnamDate(call.now)
  await inTransaction(call, async (within) => {
    const { calendarId, from, spans } = command
    if (!(await lockCalendar(within.db, calendarId))) throw new Refusal('directory.unknown-calendar')
    if (!(await mayChangeCalendar(within, calendarId, today))) throw new Refusal('directory.no-right')
    const latest = (await listHoursOf(within.db, calendarId)).at(-1)?.from ?? null
    const refusal = decideWorkHours(command, latest, today)
    if (refusal) throw refusal
    await replaceHours(within.db, calendarId, from, spans)
    recordAudit(within, 'calendars.hours-changed', HOUSE_CHAIN, calendarId, { from, spans })
  })
}
