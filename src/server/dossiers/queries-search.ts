import { sql } from 'kysely'
import type { Db } from '#server/platform/call.ts'
import { SEARCH_FORM, type SearchWords } from './search-words.ts'

/** Writes by what a dossier is found, or writes it anew. */
export async function saveSearchWords(db: Db, dossierId: string, { people, places }: SearchWords) {
  await sql`insert into dossier_search (dossier_id, people, places, form) values (${dossierId}::uuid, ${people}, ${places}, ${SEARCH_FORM})
    on conflict (dossier_id) do update set people = excluded.people, places = excluded.places, form = excluded.form`.execute(
    db,
  )
}

/** The answers changed: the worker writes the words anew. */
export const forgetSearchWords = (db: Db, dossierId: string) =>
  db.updateTable('dossier_search').set({ form: 0 }).where('dossier_id', '=', dossierId).execute()

/** Dossiers whose words were never written, or by an earlier form of them, in the order of their ids. */
export const listWithoutSearchWords = (db: Db, after: string, most: number) =>
  db
    .selectFrom('dossier')
    .leftJoin('dossier_search', (join) =>
      join.onRef('dossier_search.dossier_id', '=', 'dossier.id').on('dossier_search.form', '>=', SEARCH_FORM),
    )
    .select(['dossier.id', 'dossier.procedure_version_id as procedureVersionId', 'dossier.filed_at as filedAt'])
    .select(['dossier.owner_name as ownerName', 'dossier.filer_name as filerName', 'dossier.answers'])
    .select(['dossier.owner_phone as ownerPhone', 'dossier.filer_phone as filerPhone'])
    .where('dossier_search.dossier_id', 'is', null)
    .where('dossier.id', '>', after)
    .orderBy('dossier.id')
    .limit(most)
    .execute()

/** Owner's name folded anew and both phones in their one form; the history and the answers stay as they were filed. */
export async function saveMendedOwner(
  db: Db,
  id: string,
  row: { ownerSearch: string; ownerPhone: string | null; filerPhone: string | null },
) {
  await db
    .updateTable('dossier')
    .set({ owner_search: row.ownerSearch, owner_phone: row.ownerPhone, filer_phone: row.filerPhone })
    .where('id', '=', id)
    .execute()
}
