import type { Db } from '#server/platform/call.ts'
import type { ByHand } from './schema.ts'

/** Chosen again, the newest words hold; the history keeps the earlier. */
export async function insertByHand(db: Db, chosen: ByHand) {
  const words = { reason: chosen.reason, chosen_at: chosen.at, chosen_by: chosen.by }
  const who = { by_post: chosen.postId, by_name: chosen.byName, by_title: chosen.byTitle }
  await db
    .insertInto('result_by_hand')
    .values({ dossier_id: chosen.dossierId, ...words, ...who })
    .onConflict((conflict) => conflict.column('dossier_id').doUpdateSet({ ...words, ...who }))
    .execute()
}

export const findByHand = (db: Db, dossierId: string): Promise<ByHand | undefined> =>
  db
    .selectFrom('result_by_hand')
    .select(['dossier_id as dossierId', 'reason', 'chosen_at as at', 'chosen_by as by'])
    .select(['by_post as postId', 'by_name as byName', 'by_title as byTitle'])
    .where('dossier_id', '=', dossierId)
    .executeTakeFirst()

export async function deleteByHand(db: Db, dossierId: string) {
  await db.deleteFrom('result_by_hand').where('dossier_id', '=', dossierId).execute()
}
