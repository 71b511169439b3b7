import { bookWords, enterInBook, foreseenOfBook, type Paper, type Signs, type ToEnter } from '#server/papers/index.ts'
import type { Call } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import type { Numbering } from './after-signing.ts'
import { setText } from './pictures/pictures.ts'
import type { SigningPlaces } from './places.ts'

export type Series = { series: string; symbol: string }

/** `Hà Nam, ngày 05 tháng 02 năm 2026`: a zero before days to 9 and months 1 and 2 (NĐ 30/2020, annex I). */
export function dateWords(place: string, date: string): string {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number]
  const two = (value: number, until: number) => (value <= until ? `0${value}` : `${value}`)
  return `${place ? `${place}, ` : ''}ngày ${two(day, 9)} tháng ${two(month, 2)} năm ${year}`
}

/** The symbol of a number that stands beside the volume of its book (số chứng thực … quyển số …). */
export const BESIDE_BOOK = '{book}'

const numberingOf = (now: Date, { number, book }: { number: number; book: string }, symbol: string): Numbering => {
  const shown = number < 10 ? `0${number}` : `${number}`
  const numberedOn = vietnamDate(now)
  if (symbol === BESIDE_BOOK)
    return { number, shown, notation: `${shown} quyển số ${book}`, book, besideBook: book, numberedOn }
  const notation = `${shown}/${symbol.replace('{year}', numberedOn.slice(0, 4))}`
  return { number, shown, notation, book, besideBook: null, numberedOn }
}

/**
 * Gives the next number of a series within the transaction of `within` and enters the paper in its book: gap-free in organisation, type and
 * year (NĐ 30/2020 art. 15). A symbol may say `{year}`: civil status counts 05/2026 (Luật Hộ tịch 2014 art. 3, TT 04/2020; unverified);
 * certification counts beside its volume (`{book}`: NĐ 23/2015 art. 14, TT 01/2020; unverified).
 */
export async function giveNumber(
  within: Call,
  organisationId: string,
  { series, symbol }: Series,
  about: Pick<ToEnter, 'subject' | 'paperId' | 'facts'>,
): Promise<Numbering> {
  return numberingOf(within.now, await enterInBook(within, { organisationId, kind: series, ...about }), symbol)
}

/**
 * The number a paper has before it is sealed: the event stands in its book already (Giấy khai sinh is numbered, then printed, signed and
 * sealed), so that the seal writes this one and gives none. Anywhere else a paper that has a number gets no second one.
 * @throws Refusal `signing.number-given`.
 */
export function numberBefore(paper: Pick<Paper, 'notation' | 'numberedOn'>, by: Signs['by']) {
  const { notation, numberedOn } = paper
  if (notation === null || numberedOn === null) return undefined
  if (by !== 'seal') throw new Refusal('signing.number-given', { notation })
  return { notation, numberedOn }
}

/** The number that would be given now, without giving it: for a signature whose value comes from elsewhere a little later. */
export async function foreseeNumber({ db, now }: Call, organisationId: string, { series, symbol }: Series) {
  const year = Number(vietnamDate(now).slice(0, 4))
  const { number, volume } = await foreseenOfBook(db, { organisationId, kind: series, year })
  return numberingOf(now, { number, book: bookWords(series, volume, year) }, symbol)
}

/** Number, volume of the book and date as they are laid into the places reserved for them; a paper that reserves none shows none. */
export async function numberFills(
  paper: Pick<Paper, 'data'>,
  { reserved }: Pick<SigningPlaces, 'reserved'>,
  numbering: Pick<Numbering, 'notation' | 'numberedOn'> & Partial<Pick<Numbering, 'shown' | 'besideBook'>>,
  at: Date,
) {
  const wanted = [
    { field: 'so', value: (numbering.besideBook && numbering.shown) || numbering.notation, italic: false },
    { field: 'quyen', value: numbering.besideBook ?? '', italic: false },
    dateWanted(paper, numbering.numberedOn),
  ]
  return fillsFor(wanted, reserved, at)
}

/** The date alone, of a paper that is sealed without a number (ghi chú). */
export const dateFills = (
  paper: Pick<Paper, 'data'>,
  { reserved }: Pick<SigningPlaces, 'reserved'>,
  date: string,
  at: Date,
) => fillsFor([dateWanted(paper, date)], reserved, at)

type Wanted = { field: string; value: string; italic: boolean }
const dateWanted = ({ data }: Pick<Paper, 'data'>, date: string): Wanted => ({
  ...{ field: 'ngay', value: dateWords(typeof data.place === 'string' ? data.place : '', date), italic: true },
})

function fillsFor(wanted: readonly Wanted[], reserved: SigningPlaces['reserved'], at: Date) {
  return Promise.all(
    wanted.flatMap(({ field, value, italic }) => {
      const found = reserved.find((each) => each.name === field)
      return found && value
        ? [setText(value, found.rect, { italic }, at).then((picture) => ({ field, value, picture }))]
        : []
    }),
  )
}
