import { type Insertable, sql, type Updateable } from 'kysely'
import type { Db } from '#server/platform/call.ts'
import type { Tables } from '#server/platform/db/tables.ts'

const OPEN = ['draft', 'submitted', 'checked']

/** One code at a time: two acts that make or publish versions of a code wait for each other. */
export async function lockCode(db: Db, code: string, now: Date) {
  await db
    .insertInto('procedure')
    .values({ code, created_at: now })
    .onConflict((c) => c.doNothing())
    .execute()
  await db.selectFrom('procedure').select('code').where('code', '=', code).forUpdate().executeTakeFirstOrThrow()
}

const work = [
  'id',
  'code',
  'version',
  'state',
  'rule_set_id as ruleSetId',
  'source',
  'name',
  'field',
  'organisation_id as keeperId',
  'effective_from as effectiveFrom',
  'effective_to as effectiveTo',
  'drafted_by as draftedBy',
  'checked_by as checkedBy',
  'published_by as publishedBy',
  'remark',
  'revision',
] as const

export const findVersionForUpdate = (db: Db, id: string) =>
  db.selectFrom('procedure_version').select(work).select('content').where('id', '=', id).forUpdate().executeTakeFirst()

export const findCodeOfVersion = (db: Db, id: string) =>
  db.selectFrom('procedure_version').select('code').where('id', '=', id).executeTakeFirst()

/** Every version of a code, the latest first. */
export const listVersionsOfCode = (db: Db, code: string) =>
  db.selectFrom('procedure_version').select(work).where('code', '=', code).orderBy('version', 'desc').execute()

/** Versions on their way, or lately published or ended, the newest first, from after a place on. */
export const listVersionsIn = (
  db: Db,
  states: readonly string[],
  limit: number,
  after?: { createdAt: Date; id: string },
) =>
  db
    .selectFrom('procedure_version')
    .select(work)
    .select('created_at as createdAt')
    .where('state', 'in', [...states])
    .$if(after !== undefined, (query) =>
      query.where(sql<boolean>`(created_at, id) < (${after?.createdAt ?? null}, ${after?.id ?? null}::uuid)`),
    )
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()

export const countOpenVersions = (db: Db) =>
  db
    .selectFrom('procedure_version')
    .select(['state', (eb) => eb.fn.countAll<number>().as('count')])
    .where('state', 'in', OPEN)
    .groupBy('state')
    .execute()

export const insertVersion = (db: Db, row: Insertable<Tables['procedure_version']>) =>
  db.insertInto('procedure_version').values(row).execute()

/** Changes a version that is still as it was read. */
export async function markVersion(
  db: Db,
  id: string,
  revision: number,
  patch: Updateable<Tables['procedure_version']>,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('procedure_version')
    .set({ ...patch, revision: revision + 1 })
    .where('id', '=', id)
    .where('revision', '=', revision)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

export const insertAct = (db: Db, row: Insertable<Tables['procedure_version_act']>) =>
  db.insertInto('procedure_version_act').values(row).execute()

export const listActs = (db: Db, versionId: string) =>
  db
    .selectFrom('procedure_version_act')
    .select(['act', 'actor_name as actorName', 'post_title as postTitle', 'remark', 'at'])
    .where('version_id', '=', versionId)
    .orderBy('at')
    .orderBy('id')
    .execute()

/** The persons that accounts belong to; accounts without one are left out. */
export async function listPersonsOf(db: Db, accounts: readonly string[]): Promise<Map<string, string>> {
  const ids = accounts.filter((id) => /^[0-9a-f-]{36}$/.test(id))
  if (ids.length === 0) return new Map()
  const rows = await db.selectFrom('account').select(['id', 'person_id']).where('id', 'in', ids).execute()
  return new Map(rows.flatMap((row) => (row.person_id ? [[row.id, row.person_id]] : [])))
}
