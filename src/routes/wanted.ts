import { plainLine } from '#server/platform/values/index.ts'
import { readDay } from './typed-day.ts'

/** What a field lacks. */
type Fault = { field: string; words: string }

/** What a field of a form must have: something at all, or what can be read; in words that say what to do. */
type Readable = { words: string; reads: (typed: string) => boolean }
export type Wish = string | Readable
export type Wishes = Readonly<Record<string, Wish>>

/** A day, dd/mm/yyyy. */
export const aDay = (words: string): Readable => ({ words, reads: (typed) => readDay(typed) !== undefined })
/** A whole number between two. */
export const aNumber = (words: string, least: number, most: number): Readable => ({
  words,
  reads: (typed) => /^\d{1,15}$/.test(typed) && Number(typed) >= least && Number(typed) <= most,
})
/** Nothing, or what can be read. */
export const orNothing = (wish: Readable): Readable => ({
  words: wish.words,
  reads: (typed) => typed === '' || wish.reads(typed),
})

/** A field as it was sent: text, a chosen file by its name, the three boxes of a date as dd/mm/yyyy. */
function sentIn(form: FormData, name: string): string {
  const value = form.get(name)
  if (value instanceof File) return value.size > 0 ? value.name || 'tệp' : ''
  if (value !== null) return plainLine(value).trim()
  const boxes = ['ngay', 'thang', 'nam'].map((box) => form.get(`${name}.${box}`))
  return boxes.some((box) => typeof box === 'string' && box.trim()) ? boxes.join('/') : ''
}

/** Every field that lacks what it must have, in the order of the form. */
export function lackingOf(form: FormData, wishes: Wishes): Fault[] {
  return Object.entries(wishes).flatMap(([field, wish]) => {
    const typed = sentIn(form, field)
    const isGood = typeof wish === 'string' ? typed !== '' : wish.reads(typed)
    return isGood ? [] : [{ field, words: typeof wish === 'string' ? wish : wish.words }]
  })
}
