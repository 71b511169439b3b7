import { own } from '#own-keys'
import { sql } from 'kysely'
import type { LookedAt } from '#server/files/index.ts'
import type { Db } from '#server/platform/call.ts'
import type { LeftBehind } from '#server/procedures/index.ts'

const columns = [
  ...([
    'id',
    'account_id as accountId',
    'official_account_id as officialAccountId',
    'desk_id as deskId',
    'post_id as postId',
    'procedure_code as procedureCode',
  ] as const),
  ...([
    'procedure_version_id as procedureVersionId',
    'answers',
    'receiving_id as receivingId',
    'return_by as returnBy',
  ] as const),
  ...([
    'return_address as returnAddress',
    'filed_how as filedHow',
    'authorisation',
    'done_sections as doneSections',
    'version',
  ] as const),
  ...([
    'created_at as createdAt',
    'saved_at as savedAt',
    'expires_at as expiresAt',
    'sent_dossier_id as sentDossierId',
    'left_behind as leftBehind',
    'looked_up_identity as lookedUpIdentity',
  ] as const),
]
type Raw = NonNullable<Awaited<ReturnType<typeof findDraftRow>>>

/** A form being filled in: kept field by field, resumed on any device. */
export type Draft = Omit<Raw, 'answers' | 'leftBehind'> & { answers: Record<string, unknown>; leftBehind: LeftBehind[] }

const findDraftRow = (db: Db, id: string) =>
  db.selectFrom('draft').select(columns).where('id', '=', id).executeTakeFirst()

export async function findDraft(db: Db, id: string): Promise<Draft | undefined> {
  return (await findDraftRow(db, id)) as Draft | undefined
}
export async function findDraftForUpdate(db: Db, id: string): Promise<Draft | undefined> {
  return (await db.selectFrom('draft').select(columns).where('id', '=', id).forUpdate().executeTakeFirst()) as
    Draft | undefined
}

export async function insertDraft(
  db: Db,
  row: Pick<
    Draft,
    | 'id'
    | 'accountId'
    | 'officialAccountId'
    | 'deskId'
    | 'postId'
    | 'procedureCode'
    | 'procedureVersionId'
    | 'answers'
    | 'receivingId'
  > & { filedHow: string; now: Date; expiresAt: Date },
) {
  await db
    .insertInto('draft')
    .values({
      ...{
        id: row.id,
        account_id: row.accountId,
        official_account_id: row.officialAccountId,
        desk_id: row.deskId,
        post_id: row.postId,
        procedure_code: row.procedureCode,
      },
      ...{
        procedure_version_id: row.procedureVersionId,
        answers: sql<never>`${JSON.stringify(row.answers)}::jsonb`,
        receiving_id: row.receivingId,
      },
      ...{ filed_how: row.filedHow, created_at: row.now, saved_at: row.now, expires_at: row.expiresAt },
    })
    .execute()
}

export type DraftPatch = Partial<
  Pick<
    Draft,
    | 'answers'
    | 'receivingId'
    | 'returnBy'
    | 'returnAddress'
    | 'authorisation'
    | 'filedHow'
    | 'doneSections'
    | 'procedureVersionId'
    | 'leftBehind'
  >
>

/** Whose results the desk looked up for this draft. */
export async function markLookedUp(db: Db, id: string, identity: string) {
  await db.updateTable('draft').set({ looked_up_identity: identity }).where('id', '=', id).execute()
}

/** Saves what changed when nobody saved since `version`; false when somebody did. */
export async function updateDraft(
  db: Db,
  id: string,
  version: number,
  patch: DraftPatch,
  now: Date,
  expiresAt: Date,
): Promise<boolean> {
  const names: Record<string, string> = {
    ...{
      receivingId: 'receiving_id',
      returnBy: 'return_by',
      returnAddress: 'return_address',
      authorisation: 'authorisation',
    },
    ...{
      filedHow: 'filed_how',
      doneSections: 'done_sections',
      procedureVersionId: 'procedure_version_id',
      answers: 'answers',
      leftBehind: 'left_behind',
    },
  }
  const set = Object.fromEntries(
    Object.entries(patch).map(([name, value]) => [
      own(names, name)!,
      name === 'answers' || name === 'leftBehind' ? sql`${JSON.stringify(value)}::jsonb` : value,
    ]),
  )
  const result = await db
    .updateTable('draft')
    .set({ ...set, version: version + 1, saved_at: now, expires_at: expiresAt })
    .where('id', '=', id)
    .where('version', '=', version)
    .where('sent_dossier_id', 'is', null)
    .executeTakeFirst()
  return result.numUpdatedRows === 1n
}

