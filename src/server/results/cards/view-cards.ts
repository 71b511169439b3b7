import { loadDirectory } from '#server/directory/index.ts'
import { serialWords } from '#server/papers/index.ts'
import { type Call } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { openBatch } from './hold-batch.ts'
import { listBatches, listCards, listFreeBlanks, listWaiting } from './queries.ts'
import { BLANK_OF_CARD, MOST_CARDS } from './schema.ts'

/** Thẻ chờ in and the batches of where the actor may print: one part for each organisation that has any. @throws Refusal `cards.no-right`. */
export async function viewCards(call: Call) {
  const reach = [...(call.actor.grants.get('cards.print') ?? [])]
  if (reach.length === 0) throw new Refusal('cards.no-right')
  const [waiting, batches, blanks, directory] = await Promise.all([
    listWaiting(call.db, reach, MOST_CARDS),
    listBatches(call.db, reach, 100),
    listFreeBlanks(call.db, reach),
    loadDirectory(call.db),
  ])
  const places = new Set([...waiting, ...batches].map((each) => each.organisationId))
  return {
    batches,
    places: [...places].map((id) => ({
      ...{ id, name: directory.organisation(id)?.name ?? id },
      waiting: waiting
        .filter((each) => each.organisationId === id)
        .map(({ resultId, code, ownerName, templateKey, dueAt, spoiled }) => ({
          ...{ resultId, code, ownerName, templateKey, dueAt, spoiled },
        })),
      blanks: blanks
        .filter((lot) => lot.organisationId === id && Object.values(BLANK_OF_CARD).includes(lot.kind))
        .map((lot) => ({ left: lot.last - lot.next + 1, next: serialWords(lot, lot.next) })),
    })),
  }
}

/** One batch with its cards. @throws Refusal `cards.unknown`. */
export async function viewBatch(call: Call, batchId: string) {
  const batch = await openBatch(call, batchId)
  const cards = await listCards(call.db, batch.id)
  return {
    batch,
    cards: cards.map(({ position, code, serialWords: serial, state, reason, minutes, data }) => ({
      ...{ position, code, serial, state, reason, minutes, name: data.fullName ?? '' },
    })),
  }
}
