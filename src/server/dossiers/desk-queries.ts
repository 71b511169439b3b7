import { sql } from 'kysely'
import type { Db } from '#server/platform/call.ts'
import type { CompletionItem, DocumentCheck } from './schema.ts'

/** Keeps what the desk ticked; a later tick of the same document replaces the earlier. */
export async function saveDocumentChecks(db: Db, dossierId: string, checks: DocumentCheck[], at: Date, by: string) {
  if (checks.length === 0) return
  await db
    .insertInto('document_check')
    .values(
      checks.map((check) => ({
        dossier_id: dossierId,
        document_key: check.documentKey,
        verdict: check.verdict,
        originals: check.originals ?? null,
        copies: check.copies ?? null,
        remark: check.remark ?? null,
        checked_at: at,
        checked_by: by,
      })),
    )
    .onConflict((conflict) =>
      conflict.columns(['dossier_id', 'document_key']).doUpdateSet({
        verdict: sql`excluded.verdict`,
        originals: sql`excluded.originals`,
        copies: sql`excluded.copies`,
        remark: sql`excluded.remark`,
        checked_at: sql`excluded.checked_at`,
        checked_by: sql`excluded.checked_by`,
      }),
    )
    .execute()
}

export const listDocumentChecks = (db: Db, dossierId: string) =>
  db
    .selectFrom('document_check')
    .select(['document_key as documentKey', 'verdict', 'originals', 'copies', 'remark', 'checked_at as checkedAt'])
    .where('dossier_id', '=', dossierId)
    .execute()

/** The items of one round of completion. */
export async function insertCompletionItems(db: Db, dossierId: string, round: number, items: CompletionItem[]) {
  await db
    .insertInto('completion_item')
    .values(
      items.map((item, at) => ({
        dossier_id: dossierId,
        round,
        item: at + 1,
        target: item.target,
        target_key: item.targetKey,
        words: item.words,
        clause: item.clause,
        remedy: item.remedy,
      })),
    )
    .execute()
}

export const listCompletionItems = (db: Db, dossierId: string) =>
  db
    .selectFrom('completion_item')
    .select([
      'round',
      'item',
      'target',
      'target_key as targetKey',
      'words',
      'clause',
      'remedy',
      'supplied_at as suppliedAt',
      'supplied_by as suppliedBy',
      'answer_before as answerBefore',
      'answer_after as answerAfter',
    ])
    .where('dossier_id', '=', dossierId)
    .orderBy('round')
    .orderBy('item')
    .execute()
