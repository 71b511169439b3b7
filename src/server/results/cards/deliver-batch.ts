import { recordAudit } from '#server/platform/audit.ts'
import { type Call, inTransaction } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { holdBatch } from './hold-batch.ts'
import { listGone, markBatch } from './queries.ts'
import { type BatchCard, batchWords, type DeliverBatch } from './schema.ts'

/** Every card is confirmed or spoiled, one at least was printed, none of a result taken back, and somebody took them. @throws Refusal */
export function decideDelivery(
  cards: readonly Pick<BatchCard, 'state' | 'resultId' | 'serialWords'>[],
  gone: readonly string[],
  to: string,
) {
  const waits = cards.filter((card) => card.state === 'made').length
  if (waits > 0) throw new Refusal('cards.not-all-printed', { count: waits })
  if (!cards.some((card) => card.state === 'printed')) throw new Refusal('cards.all-spoiled')
  const taken = cards.find((card) => card.state === 'printed' && gone.includes(card.resultId))
  if (taken) throw new Refusal('cards.result-gone', { serial: taken.serialWords })
  if (!to.trim()) throw new Refusal('cards.to-whom')
}

/** Bàn giao thẻ: the printed cards of a batch go to the one-stop desk; from then on results may be returned. @throws Refusal */
export function deliverBatch(call: Call, { batchId, to }: DeliverBatch): Promise<{ count: number }> {
  return inTransaction(call, async (within) => {
    const { batch, cards } = await holdBatch(within, batchId)
    const gone = await listGone(
      within.db,
      cards.map((card) => card.resultId),
    )
    decideDelivery(
      cards,
      gone.map((each) => each.id),
      to,
    )
    const count = cards.filter((card) => card.state === 'printed').length
    const { now, actor } = within
    await markBatch(within.db, batch.id, {
      ...{ state: 'delivered', deliveredAt: now, deliveredBy: actor.id, deliveredTo: to.trim() },
    })
    recordAudit(within, 'cards.delivered', batch.organisationId, batch.id, { batch: batchWords(batch), count })
    return { count }
  })
}
