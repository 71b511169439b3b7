import { sql } from 'kysely'
import { type Db, rootOf } from './db/connection.ts'
import { Refusal } from './refusal.ts'

export type Limit = { most: number; seconds: number }

/**
 * Counts one use under a key in a window, in a statement of its own, so that it is remembered although the act is refused.
 * @throws Refusal `platform.too-often` with the seconds to wait.
 */
export async function spend(db: Db, key: string, { most, seconds }: Limit, now: Date): Promise<void> {
  const { rows } = await sql<{ used: number; window_start: Date }>`
    insert into rate_limit (key, window_start, used) values (${key}, ${now}, 1)
    on conflict (key) do update set
      used = case when rate_limit.window_start <= ${now}::timestamptz - ${seconds} * interval '1 second' then 1 else rate_limit.used + 1 end,
      window_start = case when rate_limit.window_start <= ${now}::timestamptz - ${seconds} * interval '1 second' then ${now}::timestamptz else rate_limit.window_start end
    returning used, window_start`.execute(rootOf(db))
  const row = rows[0]!
  if (row.used > most) {
    const wait = Math.max(1, Math.ceil((row.window_start.getTime() + seconds * 1000 - now.getTime()) / 60_000))
    throw new Refusal('platform.too-often', { minutes: wait })
  }
}

/** Gives a use back that need not count: whoever proved himself right is not held up by it. */
export async function giveBack(db: Db, key: string): Promise<void> {
  await sql`update rate_limit set used = greatest(0, used - 1) where key = ${key}`.execute(rootOf(db))
}
