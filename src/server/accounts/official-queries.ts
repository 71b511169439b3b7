import { sql } from 'kysely'
import type { Db } from '#server/platform/call.ts'

/** Keeps accounts for one change at a time, in one order for everybody, and tells which are open. */
export async function lockAccounts(db: Db, ids: readonly string[]): Promise<Map<string, { disabledAt: Date | null }>> {
  const { rows } = await sql<{ id: string; disabledAt: Date | null }>`
    select id, disabled_at as "disabledAt" from account where id::text = any(${[...ids]}) order by id for update`.execute(
    db,
  )
  return new Map(rows.map(({ id, disabledAt }) => [id, { disabledAt }]))
}

export const findPerson = (db: Db, id: string) =>
  db
    .selectFrom('person')
    .select(['id', 'full_name as fullName'])
    .where(sql<boolean>`id::text = ${id}`)
    .forUpdate()
    .executeTakeFirst()

export const findAccountOfPerson = (db: Db, personId: string) =>
  db
    .selectFrom('account')
    .select(['id', 'login_name as loginName'])
    .where('person_id', '=', personId)
    .executeTakeFirst()

export const isLoginTaken = async (db: Db, loginName: string) =>
  (await db.selectFrom('account').select('id').where('login_name', '=', loginName).executeTakeFirst()) !== undefined

export const setDisabled = (db: Db, id: string, at: Date | null) =>
  db.updateTable('account').set({ disabled_at: at }).where('id', '=', id).execute()

/** Forgets a password: only a setup code opens the account now. */
export const clearPassword = (db: Db, id: string) =>
  db.updateTable('account').set({ password_hash: null }).where('id', '=', id).execute()

/** Ends setup codes of an account that nobody has used. */
export const endSetupCodes = (db: Db, accountId: string, now: Date) =>
  sql`update one_time_code set used_at = ${now} where purpose = 'claim' and used_at is null and facts ->> 'accountId' = ${accountId}`.execute(
    db,
  )

/** Until when a setup code waits, or null. */
export async function findWaitingSetup(db: Db, accountId: string, now: Date): Promise<Date | null> {
  const { rows } = await sql<{ until: Date }>`select expires_at as until from one_time_code
    where purpose = 'claim' and used_at is null and facts ->> 'accountId' = ${accountId} and expires_at > ${now} limit 1`.execute(
    db,
  )
  return rows[0]?.until ?? null
}
