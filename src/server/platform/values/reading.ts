import { put } from '#own-keys'
import { Refusal } from '../refusal.ts'
import { faultWords, type ValueFault } from './fault-words.ts'

/** What a reader makes of a typed value: the one form it is kept in, or why it cannot be. */
export type Reading<T> = { kept: T; fault?: never } | { kept?: never; fault: ValueFault }

export const kept = <T>(value: T): Reading<T> => ({ kept: value })
export const faulty = (code: string, facts: ValueFault['facts'] = {}): { fault: ValueFault } => ({
  fault: { code, facts },
})

/** A fault at a field of a command. */
export type FieldFault = { path: string; words: string }

type Kept<R> = { [Name in keyof R]: R[Name] extends Reading<infer T> ? T : never }

/**
 * The door of a command: all its readings at once, by the name of their field.
 *
 *     const { phone, name } = takeValues({ phone: readPhone(typed.phone), name: readPersonName(typed.name) })
 *
 * @throws Refusal `platform.values-wrong` with every fault at its field, so that a page shows them all together.
 */
export function takeValues<R extends Record<string, Reading<unknown>>>(readings: R): Kept<R> {
  const faults: FieldFault[] = []
  const values: Record<string, unknown> = {}
  for (const [path, reading] of Object.entries(readings))
    if (reading.fault) faults.push({ path, words: faultWords(reading.fault) })
    else put(values, path, reading.kept)
  if (faults.length > 0) throw wrongValues(faults)
  return values as Kept<R>
}

/** The refusal of values that cannot be kept: `faults` by field, `words` the sentences for an edge that shows one. */
export const wrongValues = (faults: readonly FieldFault[]) =>
  new Refusal('platform.values-wrong', { faults, words: faults.map((each) => each.words).join(' ') })

/** A reading that may be left out: nothing typed is kept as null. */
export const optional = <T>(
  typed: string | null | undefined,
  read: (typed: string) => Reading<T>,
): Reading<T | null> => (typed === null || typed === undefined || !hasInk(typed) ? kept(null) : read(typed))

/** Whether anything can be seen of a text. */
export const hasInk = (text: string) => /[^\p{Cc}\p{Cf}\p{Cs}\p{Z}\p{DI}\u2800]/u.test(text)
