import type { Db } from '#server/platform/call.ts'
import type { Correction, CorrectionState } from './schema.ts'

const columns = [
  ...(['id', 'result_id as resultId', 'paper_id as paperId', 'data', 'signer_post_id as signerPostId'] as const),
  ...(['reason', 'state', 'prepared_at as preparedAt', 'prepared_by as preparedBy'] as const),
]
const OPEN: CorrectionState[] = ['draft', 'asked', 'signed']

/** The correction of a result that is on its way; one at a time. */
export const findOpenCorrection = async (db: Db, resultId: string) =>
  (await db
    .selectFrom('result_correction')
    .select(columns)
    .where('result_id', '=', resultId)
    .where('state', 'in', OPEN)
    .executeTakeFirst()) as Correction | undefined

/** The correction whose new paper this is, under lock: its signing, sealing and dropping come one after another. */
export const findCorrectionOfPaperForUpdate = async (db: Db, paperId: string) =>
  (await db
    .selectFrom('result_correction')
    .select(columns)
    .where('paper_id', '=', paperId)
    .forUpdate()
    .executeTakeFirst()) as Correction | undefined

export async function insertCorrection(db: Db, row: Correction) {
  await db
    .insertInto('result_correction')
    .values({
      ...{ id: row.id, result_id: row.resultId, paper_id: row.paperId, data: JSON.stringify(row.data) },
      ...{ signer_post_id: row.signerPostId, reason: row.reason, state: row.state },
      ...{ prepared_at: row.preparedAt, prepared_by: row.preparedBy },
    })
    .execute()
}

export const markCorrection = (db: Db, id: string, state: CorrectionState) =>
  db.updateTable('result_correction').set({ state }).where('id', '=', id).execute()
