import { own } from '#own-keys'
import type { Condition } from './vocabulary.ts'

/** Answers by dotted path; only own properties are seen. */
export function answerAt(answers: unknown, path: string): unknown {
  let at: unknown = answers
  for (const name of path.split('.')) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, name)) return undefined
    at = own(at as Record<string, unknown>, name)
  }
  return at
}

const answered = (value: unknown) =>
  value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0)

/** Full years between a birth date (YYYY, YYYY-MM or YYYY-MM-DD) and a day; a missing part counts as the latest possible. */
export function ageOn(birth: string, on: string): number {
  const [year = '', month = '12', day = '31'] = birth.split('-')
  const years = Number(on.slice(0, 4)) - Number(year)
  return on.slice(5) >= `${month}-${day}` ? years : years - 1
}

const DAY = 86_400_000
/** Days between two dates (YYYY-MM-DD); undefined when the first is no whole date. */
const daysTo = (date: unknown, on: string) =>
  typeof date === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(date)
    ? Math.round((Date.parse(`${on}T00:00:00Z`) - Date.parse(`${date}T00:00:00Z`)) / DAY)
    : undefined

/** Whether a condition holds over the answers on a day (YYYY-MM-DD). A missing answer makes every comparison false. */
export function holds(condition: Condition, answers: unknown, on: string): boolean {
  if ('all' in condition) return condition.all.every((each) => holds(each, answers, on))
  if ('any' in condition) return condition.any.some((each) => holds(each, answers, on))
  if ('not' in condition) return !holds(condition.not, answers, on)
  const value = answerAt(answers, condition.field)
  if ('answered' in condition) return answered(value) === condition.answered
  if (!answered(value)) return false
  if ('equals' in condition) return value === condition.equals
  if ('in' in condition) return condition.in.includes(value as string | number)
  if ('daysAtLeast' in condition || 'daysBelow' in condition) {
    const days = daysTo(value, on)
    if (days === undefined) return false
    return 'daysAtLeast' in condition ? days >= condition.daysAtLeast : days < condition.daysBelow
  }
  const number = Array.isArray(value) ? value.length : Number(value)
  if ('atLeast' in condition) return number >= condition.atLeast
  if ('below' in condition) return number < condition.below
  return typeof value === 'string' && ageOn(value, on) < condition.ageBelow
}
