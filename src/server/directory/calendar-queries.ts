import { sql } from 'kysely'
import type { Db } from '#server/platform/call.ts'
import type { CalendarDay, WeekSpan } from './calendar-schema.ts'

/** Keeps a calendar for one change at a time. */
export const lockCalendar = (db: Db, id: string) =>
  db.selectFrom('work_calendar').select(['id', 'name']).where('id', '=', id).forUpdate().executeTakeFirst()

export const listCalendars = (db: Db) =>
  db.selectFrom('work_calendar').select(['id', 'name']).orderBy('name').orderBy('id').execute()

/** Which organisations follow which calendar from when; `to` is the first day no longer. */
export const listAssignments = (db: Db, calendarId?: string) =>
  db
    .selectFrom('organisation_calendar')
    .select(['organisation_id as organisationId', 'calendar_id as calendarId', 'valid_from as from', 'valid_to as to'])
    .$if(calendarId !== undefined, (query) => query.where('calendar_id', '=', calendarId!))
    .orderBy('valid_from', 'desc')
    .orderBy('organisation_id')
    .execute()

export const listHoursOf = (db: Db, calendarId: string) =>
  db
    .selectFrom('work_hours')
    .select(['weekday', 'starts', 'ends', 'valid_from as from', 'valid_to as to'])
    .where('calendar_id', '=', calendarId)
    .orderBy('valid_from')
    .orderBy('weekday')
    .orderBy('starts')
    .execute()

export const listDaysOf = (db: Db, calendarId: string, year: number) =>
  db
    .selectFrom('calendar_day')
    .select(['day', 'working', 'kind', 'reason'])
    .where('calendar_id', '=', calendarId)
    .where('day', '>=', `${year}-01-01`)
    .where('day', '<=', `${year}-12-31`)
    .orderBy('day')
    .execute()

/** The years, from one on, for which a calendar lists a day off. */
export async function listYearsWithDaysOff(db: Db, fromYear: number) {
  const { rows } = await sql<{ calendarId: string; year: number }>`
    select distinct calendar_id as "calendarId", extract(year from day)::int as year from calendar_day
    where not working and day >= make_date(${fromYear}, 1, 1)`.execute(db)
  return rows
}

export const insertCalendar = (db: Db, id: string, name: string) =>
  db
    .insertInto('work_calendar')
    .values({ id, name })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirst()

export async function saveCalendarDay(db: Db, calendarId: string, { day, kind, reason }: CalendarDay) {
  const values = { kind, reason, working: kind === 'swapped' }
  await db
    .insertInto('calendar_day')
    .values({ calendar_id: calendarId, day, ...values })
    .onConflict((conflict) => conflict.columns(['calendar_id', 'day']).doUpdateSet(values))
    .execute()
}

export async function deleteCalendarDay(db: Db, calendarId: string, day: string): Promise<boolean> {
  const result = await db
    .deleteFrom('calendar_day')
    .where('calendar_id', '=', calendarId)
    .where('day', '=', day)
    .executeTakeFirst()
  return result.numDeletedRows === 1n
}

/** Ends the hours in force the day before `from` and writes the new ones. */
export async function replaceHours(db: Db, calendarId: string, from: string, spans: readonly WeekSpan[]) {
  await db
    .updateTable('work_hours')
    .set({ valid_to: from })
    .where('calendar_id', '=', calendarId)
    .where('valid_from', '<', from)
    .where((eb) => eb.or([eb('valid_to', 'is', null), eb('valid_to', '>', from)]))
    .execute()
  await db
    .insertInto('work_hours')
    .values(spans.map((span) => ({ calendar_id: calendarId, ...span, valid_from: from, valid_to: null })))
    .execute()
}

/** Takes back hours that begin on a day; those that ended for them go on. */
export async function dropHoursFrom(db: Db, calendarId: string, from: string): Promise<boolean> {
  const result = await db
    .deleteFrom('work_hours')
    .where('calendar_id', '=', calendarId)
    .where('valid_from', '=', from)
    .executeTakeFirst()
  await db
    .updateTable('work_hours')
    .set({ valid_to: null })
    .where('calendar_id', '=', calendarId)
    .where('valid_to', '=', from)
    .execute()
  return result.numDeletedRows > 0n
}

/** The calendar an organisation follows of its own, kept for one change at a time. */
export const lockAssignments = async (db: Db, organisationId: string) => {
  await sql`select 1 from organisation where id = ${organisationId} for update`.execute(db)
  return db
    .selectFrom('organisation_calendar')
    .select(['calendar_id as calendarId', 'valid_from as from', 'valid_to as to'])
    .where('organisation_id', '=', organisationId)
    .orderBy('valid_from')
    .execute()
}

export async function replaceAssignment(db: Db, organisationId: string, calendarId: string, from: string) {
  await db
    .updateTable('organisation_calendar')
    .set({ valid_to: from })
    .where('organisation_id', '=', organisationId)
    .where('valid_from', '<', from)
    .where((eb) => eb.or([eb('valid_to', 'is', null), eb('valid_to', '>', from)]))
    .execute()
  await db
    .insertInto('organisation_calendar')
    .values({ organisation_id: organisationId, calendar_id: calendarId, valid_from: from, valid_to: null })
    .execute()
}
