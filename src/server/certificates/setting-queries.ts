import { sql } from 'kysely'
import type { Db } from '#server/platform/call.ts'

export const findSetting = (db: Db, key: string): Promise<{ value: unknown; changedAt: Date } | undefined> =>
  db
    .selectFrom('setting')
    .select([sql<unknown>`value`.as('value'), 'changed_at as changedAt'])
    .where('key', '=', key)
    .executeTakeFirst()

export async function saveSetting(db: Db, key: string, chosen: unknown, at: Date) {
  const value = sql<never>`${JSON.stringify(chosen)}::jsonb`
  await db
    .insertInto('setting')
    .values({ key, value, changed_at: at })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ value, changed_at: at }))
    .execute()
}
