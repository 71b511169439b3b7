import { readDay } from '../../typed-day.ts'
import { error } from '@sveltejs/kit'
import type { BookFilter } from '#server/results/index.ts'

export type Key = { organisationId: string; kind: string; year: number }

/** Which book an address means: unit, name of the book, year. */
export function keyOf(from: URLSearchParams): Key {
  const [organisationId, kind, year] = ['noi', 'so', 'nam'].map((name) => from.get(name)?.slice(0, 300) ?? '')
  if (!organisationId || !kind || !/^\d{4}$/.test(year ?? '')) error(404, { message: 'Không thấy sổ này.' })
  return { organisationId, kind, year: Number(year) }
}

const NAMES = ['tu', 'den', 'tu-so', 'den-so', 'quyen', 'q'] as const
export type FilterName = (typeof NAMES)[number]

/** What was typed to look for in a book, and what of it cannot be read. */
export function filterOf(url: URL) {
  const given: Partial<Record<FilterName, string>> = {}
  const faults: Partial<Record<FilterName, string>> = {}
  for (const name of NAMES) {
    const typed = url.searchParams.get(name)?.normalize('NFC').trim().slice(0, 200)
    if (typed) given[name] = typed
  }
  const day = (name: 'tu' | 'den') => {
    const on = given[name] === undefined ? undefined : readDay(given[name])
    if (given[name] !== undefined && !on) faults[name] = 'Ghi ngày/tháng/năm, ví dụ 05/03/2026.'
    return on
  }
  const whole = (name: 'tu-so' | 'den-so' | 'quyen') => {
    if (given[name] === undefined) return undefined
    if (/^[1-9]\d{0,8}$/.test(given[name])) return Number(given[name])
    faults[name] = 'Ghi một số, ví dụ 12.'
    return undefined
  }
  const filter: BookFilter = {
    ...{ from: day('tu'), to: day('den'), words: given.q },
    ...{ fromNumber: whole('tu-so'), toNumber: whole('den-so'), volume: whole('quyen') },
  }
  return { given, faults, filter }
}

/** An address of a page of a book. */
export function bookAddress(path: string, key: Key, extra: Record<string, string | undefined> = {}): string {
  const query = new URLSearchParams({ noi: key.organisationId, so: key.kind, nam: String(key.year) })
  for (const [name, value] of Object.entries(extra)) if (value) query.set(name, value)
  return `${path}?${query}`
}

/** "Sổ đăng ký khai sinh", of "Sổ đăng ký khai sinh của năm". */
export const bookName = (kind: string) => kind.replace(/ của năm( \(.*\))?$/, '').replace(/ \(…\/.*\)$/, '')
