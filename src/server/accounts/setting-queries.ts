import { sql } from 'kysely'
import type { Db } from '#server/platform/call.ts'
import {
  IDLE_MINUTES,
  type IdleMinutes,
  SECOND_FACTOR_ROLES,
  STANDARD_IDLE_MINUTES,
  STANDARD_SECOND_FACTOR_ROLES,
} from './settings.ts'

const findSetting = <T>(db: Db, key: string) =>
  db
    .selectFrom('setting')
    .select([sql<T>`value`.as('value'), 'changed_at as changedAt'])
    .where('key', '=', key)
    .executeTakeFirst()

async function saveSetting(db: Db, key: string, kept: unknown, at: Date) {
  const value = sql<never>`${JSON.stringify(kept)}::jsonb`
  await db
    .insertInto('setting')
    .values({ key, value, changed_at: at })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ value, changed_at: at }))
    .execute()
}

/** Roles whose holders owe a second factor now, and since when; the standard where nobody has changed it. */
export async function getSecondFactorRoles(db: Db): Promise<{ roles: readonly string[]; changedAt: Date | null }> {
  const row = await findSetting<string[]>(db, SECOND_FACTOR_ROLES)
  return row ? { roles: row.value, changedAt: row.changedAt } : { roles: STANDARD_SECOND_FACTOR_ROLES, changedAt: null }
}

export const saveSecondFactorRoles = (db: Db, roles: readonly string[], at: Date) =>
  saveSetting(db, SECOND_FACTOR_ROLES, roles, at)

/** Minutes without a page after which a session locks, and since when; the standard where nobody has changed it. */
export async function getIdleMinutes(db: Db): Promise<{ minutes: IdleMinutes; changedAt: Date | null }> {
  const row = await findSetting<IdleMinutes>(db, IDLE_MINUTES)
  return row ? { minutes: row.value, changedAt: row.changedAt } : { minutes: STANDARD_IDLE_MINUTES, changedAt: null }
}

export const saveIdleMinutes = (db: Db, minutes: IdleMinutes, at: Date) => saveSetting(db, IDLE_MINUTES, minutes, at)
