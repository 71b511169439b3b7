import { sql } from 'kysely'
import type { Db } from '#server/platform/call.ts'

export type CodePurpose = 'register' | 'sign-in' | 'reset' | 'claim' | 'confirm-contact'

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
      ...{
        id: row.id,
        purpose: row.purpose,
        target: row.target,
        code_hash: row.codeHash,
        facts: sql<never>`${JSON.stringify(row.facts)}::jsonb`,
      },
      ...{ created_at: row.now, expires_at: row.expiresAt },
    })
    .execute()
}

/** Counts a try and brings the code that waits for this target; undefined when none does or too many tries were made. */
export async function tryCode(db: Db, target: string, purpose: CodePurpose, now: Date, mostTries: number) {
  const { rows } = await sql<{ id: string; code_hash: Buffer; facts: Record<string, unknown> }>`
    update one_time_code set tries = tries + 1
    where id = (select id from one_time_code where target = ${target} and purpose = ${purpose} and used_at is null and expires_at > ${now}
      order by created_at desc limit 1) and tries < ${mostTries}
    returning id, code_hash, facts`.execute(db)
  return rows[0]
}

/** Uses the code, once. */
export async function markCodeUsed(db: Db, id: string, now: Date): Promise<boolean> {
  const result = await db
    .updateTable('one_time_code')
    .set({ used_at: now })
    .where('id', '=', id)
    .where('used_at', 'is', null)
    .executeTakeFirst()
  return result.numUpdatedRows === 1n
}
