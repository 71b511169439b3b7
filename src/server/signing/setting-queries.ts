import { sql } from 'kysely'
import type { Db } from '#server/platform/call.ts'

const KEY = 'signing.second-factor'

export const findSecondFactorSetting = (db: Db): Promise<{ of: string; changedAt: Date } | undefined> =>
  db
    .selectFrom('setting')
    .select([sql<string>`value #>> '{}'`.as('of'), 'changed_at as changedAt'])
    .where('key', '=', KEY)
    .executeTakeFirst()

export async function saveSecondFactorSetting(db: Db, of: string, at: Date) {
  const value = sql<never>`${JSON.stringify(of)}::jsonb`
  await db
    .insertInto('setting')
    .values({ key: KEY, value, changed_at: at })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ value, changed_at: at }))
    .execute()
}
