import { sql } from 'kysely'
import type { Db } from '#server/platform/call.ts'

/** Open dossiers whose due date (hẹn trả) is on or after a day, counted to 1,000. */
export async function countDueFrom(db: Db, day: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from (
      select 1 from dossier where due_at >= ${day}::date and ended_at is null and settled_at is null limit 1000) counted`.execute(
    db,
  )
  return rows[0]!.count
}

/** Accounts of those who hold one of the posts today and have not been told yet. */
export async function listAccountsToTell(
  db: Db,
  postIds: readonly string[],
  notice: { today: string; kind: string; href: string },
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select distinct a.id from account a join appointment h on h.person_id = a.person_id
    where a.kind = 'official' and a.disabled_at is null and h.post_id = any(${[...postIds]})
      and h.valid_from <= ${notice.today} and (h.valid_to is null or h.valid_to > ${notice.today})
      and not exists (select 1 from notice n where n.account_id = a.id and n.kind = ${notice.kind} and n.href = ${notice.href})
    order by a.id`.execute(db)
  return rows.map((each) => each.id)
}
