import { sql } from 'kysely'
import type { Db } from '#server/platform/call.ts'

export type SignatureRequest = {
  id: string
  paperId: string
  field: string
  act: 'sign' | 'seal'
  postId: string | null
  queue: string | null
  series: string | null
  symbol: string | null
  dueAt: Date | null
  state: 'waiting' | 'done' | 'withdrawn'
  askedAt: Date
  doneAt: Date | null
  lastFailure: string | null
}
const columns = [
  ...(['id', 'paper_id as paperId', 'field', 'act', 'post_id as postId', 'queue', 'series', 'symbol'] as const),
  ...(['due_at as dueAt', 'state', 'asked_at as askedAt', 'done_at as doneAt', 'last_failure as lastFailure'] as const),
]

export async function insertRequest(
  db: Db,
  row: Omit<SignatureRequest, 'state' | 'doneAt' | 'lastFailure'> & { askedBy: string },
) {
  await db
    .insertInto('signature_request')
    .values({
      ...{ id: row.id, paper_id: row.paperId, field: row.field, act: row.act, post_id: row.postId, queue: row.queue },
      ...{ series: row.series, symbol: row.symbol, due_at: row.dueAt, state: 'waiting' },
      ...{ asked_by: row.askedBy, asked_at: row.askedAt },
    })
    .execute()
}

export const findRequest = async (db: Db, of: { paperId: string; field: string } | { id: string }) =>
  (await db
    .selectFrom('signature_request')
    .select(columns)
    .$if('id' in of, (query) => query.where('id', '=', (of as { id: string }).id))
    .$if('field' in of, (query) =>
      query
        .where('paper_id', '=', (of as { paperId: string }).paperId)
        .where('field', '=', (of as { field: string }).field),
    )
    .executeTakeFirst()) as SignatureRequest | undefined

export const listRequestsOfPaper = async (db: Db, paperId: string) =>
  (await db
    .selectFrom('signature_request')
    .select(columns)
    .where('paper_id', '=', paperId)
    .orderBy('asked_at')
    .execute()) as SignatureRequest[]

export async function endRequest(
  db: Db,
  of: { paperId: string; field: string },
  state: 'done' | 'withdrawn',
  by: string,
  at: Date,
) {
  await db
    .updateTable('signature_request')
    .set({ state, done_by: by, done_at: state === 'done' ? at : null, last_failure: null })
    .where('paper_id', '=', of.paperId)
    .where('field', '=', of.field)
    .where('state', '=', 'waiting')
    .execute()
}

export async function noteFailure(db: Db, of: { paperId: string; field: string }, code: string) {
  await db
    .updateTable('signature_request')
    .set({ last_failure: code })
    .where('paper_id', '=', of.paperId)
    .where('field', '=', of.field)
    .execute()
}

export type SignatureJob = {
  id: string
  paperId: string
  field: string
  state: 'waiting' | 'complete'
  level: 'B-B' | 'B-T' | 'B-LT' | 'B-LTA'
  signedAt: Date
  signedBy: string
  tries: number
  lastError: string | null
  retryAt: Date | null
  weakensAt: Date | null
  /** The field of the file, where the writer of the signature made one of its own. */
  fileField: string | null
  certificateId: string | null
}
const jobColumns = [
  ...(['id', 'paper_id as paperId', 'field', 'state', 'level', 'signed_at as signedAt'] as const),
  ...(['signed_by as signedBy', 'tries', 'last_error as lastError', 'retry_at as retryAt'] as const),
  ...(['weakens_at as weakensAt', 'file_field as fileField', 'certificate_id as certificateId'] as const),
]
export async function insertSignatureJob(
  db: Db,
  row: Pick<SignatureJob, 'id' | 'paperId' | 'field' | 'signedAt' | 'signedBy' | 'fileField' | 'certificateId'>,
) {
  await db
    .insertInto('signature_job')
    .values({
      ...{ id: row.id, paper_id: row.paperId, field: row.field, state: 'waiting', level: 'B-B' },
      ...{ signed_at: row.signedAt, signed_by: row.signedBy, file_field: row.fileField },
      certificate_id: row.certificateId,
    })
    .execute()
}
export const listSignatureJobs = async (db: Db, paperId: string) =>
  (await db
    .selectFrom('signature_job')
    .select(jobColumns)
    .where('paper_id', '=', paperId)
    .orderBy('signed_at')
    .execute()) as SignatureJob[]
export const findSignatureJob = async (db: Db, id: string) =>
  (await db.selectFrom('signature_job').select(jobColumns).where('id', '=', id).executeTakeFirst()) as
    SignatureJob | undefined

export async function completeSignatureJob(
  db: Db,
  id: string,
  done: { level: SignatureJob['level']; weakensAt: Date | null },
) {
  await db
    .updateTable('signature_job')
    .set({ state: 'complete', level: done.level, weakens_at: done.weakensAt, last_error: null, retry_at: null })
    .where('id', '=', id)
    .execute()
}
/** Counts a try that failed. Gives the tries so far. */
export async function delaySignatureJob(db: Db, id: string, error: string, retryAt: Date) {
  const row = await db
    .updateTable('signature_job')
    .set({ tries: sql<number>`tries + 1`, last_error: error.slice(0, 300), retry_at: retryAt })
    .where('id', '=', id)
    .where('state', '=', 'waiting')
    .returning('tries')
    .executeTakeFirst()
  return row?.tries
}
/**
 * Papers whose newest timestamp weakens before a day, the earliest first. One that has an archive timestamp already is among them only when
 * what the authority stamps now (`stampsUntil`) holds longer: else every night would lay another on it for nothing.
 */
export const listWeakening = async (db: Db, before: Date, stampsUntil: Date, limit: number) =>
  (
    await db
      .selectFrom('signature_job')
      .select(({ fn }) => ['paper_id as paperId', fn.max('weakens_at').as('weakensAt')])
      .where('state', '=', 'complete')
      .groupBy('paper_id')
      .having(({ fn }) => fn.max('weakens_at'), '<', before)
      .having((eb) =>
        eb.or([eb(sql<boolean>`bool_or(level <> 'B-LTA')`, '=', true), eb(eb.fn.max('weakens_at'), '<', stampsUntil)]),
      )
      .orderBy('weakensAt')
      .limit(limit)
      .execute()
  ).map(({ paperId }) => paperId)
export async function setWeakensAt(db: Db, paperId: string, weakensAt: Date) {
  await db
    .updateTable('signature_job')
    .set({ weakens_at: weakensAt, level: 'B-LTA' })
    .where('paper_id', '=', paperId)
    .execute()
}
