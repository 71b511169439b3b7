import { recordAudit } from '#server/platform/audit.ts'
import { type Call, inTransaction, may } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { faultOfSpans, isDate, type WeekSpan } from './calendar-schema.ts'
import { lockDesk, replaceReception } from './reception-queries.ts'

/**
 * Sets when a desk is open to people (giờ tiếp công dân) from a day on, today at the earliest; what was planned after it is replaced.
 * Opening on a Saturday adds no working time: due dates count by the working calendar alone.
 */
export async function setReceptionHours(
  call: Call,
  command: { organisationId: string; from: string; spans: readonly WeekSpan[] },
) {
  const { organisationId, from, spans } = command
  if (!may(call.actor, 'calendars.change', organisationId)) throw new Refusal('directory.no-right')
  if (!isDate(from)) throw new Refusal('directory.day-unreadable', { day: from })
  if (from < vietnamDate(call.now))
    throw new Refusal('directory.day-past', { day: from.split('-').toReversed().join('/') })
  const fault = faultOfSpans(spans)
  if (fault) throw new Refusal(fault.code, { weekday: fault.weekday === 0 ? 'Chủ nhật' : `thứ ${fault.weekday + 1}` })
  await inTransaction(call, async (within) => {
    await lockDesk(within.db, organisationId)
    await replaceReception(within.db, organisationId, from, spans)
    recordAudit(within, 'calendars.reception-set', organisationId, organisationId, { from, spans })
  })
}
