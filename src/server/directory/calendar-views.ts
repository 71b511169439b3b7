import { type Call, type Db, may } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { nextDate, vietnamDate, weekday } from '#server/platform/vietnam-time.ts'
import { listAssignments, listCalendars, listDaysOf, listHoursOf } from './calendar-queries.ts'
import { mayChangeCalendar, requireCalendars } from './calendar-rights.ts'
import type { DayKind, WeekSpan } from './calendar-schema.ts'
import { loadDirectory } from './directory.ts'
import { listReception } from './reception-queries.ts'
import { spansOf } from './working-time.ts'

/** One day of a year at a glance: working or not, and why it differs from the week. */
export type DayAtAGlance = { date: string; working: boolean; kind: DayKind | null; reason: string | null }
type Followed = { organisationId: string; name: string; from: string; to: string | null }

/** Calendars with who follows them, for those who may change one. */
export async function listWorkCalendars(call: Call) {
  requireCalendars(call)
  const today = vietnamDate(call.now)
  const [calendars, assigned, directory] = await Promise.all([
    listCalendars(call.db),
    listAssignments(call.db),
    loadDirectory(call.db, today),
  ])
  return calendars.map((calendar) => ({
    ...calendar,
    followers: assigned
      .filter((each) => each.calendarId === calendar.id && (each.to === null || each.to > today))
      .map((each): Followed => ({
        ...each,
        name: directory.organisation(each.organisationId)?.name ?? each.organisationId,
      })),
  }))
}

/** A calendar with its hours, its followers and one year, day by day. @throws Refusal `directory.unknown-calendar`. */
export async function viewCalendar(call: Call, id: string, year: number) {
  const calendar = (await listWorkCalendars(call)).find((each) => each.id === id)
  if (!calendar) throw new Refusal('directory.unknown-calendar')
  const today = vietnamDate(call.now)
  const [hours, listed, changeable] = await Promise.all([
    listHoursOf(call.db, id),
    listDaysOf(call.db, id, year),
    mayChangeCalendar(call, id, today),
  ])
  const reasons = new Map(listed.map((each) => [each.day, each]))
  const work = { hours, days: new Map(listed.map((each) => [each.day, each.working])) }
  const days: DayAtAGlance[] = []
  for (let date = `${year}-01-01`; date <= `${year}-12-31`; date = nextDate(date)) {
    const own = reasons.get(date)
    days.push({
      ...{ date, working: spansOf(work, date).length > 0 },
      ...{ kind: (own?.kind as DayKind | undefined) ?? null, reason: own?.reason ?? null },
    })
  }
  return { calendar, hours, listed, days, changeable, today }
}

/** The days of a month in weeks from Monday to Sunday; null before the first and after the last. */
export function weeksOf(days: readonly DayAtAGlance[], month: number): (DayAtAGlance | null)[][] {
  const cells: (DayAtAGlance | null)[] = days.filter((each) => Number(each.date.slice(5, 7)) === month)
  const lead = (weekday(cells[0]!.date) + 6) % 7
  const padded = [...Array<null>(lead).fill(null), ...cells]
  while (padded.length % 7 > 0) padded.push(null)
  return Array.from({ length: padded.length / 7 }, (_, week) => padded.slice(week * 7, week * 7 + 7))
}

/** Reception hours of a desk in force on a day. */
export async function receptionOn(db: Db, organisationId: string, on: string): Promise<WeekSpan[]> {
  return (await listReception(db, organisationId))
    .filter((each) => each.from <= on && (each.to === null || each.to > on))
    .map(({ weekday: day, starts, ends }) => ({ weekday: day, starts, ends }))
}

/** Desks whose reception hours this post may set, each with those in force and planned. */
export async function listReceptionDesks(call: Call) {
  requireCalendars(call)
  const directory = await loadDirectory(call.db, vietnamDate(call.now))
  return directory
    .all()
    .filter((each) => ['desk', 'counter', 'centre'].includes(each.kind) && may(call.actor, 'calendars.change', each.id))
    .map(({ id, name, parentId }) => ({ id, name, above: directory.organisation(parentId ?? '')?.name ?? null }))
}
