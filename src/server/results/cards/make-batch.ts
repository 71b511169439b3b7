import { own } from '#own-keys'
import { cardData, takeBlank } from '#server/papers/index.ts'
import { recordAudit } from '#server/platform/audit.ts'
import { type Call, inTransaction } from '#server/platform/call.ts'
import { newId } from '#server/platform/ids.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { resultTemplate } from '../result-template.ts'
import { insertBatch, listWaiting, lockResults, nextBatchNumber } from './queries.ts'
import {
  type BatchCard,
  batchWords,
  BLANK_OF_CARD,
  type CardBatch,
  type MakeBatch,
  MOST_CARDS,
  requirePrinter,
  type WaitingCard,
} from './schema.ts'

type Shape = { required?: string[]; properties?: Record<string, unknown> }

/** Not printed on a card: the serial is the blank's, the receivers are of the file. */
const NOT_ON_CARD = ['serial', 'receivers']

/** Columns of the file for the printer: what the template lists, in its order, and the day of the decision. */
export function columnsOf(schema: Record<string, unknown>): string[] {
  const { required = [], properties = {} } = schema as Shape
  const rest = Object.keys(properties)
    .filter((key) => !required.includes(key))
    .toSorted()
  return [...required, ...rest]
    .filter((key) => Object.hasOwn(properties, key) && !NOT_ON_CARD.includes(key))
    .concat('issuedOn')
}

/** What is printed of a result, as text: lists stand in one line; a day as it is written on cards. */
export function printedData({ data, decidedAt }: Pick<WaitingCard, 'data' | 'decidedAt'>, fields: readonly string[]) {
  const [year, month, day] = decidedAt ? vietnamDate(decidedAt).split('-') : []
  const given: Record<string, unknown> = { ...data, issuedOn: year ? `${day}/${month}/${year}` : '' }
  return Object.fromEntries(
    fields.map((key) => {
      const value = own(given, key)
      return [key, Array.isArray(value) ? value.join('; ') : value === undefined || value === null ? '' : String(value)]
    }),
  )
}

/**
 * Whether these may be one batch: every one chosen still waits, all of one kind, of this organisation, and there is a blank for the kind.
 * @throws Refusal `cards.none-chosen`, `cards.too-many`, `cards.not-waiting`, `cards.kinds-mixed`, `cards.no-blank-kind`.
 */
export function decideBatch(chosen: readonly string[], waiting: readonly WaitingCard[]) {
  if (chosen.length === 0) throw new Refusal('cards.none-chosen')
  if (chosen.length > MOST_CARDS) throw new Refusal('cards.too-many', { most: MOST_CARDS })
  if (waiting.length < new Set(chosen).size)
    throw new Refusal('cards.not-waiting', { count: new Set(chosen).size - waiting.length })
  const [templateKey, other] = new Set(waiting.map((each) => each.templateKey))
  if (other) throw new Refusal('cards.kinds-mixed')
  const blankKind = own(BLANK_OF_CARD, templateKey!)
  if (!blankKind) throw new Refusal('cards.no-blank-kind')
  return { templateKey: templateKey!, blankKind }
}

/**
 * Lập lô in thẻ: the results chosen, each with the next blank of the lot, as one file for the card printer. Two who choose the same result
 * at once: the second is told that it no longer waits. @throws Refusal
 */
export function makeBatch(call: Call, { organisationId, resultIds }: MakeBatch): Promise<CardBatch> {
  requirePrinter(call, organisationId)
  return inTransaction(call, async (within) => {
    const { db, now, actor } = within
    if (resultIds.length > 0) await lockResults(db, resultIds)
    const waiting = resultIds.length > 0 ? await listWaiting(db, [organisationId], MOST_CARDS + 1, resultIds) : []
    const { templateKey, blankKind } = decideBatch(resultIds, waiting)
    const fields = columnsOf((await resultTemplate(within, templateKey)).schema)
    const id = newId(now)
    const cards: BatchCard[] = []
    for (const each of waiting) {
      const { resultId, dossierId, paperId, code } = each
      const blank = await takeBlank(within, { organisationId, kind: blankKind, subject: `Hồ sơ ${code}`, paperId })
      const of = { batchId: id, position: cards.length + 1, resultId, dossierId }
      const printed = { series: blank.series, serial: blank.serial, serialWords: blank.words }
      cards.push({ ...of, ...printed, data: printedData(each, fields), state: 'made', reason: null, minutes: null })
    }
    const year = Number(vietnamDate(now).slice(0, 4))
    const number = await nextBatchNumber(db, organisationId, year)
    const { sha256 } = fileOf({ number, year, fields, madeAt: now }, cards)
    const batch: CardBatch = {
      ...{ id, organisationId, year, number, templateKey, blankKind, fields, sha256, cards: cards.length },
      ...{ state: 'made', madeAt: now, madeByName: actor.name, printedAt: null, deliveredAt: null },
      ...{ deliveredTo: null, revision: 1 },
    }
    await insertBatch(db, batch, cards, actor.id)
    recordAudit(within, 'cards.batch-made', organisationId, id, {
      batch: batchWords(batch),
      cards: cards.length,
      sha256,
    })
    return batch
  })
}

/** The file of a batch as it was made, whatever became of its cards: the same checksum every time. */
export const fileOf = (
  batch: Pick<CardBatch, 'number' | 'year' | 'fields' | 'madeAt'>,
  cards: readonly Pick<BatchCard, 'serialWords' | 'data'>[],
) =>
  cardData(
    cards.map((card) => ({ serial: card.serialWords, data: card.data })),
    batch.fields,
    { batch: batchWords(batch), at: batch.madeAt },
  )
