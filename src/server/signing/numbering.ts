import { enterInBook, lastOfBook, type Paper, type Signs, type ToEnter } from '#server/papers/index.ts'
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

const numberingOf = (now: Date, number: number, symbol: string): Numbering => {
  const shown = number < 10 ? `0${number}` : `${number}`
  const numberedOn = vietnamDate(now)
  return { number, notation: `${shown}/${symbol.replace('{year}', numberedOn.slice(0, 4))}`, numberedOn }
}

/**
 * Gives the next number of a series within the transaction of `within` and enters the paper in its book: gap-free in organisation, type and
 * year (NĐ 30/2020 art. 15). A symbol may say `{year}`: civil status counts 05/2026 (Luật Hộ tịch 2014 art. 3, TT 04/2020; unverified).
 */
export async function giveNumber(
  within: Call,
  organisationId: string,
  { series, symbol }: Series,
  about: Pick<ToEnter, 'subject' | 'paperId'>,
): Promise<Numbering & { book: string }> {
  const { number, book } = await enterInBook(within, { organisationId, kind: series, ...about })
  return { ...numberingOf(within.now, number, symbol), book }
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
  return numberingOf(now, (await lastOfBook(db, { organisationId, kind: series, year })) + 1, symbol)
}

/** Number and date as they are laid into the places reserved for them; a paper that reserves none shows none. */
export async function numberFills(
  paper: Pick<Paper, 'data'>,
  { reserved }: Pick<SigningPlaces, 'reserved'>,
  numbering: Pick<Numbering, 'notation' | 'numberedOn'>,
  at: Date,
) {
  const place = typeof paper.data.place === 'string' ? paper.data.place : ''
  const wanted = [
    { field: 'so', value: numbering.notation, italic: false },
    { field: 'ngay', value: dateWords(place, numbering.numberedOn), italic: true },
  ]
  return Promise.all(
    wanted.flatMap(({ field, value, italic }) => {
      const found = reserved.find((each) => each.name === field)
      return found ? [setText(value, found.rect, { italic }, at).then((picture) => ({ field, value, picture }))] : []
    }),
  )
}
