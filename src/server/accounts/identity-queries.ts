import { sql } from 'kysely'
import type { Db } from '#server/platform/call.ts'

export type Flow = { verifier: string; nonce: string; redirectUri: string; next: string }

export const insertFlow = (db: Db, row: { stateHash: Buffer; facts: Flow; now: Date; expiresAt: Date }) =>
  db
    .insertInto('sign_in_flow')
    .values({
      state_hash: row.stateHash,
      facts: JSON.stringify(row.facts),
      created_at: row.now,
      expires_at: row.expiresAt,
    })
    .execute()

/** Takes the flow out: a state opens once. */
export async function takeFlow(db: Db, stateHash: Buffer, now: Date): Promise<Flow | undefined> {
  const { rows } = await sql<{
    facts: Flow
  }>`delete from sign_in_flow where state_hash = ${stateHash} and expires_at > ${now} returning facts`.execute(db)
  return rows[0]?.facts
}

export const findLinked = async (db: Db, issuer: string, subject: string): Promise<string | undefined> =>
  (
    await db
      .selectFrom('external_identity')
      .select('account_id')
      .where('issuer', '=', issuer)
      .where('subject', '=', subject)
      .executeTakeFirst()
  )?.account_id

export const insertLink = (db: Db, row: { issuer: string; subject: string; accountId: string; now: Date }) =>
  db
    .insertInto('external_identity')
    .values({ issuer: row.issuer, subject: row.subject, account_id: row.accountId, linked_at: row.now })
    .execute()

export const markConfirmed = (db: Db, id: string) =>
  db.updateTable('account').set({ identity_level: 'national-id' }).where('id', '=', id).execute()

/** One sign-in of a person at a time, until the transaction ends: two browsers must not make two accounts. */
export const lockIdentity = (db: Db, number: string) =>
  sql`select pg_advisory_xact_lock(hashtextextended(${`national-id ${number}`}, 0))`.execute(db)
