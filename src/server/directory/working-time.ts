import { nextDate, vietnamDate, weekday } from '#server/platform/vietnam-time.ts'
import type { WorkCalendar } from './schema.ts'

const MINUTE = 60_000
const SEVEN_HOURS = 7 * 60 * MINUTE

/** The instant of a minute after midnight on a Vietnamese date. */
export const instantOf = (date: string, minute: number) =>
  new Date(Date.parse(`${date}T00:00:00Z`) - SEVEN_HOURS + minute * MINUTE)

/** Minutes after midnight in Viet Nam, with fractions. */
const minuteOf = (instant: Date) => ((instant.getTime() + SEVEN_HOURS) % 86_400_000) / MINUTE

type Span = { starts: number; ends: number }

/** Working spans of a date, in order; empty on a day off. A swapped working day takes the hours of a Monday. */
export function spansOf(calendar: WorkCalendar, date: string): Span[] {
  const listed = calendar.days.get(date)
  if (listed === false) return []
  const own = hoursOn(calendar, date, weekday(date))
  const spans = listed === true && own.length === 0 ? hoursOn(calendar, date, 1) : own
  return spans
}

const hoursOn = (calendar: WorkCalendar, date: string, day: number) =>
  calendar.hours
    .filter((each) => each.weekday === day && each.from <= date && (each.to === null || each.to > date))
    .map(({ starts, ends }) => ({ starts, ends }))
    .sort((a, b) => a.starts - b.starts)

/** Whether the date is a working day (ngày làm việc) of this calendar. */
export const isWorkingDay = (calendar: WorkCalendar, date: string) => spansOf(calendar, date).length > 0

/** Working minutes between two instants; 0 when `to` is not after `from`. */
export function workingMinutesBetween(calendar: WorkCalendar, from: Date, to: Date): number {
  if (to <= from) return 0
  const [first, last] = [vietnamDate(from), vietnamDate(to)]
  let minutes = 0
  for (let date = first; date <= last; date = nextDate(date))
    for (const span of spansOf(calendar, date)) {
      const starts = date === first ? Math.max(span.starts, minuteOf(from)) : span.starts
      const ends = date === last ? Math.min(span.ends, minuteOf(to)) : span.ends
      minutes += Math.max(0, ends - starts)
    }
  return minutes
}

/** The instant by which so many working minutes after `from` have passed. @throws Error when the calendar has no working time for ten years. */
export function addWorkingMinutes(calendar: WorkCalendar, from: Date, minutes: number): Date {
  let left = minutes
  let date = vietnamDate(from)
  for (let days = 0; days < 3660; days += 1, date = nextDate(date))
    for (const span of spansOf(calendar, date)) {
      const starts = days === 0 ? Math.max(span.starts, minuteOf(from)) : span.starts
      const here = span.ends - starts
      if (here <= 0) continue
      if (left <= here) return instantOf(date, starts + left)
      left -= here
    }
  throw new Error('The calendar has no working time')
}

/** The last working minute of the first working day on or after the date. */
export function endOfWorkingDay(calendar: WorkCalendar, date: string): Date {
  let day = date
  for (let days = 0; days < 3660; days += 1, day = nextDate(day)) {
    const spans = spansOf(calendar, day)
    if (spans.length > 0) return instantOf(day, spans.at(-1)!.ends)
  }
  throw new Error('The calendar has no working day')
}

const addDays = (date: string, days: number) =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)

function addMonths(date: string, months: number): string {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number]
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate()
  return new Date(Date.UTC(year, month - 1 + months, Math.min(day, last))).toISOString().slice(0, 10)
}

export type WorkDuration = {
  amount: number
  unit: 'working-hour' | 'working-day' | 'calendar-day' | 'month' | 'same-day'
}

/**
 * When a duration that begins at `from` ends.
 * Working hours run on. Working days: the day of `from` does not count, the end is the end of the last day; parts of a day are working
 * hours after that. Calendar days and months: the day of `from` does not count; a last day that is off moves to the next working day.
 * Same day: the end of that day, or of the next working day when received at or after `cutOff` ("15:00").
 */
export function addDuration(calendar: WorkCalendar, from: Date, { amount, unit }: WorkDuration, cutOff: string): Date {
  const today = vietnamDate(from)
  if (unit === 'working-hour') return addWorkingMinutes(calendar, from, amount * 60)
  if (unit === 'calendar-day') return endOfWorkingDay(calendar, addDays(today, Math.ceil(amount)))
  if (unit === 'month') return endOfWorkingDay(calendar, addMonths(today, amount))
  if (unit === 'same-day') {
    const [hour, minute] = cutOff.split(':').map(Number) as [number, number]
    const inTime = isWorkingDay(calendar, today) && minuteOf(from) < hour * 60 + minute
    return endOfWorkingDay(calendar, inTime ? today : nextDate(today))
  }
  const whole = Math.floor(amount)
  const part = amount - whole
  let end = from
  let date = today
  for (let left = whole; left > 0; left -= 1) {
    end = endOfWorkingDay(calendar, nextDate(date))
    date = vietnamDate(end)
  }
  return part > 0 ? addWorkingMinutes(calendar, end, part * 8 * 60) : end
}
