import { sql } from 'kysely'
import type { Db } from '#server/platform/call.ts'
import type { DossierState } from './schema.ts'
import { STATES } from './state-machine.ts'

const ALIVE = (Object.keys(STATES) as DossierState[]).filter((state) => !STATES[state].ends)

/** Dossiers alive that lie with a unit that has ended: at its desk, to be settled there, or with a task there; each way by its index, in order of id. */
export async function listHeldByEnded(db: Db, ended: readonly string[], after: string | undefined, limit: number) {
  const { rows } = await sql<{ id: string }>`
    select id from (
      select id from dossier where desk_id = any(${ended}::text[]) and state = any(${ALIVE}::text[])
      union
      select id from dossier where handling_id = any(${ended}::text[]) and ended_at is null and settled_at is null
      union
      select thing_id from open_task where organisation_id = any(${ended}::text[])) held
    where ${after ?? null}::uuid is null or id > ${after ?? null}::uuid
    order by id limit ${limit}`.execute(db)
  return rows.map((each) => each.id)
}
