import { sql } from 'kysely'
import type { Call, Db } from '#server/platform/call.ts'
import type { CertificateKind, CertificateRequest, RequestKind, RequestPayload, RequestState, Step } from './schema.ts'

export const selectRequests = (db: Db) =>
  db
    .selectFrom('certificate_request')
    .select(['id', 'step', 'organisation_id as organisationId', 'post_id as postId', 'revision'])
    .select(['certificate_id as certificateId', 'asked_by as askedBy', 'asked_by_name as askedByName'])
    .select(['asked_at as askedAt'])
    .select([sql<RequestKind>`kind`.as('kind'), sql<RequestState>`state`.as('state'), sql<Step[]>`chain`.as('chain')])
    .select([sql<CertificateKind>`subject`.as('subject'), sql<RequestPayload>`payload`.as('payload')])

export const findRequestRow = (db: Db, id: string): Promise<CertificateRequest | undefined> =>
  selectRequests(db)
    .where(sql<string>`id::text`, '=', id)
    .executeTakeFirst()

/** Kept until the transaction ends. */
export const findRequestForUpdate = (db: Db, id: string): Promise<CertificateRequest | undefined> =>
  selectRequests(db)
    .where(sql<string>`id::text`, '=', id)
    .forUpdate()
    .executeTakeFirst()

/** Adds a request unless the same is waiting for this certificate, post or organisation; says whether it was added. */
export async function insertRequest(db: Db, row: CertificateRequest): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('certificate_request')
    .values({
      ...{ id: row.id, kind: row.kind, state: row.state, chain: [...row.chain], step: row.step, subject: row.subject },
      ...{ organisation_id: row.organisationId, post_id: row.postId, certificate_id: row.certificateId },
      ...{ payload: JSON.stringify(row.payload), asked_by: row.askedBy, asked_by_name: row.askedByName },
      ...{ asked_at: row.askedAt, changed_at: row.askedAt },
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return numInsertedOrUpdatedRows === 1n
}

export const isIssueWaiting = async (db: Db, organisationId: string, postId: string | null) =>
  (
    await sql`select 1 from certificate_request where kind = 'issue' and state = 'waiting' and organisation_id = ${organisationId}
      and post_id is not distinct from ${postId}`.execute(db)
  ).rows.length > 0

/** One issue request at a time for a post or an organisation: whoever comes second waits, and then sees the first. */
export const lockIssueOf = (db: Db, organisationId: string, postId: string | null) =>
  sql`select pg_advisory_xact_lock(hashtextextended(${`certificate issue ${organisationId} ${postId ?? ''}`}, 0))`.execute(
    db,
  )

export const moveRequest = (db: Db, id: string, to: { state: RequestState; step: number }, at: Date) =>
  db
    .updateTable('certificate_request')
    .set({ ...to, changed_at: at, revision: sql`revision + 1` })
    .where('id', '=', id)
    .execute()

/** What waits for a certificate, in the order of asking; `kind` narrows it. */
export const listWaitingFor = (db: Db, certificateId: string, kind?: RequestKind): Promise<CertificateRequest[]> => {
  const waiting = selectRequests(db).where('certificate_id', '=', certificateId).where('state', '=', 'waiting')
  return (kind ? waiting.where('kind', '=', kind) : waiting).orderBy('id').forUpdate().execute()
}

export const markCertificateOfRequest = (db: Db, id: string, certificateId: string) =>
  db.updateTable('certificate_request').set({ certificate_id: certificateId }).where('id', '=', id).execute()

export type StepOutcome = 'asked' | 'approved' | 'refused' | 'done' | 'withdrawn' | 'lapsed'
export type RequestStep = {
  step: Step | 'request'
  outcome: StepOutcome
  note: string
  at: Date
  byActor: string
  byName: string
  byPost: string | null
}

/** Who decided what when: in the order of the request's lock. */
export async function addStep(
  { db, actor, now }: Call,
  requestId: string,
  of: { step: RequestStep['step']; outcome: StepOutcome; note?: string },
) {
  await sql`insert into certificate_request_step (request_id, seq, step, outcome, note, at, by_actor, by_name, by_post)
    select ${requestId}::uuid, coalesce(max(seq), 0) + 1, ${of.step}, ${of.outcome}, ${of.note ?? ''}, ${now}, ${actor.id}, ${actor.name},
      ${actor.postTitle ?? null} from certificate_request_step where request_id = ${requestId}::uuid`.execute(db)
}

export const listSteps = (db: Db, requestId: string): Promise<RequestStep[]> =>
  db
    .selectFrom('certificate_request_step')
    .select(['note', 'at', 'by_actor as byActor', 'by_name as byName', 'by_post as byPost'])
    .select([sql<RequestStep['step']>`step`.as('step'), sql<StepOutcome>`outcome`.as('outcome')])
    .where('request_id', '=', requestId)
    .orderBy('seq')
    .execute()
