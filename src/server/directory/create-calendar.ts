import { HOUSE_CHAIN, recordAudit } from '#server/platform/audit.ts'
import { type Call, inTransaction } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { fold } from '#server/platform/vietnamese-text.ts'
import { insertCalendar, replaceHours } from './calendar-queries.ts'
import { requireCalendars } from './calendar-rights.ts'
import { faultOfSpans, type WeekSpan } from './calendar-schema.ts'

/** Makes a calendar (lịch làm việc) with its weekly hours from today on. Nobody follows it until it is assigned. */
export async function createCalendar(
  call: Call,
  command: { name: string; spans: readonly WeekSpan[] },
): Promise<{ id: string }> {
  requireCalendars(call)
  const name = command.name.trim()
  const id = fold(name).replaceAll(' ', '-').slice(0, 60)
  if (name.length < 3 || name.length > 120 || !id) throw new Refusal('directory.calendar-name')
  if (command.spans.length === 0) throw new Refusal('directory.hours-none')
  const fault = faultOfSpans(command.spans)
  if (fault) throw new Refusal(fault.code, { weekday: fault.weekday === 0 ? 'Chủ nhật' : `thứ ${fault.weekday + 1}` })
  return inTransaction(call, async (within) => {
    const { numInsertedOrUpdatedRows } = await insertCalendar(within.db, id, name)
    if (numInsertedOrUpdatedRows !== 1n) throw new Refusal('directory.calendar-there', { name })
    await replaceHours(within.db, id, vietnamDate(within.now), command.spans)
    recordAudit(within, 'calendars.made', HOUSE_CHAIN, id, { name, spans: command.spans })
    return { id }
  })
}
