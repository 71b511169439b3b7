import type { Db } from '#server/platform/call.ts'
import { listAssignments, listCalendars, listYearsWithDaysOff } from './calendar-queries.ts'
import type { WorkCalendar } from './schema.ts'

const yearOf = (date: string) => Number(date.slice(0, 4))

/**
 * The first year from `from` to `to` (YYYY-MM-DD) for which the calendar lists no day off, or null: a due date (hẹn trả) counted through such a
 * year runs straight through Tết.
 */
export function yearWithoutHolidays(calendar: WorkCalendar, from: string, to: string): number | null {
  const covered = new Set([...calendar.days].filter(([, working]) => !working).map(([day]) => yearOf(day)))
  for (let year = yearOf(from); year <= yearOf(to); year += 1) if (!covered.has(year)) return year
  return null
}

/** For every calendar the first year from this one on without a day off, and the organisations that follow it. */
export async function yearsWithoutHolidays(db: Db, today: string) {
  const [calendars, years, assignments] = await Promise.all([
    listCalendars(db),
    listYearsWithDaysOff(db, yearOf(today)),
    listAssignments(db),
  ])
  return calendars.map(({ id, name }) => {
    const covered = new Set(years.filter((each) => each.calendarId === id).map((each) => each.year))
    let year = yearOf(today)
    while (covered.has(year)) year += 1
    const followers = assignments
      .filter((each) => each.calendarId === id && (each.to === null || each.to > today))
      .map((each) => each.organisationId)
    return { id, name, year, followers }
  })
}

/** Whether it is time to enter the calendar of a year: from 1 September of the year before, when the holidays are usually announced. */
export const isDueToEnter = (year: number, today: string) => today >= `${year - 1}-09-01`
