import { sql } from 'kysely'
import type { Db } from '#server/platform/call.ts'

/** Open dossiers that lie with a unit that has ended: by place or by an open task, in order of id. */
export async function listHeldByEnded(db: Db, ended: readonly string[], after: string | undefined, limit: number) {
  const { rows } = await sql<{ id: string }>`
    select id from (
      select id from dossier where ended_at is null
        and (receiving_id = any(${ended}::text[]) or handling_id = any(${ended}::text[]) or desk_id = any(${ended}::text[]))
      union
      select d.id from open_task t join dossier d on d.id = t.thing_id
        where t.organisation_id = any(${ended}::text[]) and d.ended_at is null) held
    where ${after ?? null}::uuid is null or id > ${after ?? null}::uuid
    order by id limit ${limit}`.execute(db)
  return rows.map((each) => each.id)
}
