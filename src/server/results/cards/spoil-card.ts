import { spoilBlank } from '#server/papers/index.ts'
import { recordAudit } from '#server/platform/audit.ts'
import { type Call, inTransaction } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { cardAt, holdBatch, printedWhenNoneWaits } from './hold-batch.ts'
import { markCard } from './queries.ts'
import { batchWords, type SpoilCard } from './schema.ts'

/**
 * Thẻ hỏng: its blank is spoiled in the register with reason and minutes, and the result waits again for the next batch. Until the batch is
 * handed over also a card that was confirmed may be found damaged. @throws Refusal
 */
export function spoilCard(call: Call, { batchId, position, reason, minutes }: SpoilCard): Promise<{ serial: string }> {
  return inTransaction(call, async (within) => {
    const { batch, cards } = await holdBatch(within, batchId)
    const card = cardAt(cards, position)
    if (card.state === 'spoiled') throw new Refusal('cards.spoiled-already', { serial: card.serialWords })
    const { organisationId, blankKind: kind } = batch
    const { series, serial } = card
    await spoilBlank(within, { organisationId, kind, series, serial, reason, minutes })
    await markCard(within.db, card, { state: 'spoiled', reason, minutes }, within.actor.id, within.now)
    await printedWhenNoneWaits(within, batch)
    const facts = { batch: batchWords(batch), serial: card.serialWords, minutes }
    recordAudit(within, 'cards.spoiled', organisationId, batch.id, facts)
    return { serial: card.serialWords }
  })
}
