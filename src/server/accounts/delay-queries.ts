import type { Db } from '#server/platform/call.ts'

/** How often somebody was wrong at one place, and until when that place waits. */
export type Delay = { tries: number; level: number; waitUntil: Date | null; lastAt: Date }

/** The delay of a key, kept for one try at a time until the transaction ends. */
export async function lockDelay(db: Db, key: string, now: Date): Promise<Delay> {
  await db
    .insertInto('try_delay')
    .values({ key, tries: 0, level: 0, wait_until: null, last_at: now })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .execute()
  return db
    .selectFrom('try_delay')
    .select(['tries', 'level', 'wait_until as waitUntil', 'last_at as lastAt'])
    .where('key', '=', key)
    .forUpdate()
    .executeTakeFirstOrThrow()
}

export const saveDelay = (db: Db, key: string, { tries, level, waitUntil, lastAt }: Delay) =>
  db
    .updateTable('try_delay')
    .set({ tries, level, wait_until: waitUntil, last_at: lastAt })
    .where('key', '=', key)
    .execute()

export const removeDelay = (db: Db, key: string) => db.deleteFrom('try_delay').where('key', '=', key).execute()
