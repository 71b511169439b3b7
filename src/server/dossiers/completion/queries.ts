import { sql } from 'kysely'
import type { LookedAt } from '#server/files/index.ts'
import type { Db } from '#server/platform/call.ts'
import type { SupplyOf } from './decide.ts'

/** What the filer typed so far for a round, before it is sent. */
export type KeptSupply = { answers: Record<string, unknown>; words: Record<string, string>; note: string }

export async function findSupply(db: Db, dossierId: string, round: number): Promise<KeptSupply> {
  const row = await db
    .selectFrom('completion_supply')
    .select(['answers', 'item_words as words', 'note'])
    .where('dossier_id', '=', dossierId)
    .where('round', '=', round)
    .executeTakeFirst()
  return row ? (row as KeptSupply) : { answers: {}, words: {}, note: '' }
}

export async function saveSupply(db: Db, dossierId: string, round: number, supply: KeptSupply, at: Date) {
  const row = {
    answers: sql<never>`${JSON.stringify(supply.answers)}::jsonb`,
    item_words: sql<never>`${JSON.stringify(supply.words)}::jsonb`,
    note: supply.note,
    saved_at: at,
  }
  await db
    .insertInto('completion_supply')
    .values({ ...row, dossier_id: dossierId, round })
    .onConflict((conflict) => conflict.columns(['dossier_id', 'round']).doUpdateSet(row))
    .execute()
}

/** A file kept for an item until the supply is sent; the table takes only files that were looked at. */
export type CompletionFile = LookedAt & {
  id: string
  round: number
  item: number
  sha256: string
  fileName: string
  mediaType: string
  sizeBytes: number
  pages: number | null
}

export async function listCompletionFiles(db: Db, dossierId: string, round: number): Promise<CompletionFile[]> {
  const rows = await db
    .selectFrom('completion_file')
    .select(['id', 'round', 'item', 'file_sha256 as sha256', 'file_name as fileName', 'media_type as mediaType'])
    .select(['size_bytes as size', 'pages'])
    .where('dossier_id', '=', dossierId)
    .where('round', '=', round)
    .orderBy('added_at')
    .orderBy('id')
    .execute()
  return rows.map(({ size, ...row }) => ({ ...row, sizeBytes: Number(size) }) as CompletionFile)
}

export const findCompletionFile = (db: Db, id: string) =>
  db
    .selectFrom('completion_file')
    .select(['dossier_id as dossierId', 'file_sha256 as sha256', 'file_name as fileName', 'media_type as mediaType'])
    .select('size_bytes as sizeBytes')
    .where('id', '=', id)
    .executeTakeFirst()

export async function insertCompletionFile(db: Db, dossierId: string, file: CompletionFile, at: Date) {
  await db
    .insertInto('completion_file')
    .values({
      id: file.id,
      dossier_id: dossierId,
      round: file.round,
      item: file.item,
      file_sha256: file.sha256,
      file_name: file.fileName,
      media_type: file.mediaType,
      size_bytes: file.sizeBytes,
      pages: file.pages,
      added_at: at,
    })
    .execute()
}

export async function removeCompletionFile(db: Db, dossierId: string, id: string) {
  await db.deleteFrom('completion_file').where('dossier_id', '=', dossierId).where('id', '=', id).execute()
}

/** Takes away what was kept, once it is sent. */
export async function clearSupply(db: Db, dossierId: string) {
  await db.deleteFrom('completion_file').where('dossier_id', '=', dossierId).execute()
  await db.deleteFrom('completion_supply').where('dossier_id', '=', dossierId).execute()
}

/** Marks each item with how it was supplied. */
export async function markSupplied(db: Db, dossierId: string, supplies: readonly SupplyOf[], at: Date) {
  for (const { round, item, by, before, after } of supplies)
    await db
      .updateTable('completion_item')
      .set({
        supplied_at: at,
        supplied_by: by,
        answer_before: before === undefined ? null : sql<never>`${JSON.stringify(before)}::jsonb`,
        answer_after: after === undefined ? null : sql<never>`${JSON.stringify(after)}::jsonb`,
      })
      .where('dossier_id', '=', dossierId)
      .where('round', '=', round)
      .where('item', '=', item)
      .execute()
}
