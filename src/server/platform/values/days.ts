import { faulty, kept, type Reading } from './reading.ts'
import { DASHES } from './signs.ts'
import { plainCode } from './text.ts'

const FIRST_YEAR = 1800
const LAST_YEAR = 2199
const two = (text: string) => text.padStart(2, '0')

/** How many days a month has (Gregorian). */
export const daysIn = (year: number, month: number) => new Date(Date.UTC(year, month, 0)).getUTCDate()

type Parts = { day?: string | undefined; month?: string | undefined; year: string }

const WORDS = /^(?:ngày )?(\d{1,2}) tháng (\d{1,2}) năm (\d{1,4})$/iu

/** Day, month and year of what was typed: ISO, `5/3/2020` with strokes, dots, dashes or spaces, `05032020`, in words, or parts of it. */
function partsOf(text: string): Parts | undefined {
  const words = WORDS.exec(text)
  if (words) return { day: words[1]!, month: words[2]!, year: words[3]! }
  const iso = /^(\d{4})-(\d{1,2})(?:-(\d{1,2}))?$/.exec(text)
  if (iso) return { year: iso[1]!, month: iso[2]!, day: iso[3] }
  const joint = /^(\d{2})(\d{2})(\d{4})$/.exec(text)
  if (joint) return { day: joint[1]!, month: joint[2]!, year: joint[3]! }
  const pieces = text.split(/\s*[/.\- ]\s*/)
  if (pieces.length > 3 || pieces.some((each) => !/^\d{1,4}$/.test(each))) return undefined
  const [year = '', month, day] = pieces.toReversed()
  return { year, month, day }
}

function checkedDay({ day, month, year }: Parts): Reading<string> {
  if (year.length < 4) return faulty('day-year-short', { year })
  if (Number(year) < FIRST_YEAR || Number(year) > LAST_YEAR) return faulty('day-year', { year })
  if (month === undefined) return kept(year)
  if (Number(month) < 1 || Number(month) > 12) return faulty('day-month', { month })
  if (day === undefined) return kept(`${year}-${two(month)}`)
  if (Number(day) < 1 || Number(day) > daysIn(Number(year), Number(month)))
    return faulty('day-not-there', { day: Number(day), month: Number(month), year })
  return kept(`${year}-${two(month)}-${two(day)}`)
}

/**
 * A day as people type it, kept as YYYY-MM-DD. With `partial`, of somebody old, the year alone or month and year are enough. A day that the
 * month does not have, a year of two digits and a part left out are told as such.
 */
export function readDay(typed: string, { partial = false } = {}): Reading<string> {
  const text = plainCode(typed).replace(DASHES, '-')
  if (text === '') return faulty('day-missing')
  if (/[/.-]\s*[/.-]/.test(text)) return faulty('day-part-missing')
  const parts = partsOf(text)
  if (!parts) return faulty(partial ? 'day-form-partial' : 'day-form')
  const reading = checkedDay(parts)
  return !reading.fault && !partial && reading.kept.length < 10 ? faulty('day-incomplete') : reading
}

/** "05/03/2020", "03/1985" or "1985", of a kept day: `readDay` reads it back. */
export const dayWords = (day: string) => day.split('-').toReversed().join('/')

/** Giờ: `8:30`, `8h30`, `08.30`, `8 giờ`; kept as HH:MM. */
export function readTime(typed: string): Reading<string> {
  const found = /^(\d{1,2})\s*(?:[:.h]|giờ)?\s*(\d{2})?\s*(?:phút|p)?$/iu.exec(plainCode(typed))
  if (!found || Number(found[1]) > 23 || Number(found[2] ?? 0) > 59) return faulty('time-form')
  return kept(`${two(found[1]!)}:${found[2] ?? '00'}`)
}
