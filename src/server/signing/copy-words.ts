import { setPicture } from '#server/papers/index.ts'
import type { PageBox } from '#server/signatures/index.ts'
import { COPY_SOURCE } from './pictures/sources.ts'

/** Hình thức sao (NĐ 30/2020 art. 25). */
export const COPY_FORMS = { 'sao-y': 'SAO Y', 'sao-luc': 'SAO LỤC', 'trich-sao': 'TRÍCH SAO' } as const
export type CopyForm = keyof typeof COPY_FORMS
export type CopyKind = { form: CopyForm } | { appendixOf: string }

const WIDE = 250
const LETTERS_A_LINE = 40
const LINE = 13
/** Over the first line, for marks above letters. */
const ROOM = 5
const MARGIN = 20

/** `24/11/2026 09:05:03 +07:00`: day, time and Vietnam's zone (ISO 8601). */
export function signingTime(at: Date): string {
  const local = new Date(at.getTime() + 7 * 3_600_000).toISOString()
  const [year, month, day] = local.slice(0, 10).split('-')
  return `${day}/${month}/${year} ${local.slice(11, 19)} +07:00`
}

/** A copy bears the agency's name in full; the directory writes "UBND". */
const writtenOut = (name: string) => name.replace(/^UBND /, 'Ủy ban nhân dân ')

/** What stands at the top right: form of copying, agency and time; of a separate appendix, number and symbol of its paper and time. */
export const copyLines = (kind: CopyKind, organisation: string, at: Date): string[] =>
  'form' in kind
    ? [COPY_FORMS[kind.form], writtenOut(organisation), signingTime(at)]
    : [kind.appendixOf, signingTime(at)]

/** The corner that is the top right one when the page is shown, and the size of the words in points of the page. */
export function copyPlace({ box: [left, bottom, right, top], rotate }: PageBox, lines: readonly string[]) {
  const high = ROOM + LINE * lines.reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / LETTERS_A_LINE)), 0)
  const [width, height] = rotate % 180 === 0 ? [WIDE, high] : [high, WIDE]
  const x = rotate === 0 || rotate === 270 ? right - MARGIN - width : left + MARGIN
  const y = rotate === 0 || rotate === 90 ? top - MARGIN - height : bottom + MARGIN
  return { page: 0, rect: [x, y, x + width, y + height] as [number, number, number, number], high }
}

export function setCopyWords(box: PageBox, lines: readonly string[], at: Date): Promise<Uint8Array> {
  const { rect, high } = copyPlace(box, lines)
  const size = { width: rect[2] - rect[0], height: rect[3] - rect[1], wide: WIDE, high }
  return setPicture(COPY_SOURCE, { ...size, turn: box.rotate, lines }, at)
}
