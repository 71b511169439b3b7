import { z } from 'zod'
import type { Call } from '#server/platform/call.ts'
import { may } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'

/** Loại phôi: what the State prints and counts. */
export const BlankKind = z.enum(['birth', 'marriage', 'land', 'driving-licence'])
export type BlankKind = z.infer<typeof BlankKind>

const day = z.iso.date()
const words = (most: number) => z.string().trim().min(1).max(most)

/** Nhận phôi: a lot of one series, by its delivery note. `digits`: how many figures a serial is printed with. */
export const ReceiveBlanks = z.strictObject({
  organisationId: z.string(),
  kind: BlankKind,
  series: words(20),
  first: z.number().int().min(1).max(999_999_999_999),
  last: z.number().int().min(1).max(999_999_999_999),
  digits: z.number().int().min(1).max(12),
  receivedOn: day,
  receivedFrom: words(200),
  document: words(200),
})
export type ReceiveBlanks = z.infer<typeof ReceiveBlanks>

/** Dùng một phôi for a paper; `subject` says for what (code of the dossier), `of` ties it to that thing: the first or second original of it. */
export const UseBlank = z.strictObject({
  organisationId: z.string(),
  kind: BlankKind,
  subject: words(200),
  paperId: z.uuid().optional(),
  of: z.strictObject({ kind: words(40), id: words(60), copy: z.number().int().min(1).max(9) }).optional(),
  printer: words(80).nullish(),
})
export type UseBlank = z.infer<typeof UseBlank>

/** Hủy phôi hỏng: a blank already taken (`serial`), or the next of the lot, with reason and minutes. */
export const SpoilBlank = z.strictObject({
  organisationId: z.string(),
  kind: BlankKind,
  series: words(20).optional(),
  serial: z.number().int().min(1).optional(),
  reason: words(500),
  minutes: words(200),
})
export type SpoilBlank = z.infer<typeof SpoilBlank>

export type BlankLot = {
  id: string
  organisationId: string
  kind: BlankKind
  series: string
  first: number
  last: number
  digits: number
  next: number
  receivedOn: string
  receivedFrom: string
  document: string
}
export type Blank = {
  kind: BlankKind
  series: string
  serial: number
  lotId: string
  state: 'used' | 'spoiled'
  paperId: string | null
  subject: string
  of: { kind: string; id: string; copy: number } | null
  printer: string | null
  reason: string | null
  minutes: string | null
  takenAt: Date
}

/** A blank that was taken for a thing, as its page shows it. `returnedReason`: its result was sent back, it must be marked spoiled. */
export type BlankOfSubject = {
  kind: BlankKind
  series: string
  serial: number
  words: string
  organisationId: string
  state: 'used' | 'spoiled'
  copy: number
  paperId: string | null
  printer: string | null
  reason: string | null
  minutes: string | null
  returnedReason: string | null
  takenAt: Date
}

/** A serial as printed on the blank: series and figures with leading noughts, "BK 000123". */
export const serialWords = (lot: { series: string; digits: number }, serial: number) =>
  `${lot.series} ${String(serial).padStart(lot.digits, '0')}`

/** Keeping blanks (giữ phôi) is a right in the organisation whose blanks they are. @throws Refusal */
export function requireKeeper({ actor }: Call, organisationId: string) {
  if (!may(actor, 'blanks.keep', organisationId)) throw new Refusal('papers.blank-no-right')
}

/** What was typed as a command. @throws Refusal `papers.blank-fields` when something is missing or too long. */
export function readCommand<T>(schema: z.ZodType<T>, input: unknown): T {
  const read = schema.safeParse(input)
  if (!read.success) throw new Refusal('papers.blank-fields')
  return read.data
}
