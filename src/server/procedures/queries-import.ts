import { type Insertable, sql } from 'kysely'
import type { Db } from '#server/platform/call.ts'
import type { Tables } from '#server/platform/db/tables.ts'

/** Of every code: its last version, and whether any version was not imported. */
export async function listLatestSources(db: Db) {
  const rows = await db
    .selectFrom('procedure_version')
    .select(['code'])
    .select(sql<number>`max(version)`.as('version'))
    .select(sql<boolean>`bool_or(source <> 'import')`.as('foreign'))
    .select(sql<string | null>`(array_agg(import_hash order by version desc))[1]`.as('importHash'))
    .select(sql<string | null>`(array_agg(import_source order by version desc))[1]`.as('source'))
    .select(sql<number | null>`(array_agg(import_rank order by version desc))[1]`.as('rank'))
    .groupBy('code')
    .execute()
  return new Map(rows.map((row) => [row.code, row]))
}

const imported = (db: Db, codes: string[]) =>
  db
    .updateTable('procedure_version')
    .where('code', 'in', codes)
    .where('source', '=', 'import')
    .where('state', '=', 'published')

/** Versions imported today and changed again today were never in force on an earlier day. */
export const withdrawImported = (db: Db, codes: string[], today: string) =>
  imported(db, codes).set({ state: 'withdrawn' }).where('effective_from', '>=', today).execute()

/** Versions in force end the day before; those that ended already keep their day. */
export const endImported = (db: Db, codes: string[], today: string) =>
  imported(db, codes)
    .set({ effective_to: sql<string>`${today}::date - 1` })
    .where((eb) => eb.or([eb('effective_to', 'is', null), eb('effective_to', '>=', today)]))
    .execute()

export async function insertImported(db: Db, rows: Insertable<Tables['procedure_version']>[], now: Date) {
  await db
    .insertInto('procedure')
    .values(rows.map((row) => ({ code: row.code, created_at: now })))
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  await db.insertInto('procedure_version').values(rows).execute()
}
