/** A day, so many days later (earlier: negative). */
export function shiftDay(day: string, days: number): string {
  const at = new Date(`${day}T00:00:00Z`)
  at.setUTCDate(at.getUTCDate() + days)
  return at.toISOString().slice(0, 10)
}

const DAY = /^\d{4}-\d{2}-\d{2}$/
const between = (from: string, until: string) => Math.round((Date.parse(until) - Date.parse(from)) / 86_400_000)
/** Births before this many days are of grown people or of children who stay the age they are told to have. */
const NEWBORN = 450

function shifted(value: unknown, key: string, on: string, days: number): unknown {
  if (typeof value === 'string')
    return DAY.test(value) && (key !== 'birthDate' || between(value, on) < NEWBORN) ? shiftDay(value, days) : value
  if (Array.isArray(value)) return value.map((each) => shifted(each, key, on, days))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, shifted(each, name, on, days)]))
}

/** The answers of a case invented for the day `on` as they are given on another: every day moves along, except when people were born. */
export const asOnDay = (answers: Record<string, unknown>, on: string, day: string) =>
  on === day ? answers : (shifted(answers, '', on, between(on, day)) as Record<string, unknown>)
