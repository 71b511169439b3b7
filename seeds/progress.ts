import { sql } from 'kysely'
import type { Db } from '#server/platform/call.ts'

const KEY = 'demonstration.results'

/** How many steps of the filling behind the start are done. A house that had results before steps were counted has all it gets. */
export async function countDone(db: Db): Promise<number> {
  const { rows } = await sql<{ value: number }>`select value from setting where key = ${KEY}`.execute(db)
  if (rows[0]) return Number(rows[0].value)
  const already = await db.selectFrom('dossier_result').select('id').limit(1).executeTakeFirst()
  return already ? Infinity : 0
}

export const keepDone = (db: Db, done: number, now: Date) =>
  sql`insert into setting (key, value, changed_at) values (${KEY}, ${JSON.stringify(done)}::jsonb, ${now})
    on conflict (key) do update set value = excluded.value, changed_at = excluded.changed_at`.execute(db)
