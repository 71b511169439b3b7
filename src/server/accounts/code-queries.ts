import { sql } from 'kysely'
import type { Db } from '#server/platform/call.ts'

/** `confirm-contact`: sent to a phone or e-mail; `claim`: printed on a receipt or slip. */
export type CodePurpose = 'claim' | 'confirm-contact'

export async function insertCode(
  db: Db,
  row: {
    id: string
    purpose: CodePurpose
    target: string
    codeHash: Buffer
    facts: Record<string, unknown>
    now: Date
    expiresAt: Date
  },
) {
  await sql`update one_time_code set used_at = ${row.now} where target = ${row.target} and purpose = ${row.purpose} and used_at is null`.execute(
    db,
  )
  await db
    .insertInto('one_time_code')
    .values({
      id: row.id,
      purpose: row.purpose,
      target: row.target,
      code_hash: row.codeHash,
      facts: sql<never>`${JSON.stringify(row.facts)}::jsonb`,
      created_at: row.now,
      expires_at: row.expiresAt,
    })
    .execute()
}

/** Counts a try and brings the code that waits for this target; undefined when none does or too many tries were made. */
export async function tryCode(db: Db, target: string, purpose: CodePurpose, now: Date, mostTries: number) {
  const { rows } = await sql<{ id: string; code_hash: Buffer; facts: Record<string, unknown> }>`
    update one_time_code set tries = tries + 1
    where id = (select id from one_time_code where target = ${target} and purpose = ${purpose} and used_at is null and expires_at > ${now}
      order by created_at desc, id desc limit 1) and tries < ${mostTries}
    returning id, code_hash, facts`.execute(db)
  return rows[0]
}

/** Uses the code, once; what it proved may be looked at until `expiresAt`, where that is given. */
export async function markCodeUsed(db: Db, id: string, now: Date, expiresAt?: Date): Promise<boolean> {
  const result = await db
    .updateTable('one_time_code')
    .set(expiresAt ? { used_at: now, expires_at: expiresAt } : { used_at: now })
    .where('id', '=', id)
    .where('used_at', 'is', null)
    .executeTakeFirst()
  return result.numUpdatedRows === 1n
}

/** The newest code of a target that has not had its time: asked for, or given rightly (`proved`). */
export async function findCode(db: Db, target: string, now: Date) {
  const { rows } = await sql<{
    id: string
    facts: Record<string, unknown>
    createdAt: Date
    proved: boolean
  }>`select id, facts, created_at as "createdAt", used_at is not null and facts ? 'proved' as proved from one_time_code
    where target = ${target} and purpose = 'confirm-contact' and expires_at > ${now} and (used_at is null or facts ? 'proved')
    order by created_at desc, id desc limit 1`.execute(db)
  return rows[0]
}

export const markProved = (db: Db, id: string) =>
  sql`update one_time_code set facts = facts || '{"proved":true}' where id = ${id}::uuid`.execute(db)

/** Takes a proof out: it serves once. */
export async function takeProof(db: Db, target: string, now: Date): Promise<Record<string, unknown> | undefined> {
  const { rows } = await sql<{ facts: Record<string, unknown> }>`delete from one_time_code
    where target = ${target} and purpose = 'confirm-contact' and expires_at > ${now} and used_at is not null and facts ? 'proved'
    returning facts`.execute(db)
  return rows[0]?.facts
}

/** Whose account a claim code that waits opens. */
export async function findClaim(db: Db, target: string, now: Date): Promise<string | undefined> {
  const { rows } = await sql<{ accountId: string }>`select facts ->> 'accountId' as "accountId" from one_time_code
    where target = ${target} and purpose = 'claim' and used_at is null and expires_at > ${now} limit 1`.execute(db)
  return rows[0]?.accountId
}
