import { sql } from 'kysely'
import type { Db } from '#server/platform/call.ts'
import { SECOND_FACTOR_ROLES, STANDARD_SECOND_FACTOR_ROLES } from './settings.ts'

/** Roles whose holders owe a second factor now, and since when; the standard where nobody has changed it. */
export async function getSecondFactorRoles(db: Db): Promise<{ roles: readonly string[]; changedAt: Date | null }> {
  const row = await db
    .selectFrom('setting')
    .select([sql<string[]>`value`.as('roles'), 'changed_at as changedAt'])
    .where('key', '=', SECOND_FACTOR_ROLES)
    .executeTakeFirst()
  return row ?? { roles: STANDARD_SECOND_FACTOR_ROLES, changedAt: null }
}

export async function saveSecondFactorRoles(db: Db, roles: readonly string[], at: Date) {
  const value = sql<never>`${JSON.stringify(roles)}::jsonb`
  await db
    .insertInto('setting')
    .values({ key: SECOND_FACTOR_ROLES, value, changed_at: at })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ value, changed_at: at }))
    .execute()
}
