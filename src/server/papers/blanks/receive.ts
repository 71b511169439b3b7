import { recordAudit } from '#server/platform/audit.ts'
import { type Call, inTransaction } from '#server/platform/call.ts'
import { newId } from '#server/platform/ids.ts'
import { Refusal, refuseAll } from '#server/platform/refusal.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { insertLot } from './queries.ts'
import { readCommand, ReceiveBlanks, requireKeeper } from './schema.ts'

/** A lot is one to ten thousand serials with figures enough, received not after today. @throws Refusal */
export function decideReceipt(command: ReceiveBlanks, today: string) {
  const { first, last, digits, receivedOn } = command
  refuseAll([
    (last < first || last - first >= 10_000) && new Refusal('papers.blank-range', { first, last }),
    String(last).length > digits && new Refusal('papers.blank-digits', { last, digits }),
    receivedOn > today && new Refusal('papers.blank-day'),
  ])
}

/** Nhận phôi vào sổ: serials nobody received before. @throws Refusal `papers.blank-there` */
export async function receiveBlanks(call: Call, input: ReceiveBlanks): Promise<{ id: string; count: number }> {
  const command = readCommand(ReceiveBlanks, input)
  requireKeeper(call, command.organisationId)
  decideReceipt(command, vietnamDate(call.now))
  return inTransaction(call, async (within) => {
    const id = newId(within.now)
    if (!(await insertLot(within.db, { id, ...command, next: command.first }, within.actor.id, within.now)))
      throw new Refusal('papers.blank-there', { series: command.series, first: command.first, last: command.last })
    recordAudit(within, 'blanks.received', command.organisationId, id, { ...command })
    return { id, count: command.last - command.first + 1 }
  })
}
