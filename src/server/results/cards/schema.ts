import { z } from 'zod'
import type { BlankKind } from '#server/papers/index.ts'
import { type Call, may } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'

/** Where a batch stands (lô thẻ): data made, every card printed or spoiled, handed over. The database checks the same list. */
export const BatchState = z.enum(['made', 'printed', 'delivered'])
export type BatchState = z.infer<typeof BatchState>

export const CardState = z.enum(['made', 'printed', 'spoiled'])
export type CardState = z.infer<typeof CardState>

/** Cards of one batch at most: what a printer takes in one go. */
export const MOST_CARDS = 200

/** Which blank a card is printed on, by its template. A template of kind card that stands not here has no printed cards. */
export const BLANK_OF_CARD: Readonly<Record<string, BlankKind>> = { 'the-giay-phep-lai-xe': 'driving-licence' }

/** Whether a unit with these functions prints cards: what it has blanks of. */
export const printsCards = (functions: readonly string[]) =>
  Object.values(BLANK_OF_CARD).some((kind) => functions.includes(kind))

export type CardBatch = {
  id: string
  organisationId: string
  year: number
  number: number
  templateKey: string
  blankKind: BlankKind
  fields: string[]
  sha256: string
  cards: number
  state: BatchState
  madeAt: Date
  madeByName: string
  printedAt: Date | null
  deliveredAt: Date | null
  deliveredTo: string | null
  revision: number
}

/** A card of a batch: the result it is of, its blank, and what is printed on it. */
export type BatchCard = {
  batchId: string
  position: number
  resultId: string
  dossierId: string
  series: string
  serial: number
  serialWords: string
  data: Record<string, string>
  state: CardState
  reason: string | null
  minutes: string | null
}

/** A card result that waits to be printed. */
export type WaitingCard = {
  resultId: string
  dossierId: string
  code: string
  ownerName: string
  organisationId: string
  templateKey: string
  paperId: string
  data: Record<string, unknown>
  decidedAt: Date | null
  dueAt: Date | null
  /** Cards of this result that were spoiled before. */
  spoiled: number
}

export const MakeBatch = z.strictObject({
  organisationId: z.string().max(100),
  resultIds: z.array(z.uuid()).max(MOST_CARDS),
})
export type MakeBatch = z.infer<typeof MakeBatch>

/** In xong: each card with the serial read from it. */
export const ConfirmPrinted = z.strictObject({
  batchId: z.uuid(),
  printed: z.array(z.strictObject({ position: z.number().int().min(1), serial: z.string().max(60) })).max(MOST_CARDS),
})
export type ConfirmPrinted = z.infer<typeof ConfirmPrinted>

/** In hỏng: with reason and minutes, as the register of blanks wants them. */
export const SpoilCard = z.strictObject({
  batchId: z.uuid(),
  position: z.number().int().min(1),
  reason: z.string().max(500),
  minutes: z.string().max(200),
})
export type SpoilCard = z.infer<typeof SpoilCard>

/** Bàn giao: who took the cards over. */
export const DeliverBatch = z.strictObject({ batchId: z.uuid(), to: z.string().max(200) })
export type DeliverBatch = z.infer<typeof DeliverBatch>

/** Lô 03/2026. */
export const batchWords = ({ number, year }: Pick<CardBatch, 'number' | 'year'>) =>
  `${String(number).padStart(2, '0')}/${year}`

/** In thẻ is a right in the organisation where the step "in thẻ" is done: data of people are downloaded there. @throws Refusal `cards.no-right`. */
export function requirePrinter({ actor }: Call, organisationId: string) {
  if (!may(actor, 'cards.print', organisationId)) throw new Refusal('cards.no-right')
}