export const markDraftSent = (db: Db, id: string, dossierId: string) =>
  db.updateTable('draft').set({ sent_dossier_id: dossierId }).where('id', '=', id).execute()

export const removeDraft = (db: Db, id: string) =>
  db.deleteFrom('draft').where('id', '=', id).where('sent_dossier_id', 'is', null).execute()

/** Drafts not yet sent, of the citizen or of the post that keys them at these desks. */
export const listDraftsOf = (db: Db, of: { accountId: string } | { postId: string; deskIds: readonly string[] }) =>
  db
    .selectFrom('draft')
    .select(['id', 'procedure_version_id as procedureVersionId', 'saved_at as savedAt', 'expires_at as expiresAt'])
    .$if('accountId' in of, (query) => query.where('account_id', '=', 'accountId' in of ? of.accountId : ''))
    .$if('postId' in of, (query) =>
      query
        .where('post_id', '=', 'postId' in of ? of.postId : '')
        .where(sql<boolean>`desk_id = any(${'postId' in of ? [...of.deskIds] : []}::text[])`),
    )
    .where('sent_dossier_id', 'is', null)
    .orderBy('saved_at', 'desc')
    .limit(50)
    .execute()

const attachmentColumns = [
  'id',
  'draft_id as draftId',
  'document_key as documentKey',
  'file_sha256 as sha256',
  'file_name as fileName',
  'media_type as mediaType',
  'size_bytes as sizeBytes',
  'added_at as addedAt',
  'paper_id as paperId',
] as const

export const listDraftAttachments = (db: Db, draftId: string) =>
  db
    .selectFrom('draft_attachment')
    .select(attachmentColumns)
    .where('draft_id', '=', draftId)
    .orderBy('added_at')
    .orderBy('id')
    .execute()
export type DraftAttachment = Awaited<ReturnType<typeof listDraftAttachments>>[number]

export const findDraftAttachment = (db: Db, id: string) =>
  db.selectFrom('draft_attachment').select(attachmentColumns).where('id', '=', id).executeTakeFirst()

/** Puts a file beside a draft: only one that was looked at. */
export const insertDraftAttachment = (
  db: Db,
  row: Pick<DraftAttachment, 'id' | 'draftId' | 'documentKey' | 'addedAt'> & {
    file: LookedAt & Pick<DraftAttachment, 'sha256' | 'fileName' | 'mediaType' | 'sizeBytes'>
    paperId?: string
  },
) =>
  db
    .insertInto('draft_attachment')
    .values({
      id: row.id,
      draft_id: row.draftId,
      document_key: row.documentKey,
      file_sha256: row.file.sha256,
      file_name: row.file.fileName,
      media_type: row.file.mediaType,
      size_bytes: row.file.sizeBytes,
      added_at: row.addedAt,
      paper_id: row.paperId ?? null,
    })
    .execute()

export const removeDraftAttachment = (db: Db, draftId: string, id: string) =>
  db.deleteFrom('draft_attachment').where('draft_id', '=', draftId).where('id', '=', id).execute()

/** How many forms a citizen has open that are not sent. */
export async function countDraftsOf(db: Db, accountId: string): Promise<number> {
  const { drafts } = await db
    .selectFrom('draft')
    .select(({ fn }) => fn.countAll<string>().as('drafts'))
    .where('account_id', '=', accountId)
    .where('sent_dossier_id', 'is', null)
    .executeTakeFirstOrThrow()
  return Number(drafts)
}
