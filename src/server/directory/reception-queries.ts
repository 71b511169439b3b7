import { sql } from 'kysely'
import type { Db } from '#server/platform/call.ts'
import type { WeekSpan } from './calendar-schema.ts'

/** Reception hours of a desk, planned ones too. */
export const listReception = (db: Db, organisationId: string) =>
  db
    .selectFrom('reception_hours')
    .select(['weekday', 'starts', 'ends', 'valid_from as from', 'valid_to as to'])
    .where('organisation_id', '=', organisationId)
    .orderBy('valid_from')
    .orderBy('weekday')
    .orderBy('starts')
    .execute()

/** Keeps a desk for one change of its hours at a time. */
export const lockDesk = (db: Db, organisationId: string) =>
  sql`select 1 from organisation where id = ${organisationId} for update`.execute(db)

export async function replaceReception(db: Db, organisationId: string, from: string, spans: readonly WeekSpan[]) {
  await db
    .updateTable('reception_hours')
    .set({ valid_to: from })
    .where('organisation_id', '=', organisationId)
    .where('valid_from', '<', from)
    .where((eb) => eb.or([eb('valid_to', 'is', null), eb('valid_to', '>', from)]))
    .execute()
  await db
    .deleteFrom('reception_hours')
    .where('organisation_id', '=', organisationId)
    .where('valid_from', '>=', from)
    .execute()
  if (spans.length > 0)
    await db
      .insertInto('reception_hours')
      .values(spans.map((span) => ({ organisation_id: organisationId, ...span, valid_from: from, valid_to: null })))
      .execute()
}
