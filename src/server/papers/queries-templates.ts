import { sql } from 'kysely'
import type { Db } from '#server/platform/call.ts'
import type { TemplateVersion } from './schema.ts'

/** One template at a time: acts that open or publish versions of it wait for each other. */
export const lockTemplate = (db: Db, key: string) =>
  db.selectFrom('paper_template').select('key').where('key', '=', key).forUpdate().executeTakeFirst()

/** What an administrator changes in a draft. */
export type DraftContent = Pick<
  TemplateVersion,
  'name' | 'legalBasis' | 'verified' | 'source' | 'schema' | 'example' | 'signs' | 'from'
>

/** Saves a draft that is still as it was read; false when somebody else saved, published or discarded it. */
export async function updateTemplateDraft(
  db: Db,
  { id, revision }: { id: string; revision: number },
  content: DraftContent,
  { by, at }: { by: string; at: Date },
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('paper_template_version')
    .set({
      ...{ name: content.name, legal_basis: content.legalBasis, verified: content.verified, source: content.source },
      ...{ schema: JSON.stringify(content.schema), example: JSON.stringify(content.example) },
      ...{ filled_from: JSON.stringify(content.from) as never },
      ...{ signs: JSON.stringify(content.signs), changed_by: by, changed_at: at, revision: revision + 1 },
      written_by: sql<string[]>`array_append(array_remove(written_by, ${by}), ${by})`,
    })
    .where('id', '=', id)
    .where('state', '=', 'draft')
    .where('revision', '=', revision)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** Publishes a draft that is still as it was checked; false when it is not. */
export async function markTemplatePublished(
  db: Db,
  { id, revision }: { id: string; revision: number },
  { from, by, at }: { from: string; by: string; at: Date },
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('paper_template_version')
    .set({ state: 'published', effective_from: from, published_at: at, changed_by: by, changed_at: at })
    .set({ revision: revision + 1 })
    .where('id', '=', id)
    .where('state', '=', 'draft')
    .where('revision', '=', revision)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** The version in force on `from` ends the day before it (`effective_to` is the first day it no longer holds). */
export const endTemplatesBefore = (db: Db, key: string, from: string) =>
  db
    .updateTable('paper_template_version')
    .set({ effective_to: from })
    .where('key', '=', key)
    .where('state', '=', 'published')
    .where('effective_from', '<', from)
    .where((eb) => eb.or([eb('effective_to', 'is', null), eb('effective_to', '>', from)]))
    .execute()

/** Removes a draft that is still as it was read, and a template that never had anything else. */
export async function removeTemplateDraft(
  db: Db,
  { id, key, revision }: { id: string; key: string; revision: number },
) {
  const { numDeletedRows } = await db
    .deleteFrom('paper_template_version')
    .where('id', '=', id)
    .where('state', '=', 'draft')
    .where('revision', '=', revision)
    .executeTakeFirst()
  await db
    .deleteFrom('paper_template')
    .where('key', '=', key)
    .where(sql<boolean>`not exists (select 1 from paper_template_version v where v.key = paper_template.key)`)
    .execute()
  return numDeletedRows === 1n
}

/** Keys of the templates that somebody of the house has written a version of, published or not. */
export const listTemplatesChangedByPeople = async (db: Db) =>
  (
    await db.selectFrom('paper_template_version').select('key').distinct().where('changed_by', '<>', 'system').execute()
  ).map((each) => each.key)
