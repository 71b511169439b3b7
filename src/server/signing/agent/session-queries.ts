import { sql } from 'kysely'
import type { Db } from '#server/platform/call.ts'

/** What the agent signs as: a person (ký phê duyệt) or the organisation that issues (ký phát hành). */
export type Verb = 'SignApproved' | 'SignIssued'

/** A paper on its way through the agent of a USB token. */
export type AgentSession = {
  id: string
  paperId: string
  paperRevision: number
  field: string
  verb: Verb
  certificateId: string
  fileSha256: string
  notation: string | null
  openedBy: string
  openedAt: Date
  state: 'open' | 'received' | 'refused'
  signedSha256: string | null
  signedField: string | null
  refusal: string | null
  refusalFacts: Record<string, unknown> | null
}
const columns = [
  ...(['id', 'paper_id as paperId', 'paper_revision as paperRevision', 'field', 'verb', 'notation', 'state'] as const),
  ...(['certificate_id as certificateId', 'file_sha256 as fileSha256', 'opened_by as openedBy'] as const),
  ...(['opened_at as openedAt', 'signed_sha256 as signedSha256', 'signed_field as signedField'] as const),
  ...(['refusal', 'refusal_facts as refusalFacts'] as const),
]

export const findSession = async (db: Db, of: { id: string } | { tokenHash: string }) =>
  (await db
    .selectFrom('agent_session')
    .select(columns)
    .where('id' in of ? 'id' : 'token_hash', '=', 'id' in of ? of.id : of.tokenHash)
    .executeTakeFirst()) as AgentSession | undefined

/** What came back for a place and waits for its signer, the latest. */
export const findReceived = async (db: Db, of: { paperId: string; field: string; openedBy: string }) =>
  (await db
    .selectFrom('agent_session')
    .select(columns)
    .where('paper_id', '=', of.paperId)
    .where('field', '=', of.field)
    .where('opened_by', '=', of.openedBy)
    .where('state', '=', 'received')
    .orderBy('opened_at', 'desc')
    .executeTakeFirst()) as AgentSession | undefined

type Opened = Omit<AgentSession, 'state' | 'signedSha256' | 'signedField' | 'refusal' | 'refusalFacts'>
export async function insertSession(db: Db, row: Opened & { tokenHash: string }) {
  await db
    .insertInto('agent_session')
    .values({
      ...{ id: row.id, token_hash: row.tokenHash, paper_id: row.paperId, paper_revision: row.paperRevision },
      ...{ field: row.field, verb: row.verb, certificate_id: row.certificateId, file_sha256: row.fileSha256 },
      ...{ notation: row.notation, opened_by: row.openedBy, opened_at: row.openedAt, state: 'open' },
    })
    .execute()
}

/** Those that nobody finishes any more, and the earlier ones of the same person for the same place. */
export async function removeSessions(db: Db, of: { paperId: string; field: string; openedBy: string; before: Date }) {
  await db
    .deleteFrom('agent_session')
    .where((where) =>
      where.or([
        where('opened_at', '<', of.before),
        where.and([
          where('paper_id', '=', of.paperId),
          where('field', '=', of.field),
          where('opened_by', '=', of.openedBy),
        ]),
      ]),
    )
    .execute()
}

/** What came back, once: false when something came before. */
export async function endUpload(
  db: Db,
  id: string,
  came: { signedSha256: string; signedField: string } | { refusal: string; facts: Record<string, unknown> },
): Promise<boolean> {
  const row = await db
    .updateTable('agent_session')
    .set(
      'refusal' in came
        ? { state: 'refused', refusal: came.refusal, refusal_facts: JSON.stringify(came.facts) }
        : { state: 'received', signed_sha256: came.signedSha256, signed_field: came.signedField },
    )
    .where('id', '=', id)
    .where('state', '=', 'open')
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

/** Takes what was received away: it serves once. False when somebody was first. */
export async function takeSession(db: Db, id: string): Promise<boolean> {
  const row = await db
    .deleteFrom('agent_session')
    .where('id', '=', id)
    .where(sql<boolean>`state = 'received'`)
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}
