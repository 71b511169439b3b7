import type { Db } from '#server/platform/call.ts'
import type { Approval, DossierResult, ResultState } from './schema.ts'

const columns = [
  ...(['id', 'dossier_id as dossierId', 'result_key as resultKey', 'outcome', 'template_key as templateKey'] as const),
  ...(['data', 'paper_id as paperId', 'state', 'prepared_at as preparedAt', 'prepared_by as preparedBy'] as const),
  ...(['step_fault as stepFault', 'attachment_id as attachmentId', 'part', 'laid_on as laidOn'] as const),
]

/** The results of a dossier that hold now: the result itself, then those beside it; earlier drafts are `replaced`. */
export const listResults = async (db: Db, dossierId: string, lock = false) =>
  (await db
    .selectFrom('dossier_result')
    .select(columns)
    .where('dossier_id', '=', dossierId)
    .where('state', '<>', 'replaced')
    .orderBy('part')
    .$if(lock, (query) => query.forUpdate())
    .execute()) as DossierResult[]

/** The result of a dossier that holds now; of one that has only results beside it, the first of them. */
export const findResult = async (db: Db, dossierId: string): Promise<DossierResult | undefined> =>
  (await listResults(db, dossierId))[0]

export const findResultForUpdate = async (db: Db, dossierId: string): Promise<DossierResult | undefined> =>
  (await listResultsForUpdate(db, dossierId))[0]

export const listResultsForUpdate = (db: Db, dossierId: string) => listResults(db, dossierId, true)

export const findResultOfPaper = async (db: Db, paperId: string) =>
  (await db.selectFrom('dossier_result').select(columns).where('paper_id', '=', paperId).executeTakeFirst()) as
    DossierResult | undefined

/** The same under lock: who replaces an issued result waits for whoever does so already. */
export const findResultOfPaperForUpdate = async (db: Db, paperId: string) =>
  (await db
    .selectFrom('dossier_result')
    .select(columns)
    .where('paper_id', '=', paperId)
    .forUpdate()
    .executeTakeFirst()) as DossierResult | undefined

export const findResultById = async (db: Db, id: string) =>
  (await db.selectFrom('dossier_result').select(columns).where('id', '=', id).executeTakeFirst()) as
    DossierResult | undefined

export async function insertResult(db: Db, result: DossierResult) {
  await db
    .insertInto('dossier_result')
    .values({
      ...{ id: result.id, dossier_id: result.dossierId, result_key: result.resultKey, outcome: result.outcome },
      ...{ template_key: result.templateKey, data: JSON.stringify(result.data), paper_id: result.paperId },
      ...{ state: result.state, prepared_at: result.preparedAt, prepared_by: result.preparedBy },
      ...{ step_fault: result.stepFault, attachment_id: result.attachmentId },
      ...{ part: result.part, laid_on: result.laidOn },
    })
    .execute()
}

export async function markResult(
  db: Db,
  id: string,
  change: { state?: ResultState; stepFault?: string | null; attachmentId?: string },
) {
  await db
    .updateTable('dossier_result')
    .set({
      ...(change.state ? { state: change.state } : {}),
      ...(change.stepFault !== undefined ? { step_fault: change.stepFault } : {}),
      ...(change.attachmentId ? { attachment_id: change.attachmentId } : {}),
    })
    .where('id', '=', id)
    .execute()
}

/** The same official approving the same bytes twice is one approval. */
export async function insertApproval(db: Db, approval: Approval) {
  await db
    .insertInto('result_approval')
    .values({
      ...{ result_id: approval.resultId, post_id: approval.postId, file_sha256: approval.fileSha256 },
      ...{ by_actor: approval.byActor, by_name: approval.byName, by_title: approval.byTitle, at: approval.at },
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

export const listApprovals = (db: Db, resultId: string): Promise<Approval[]> =>
  db
    .selectFrom('result_approval')
    .select([
      ...(['result_id as resultId', 'post_id as postId', 'file_sha256 as fileSha256'] as const),
      ...(['by_actor as byActor', 'by_name as byName', 'by_title as byTitle', 'at'] as const),
    ])
    .where('result_id', '=', resultId)
    .orderBy('at')
    .execute()

export async function sizeOfFile(db: Db, sha256: string): Promise<number> {
  const row = await db
    .selectFrom('stored_file')
    .select('size_bytes')
    .where('sha256', '=', sha256)
    .executeTakeFirstOrThrow()
  return Number(row.size_bytes)
}

/** Places of a paper that are signed and still wait for timestamp and revocation data. */
export const listWaitingFields = (db: Db, paperId: string) =>
  db
    .selectFrom('signature_job')
    .select('field')
    .where('paper_id', '=', paperId)
    .where('state', '=', 'waiting')
    .execute()
