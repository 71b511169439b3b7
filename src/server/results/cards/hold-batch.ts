import { type Call, may } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { findBatch, findBatchForUpdate, listCards, markBatch } from './queries.ts'
import type { BatchCard, CardBatch } from './schema.ts'

/** Whoever may not print there does not learn that a batch exists. @throws Refusal `cards.unknown`. */
function his({ actor }: Call, batch: CardBatch | undefined): CardBatch {
  if (!batch || !may(actor, 'cards.print', batch.organisationId)) throw new Refusal('cards.unknown')
  return batch
}

export const openBatch = async (call: Call, id: string) => his(call, await findBatch(call.db, id))

/** A batch under lock with its cards, before it is handed over. @throws Refusal `cards.unknown`, `cards.delivered`. */
export async function holdBatch(call: Call, id: string) {
  const batch = his(call, await findBatchForUpdate(call.db, id))
  if (batch.state === 'delivered') throw new Refusal('cards.delivered')
  return { batch, cards: await listCards(call.db, batch.id) }
}

/** @throws Refusal `cards.card-unknown`. */
export function cardAt<T extends BatchCard>(cards: readonly T[], position: number): T {
  const card = cards.find((each) => each.position === position)
  if (!card) throw new Refusal('cards.card-unknown', { position })
  return card
}

/** A batch of which no card waits any more is printed. */
export async function printedWhenNoneWaits({ db, now }: Call, batch: CardBatch) {
  const waits = (await listCards(db, batch.id)).some((card) => card.state === 'made')
  if (!waits && batch.state === 'made') await markBatch(db, batch.id, { state: 'printed', printedAt: now })
}
