import { recordAudit } from '#server/platform/audit.ts'
import { type Call, inTransaction } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { cardAt, holdBatch, printedWhenNoneWaits } from './hold-batch.ts'
import { listGone, markCard } from './queries.ts'
import { type BatchCard, batchWords, type ConfirmPrinted } from './schema.ts'

const plain = (serial: string) => serial.replace(/[\s.-]/g, '').toUpperCase()

/**
 * Whether a card came out as it was meant: the serial read from it is the one its data went to. A card whose result was taken back
 * meanwhile is not confirmed but spoiled.
 * @throws Refusal `cards.serial-differs`, `cards.spoiled-already`, `cards.result-gone`.
 */
export function decidePrinted(card: BatchCard, read: string, gone: boolean) {
  if (card.state === 'spoiled') throw new Refusal('cards.spoiled-already', { serial: card.serialWords })
  if (plain(read) !== plain(card.serialWords))
    throw new Refusal('cards.serial-differs', { read, serial: card.serialWords, position: card.position })
  if (gone) throw new Refusal('cards.result-gone', { serial: card.serialWords })
}

/** Xác nhận đã in: card by card with its serial, all of them or none; the batch is printed when no card waits. @throws Refusal */
export function confirmPrinted(call: Call, { batchId, printed }: ConfirmPrinted): Promise<{ count: number }> {
  return inTransaction(call, async (within) => {
    const { db, actor, now } = within
    const { batch, cards } = await holdBatch(within, batchId)
    if (printed.length === 0) throw new Refusal('cards.none-read')
    const chosen = printed.map(({ position, serial }) => ({ card: cardAt(cards, position), serial }))
    const gone = await listGone(
      db,
      chosen.map(({ card }) => card.resultId),
    )
    for (const { card, serial } of chosen) {
      decidePrinted(
        card,
        serial,
        gone.some((each) => each.id === card.resultId),
      )
      await markCard(db, card, { state: 'printed' }, actor.id, now)
    }
    await printedWhenNoneWaits(within, batch)
    const serials = chosen.map(({ card }) => card.serialWords)
    recordAudit(within, 'cards.printed', batch.organisationId, batch.id, { batch: batchWords(batch), serials })
    return { count: chosen.length }
  })
}
