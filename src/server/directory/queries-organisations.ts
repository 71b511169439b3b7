import { sql } from 'kysely'
import type { Db } from '#server/platform/call.ts'
import { fold } from '#server/platform/vietnamese-text.ts'
import type { OrganisationFacts } from './vocabulary.ts'

/** Changes of the directory wait for one another: they are rare, and each must see the whole tree as the one before left it. */
export async function lockDirectory(db: Db) {
  await db.selectFrom('directory_revision').select('revision').forUpdate().executeTakeFirstOrThrow()
}

/** Every version of every organisation, of every day. */
export const listVersions = (db: Db) =>
  db
    .selectFrom('organisation as o')
    .innerJoin('organisation_version as v', 'v.organisation_id', 'o.id')
    .select(['o.id', 'o.kind', 'o.tier', 'o.established_on as establishedOn', 'o.abolished_on as abolishedOn'])
    .select(['v.name', 'v.valid_from as from', 'v.valid_to as to', 'v.parent_id as parentId', 'v.functions'])
    .select(['v.address', 'v.phone', 'v.legal_basis as legalBasis', 'v.sort_order as sortOrder', 'v.email'])
    .orderBy('o.id')
    .orderBy('v.valid_from')
    .execute()
export type VersionRow = Awaited<ReturnType<typeof listVersions>>[number]

export async function insertOrganisation(
  db: Db,
  row: { id: string; kind: string; tier: string; from: string; legalBasis: string },
) {
  await db
    .insertInto('organisation')
    .values({
      id: row.id,
      kind: row.kind,
      tier: row.tier,
      established_on: row.from,
      abolished_on: null,
      invented: false,
      legal_basis: row.legalBasis,
    })
    .execute()
}

export async function insertVersion(
  db: Db,
  row: OrganisationFacts & {
    id: string
    from: string
    to: string | null
    parentId: string | null
    legalBasis: string
    sortOrder: number
    email: string | null
  },
) {
  const short = row.name.replace(/^UBND /, '')
  await db
    .insertInto('organisation_version')
    .values({
      organisation_id: row.id,
      valid_from: row.from,
      valid_to: row.to,
      name: row.name,
      short_name: short,
      parent_id: row.parentId,
      functions: row.functions,
      address: row.address,
      phone: row.phone,
      email: row.email,
      search_name: fold(short),
      sort_order: row.sortOrder,
      legal_basis: row.legalBasis,
    })
    .execute()
}

export async function closeVersion(db: Db, id: string, from: string, to: string) {
  await db
    .updateTable('organisation_version')
    .set({ valid_to: to })
    .where('organisation_id', '=', id)
    .where('valid_from', '=', from)
    .execute()
}

export const listCodes = (db: Db) =>
  db
    .selectFrom('organisation_code')
    .select(['organisation_id as organisationId', 'scheme', 'code', 'valid_from as from', 'valid_to as to'])
    .orderBy('valid_from')
    .execute()

export async function insertCode(db: Db, organisationId: string, scheme: string, code: string, from: string) {
  await db
    .insertInto('organisation_code')
    .values({ organisation_id: organisationId, scheme, code, valid_from: from, valid_to: null })
    .execute()
}

export async function closeCode(db: Db, organisationId: string, scheme: string, from: string, to: string) {
  await db
    .updateTable('organisation_code')
    .set({ valid_to: to })
    .where('organisation_id', '=', organisationId)
    .where('scheme', '=', scheme)
    .where('valid_from', '=', from)
    .execute()
}

export const listDeskServices = (db: Db) =>
  db
    .selectFrom('desk_service')
    .select(['desk_id as deskId', 'served_id as servedId', 'valid_from as from', 'valid_to as to'])
    .orderBy('valid_from')
    .execute()

export async function insertDeskService(
  db: Db,
  deskId: string,
  servedId: string,
  from: string,
  to: string | null = null,
) {
  await db
    .insertInto('desk_service')
    .values({ desk_id: deskId, served_id: servedId, valid_from: from, valid_to: to })
    .execute()
}

export async function closeDeskService(db: Db, deskId: string, servedId: string, from: string, to: string) {
  await db
    .updateTable('desk_service')
    .set({ valid_to: to })
    .where('desk_id', '=', deskId)
    .where('served_id', '=', servedId)
    .where('valid_from', '=', from)
    .execute()
}

export async function insertSuccession(
  db: Db,
  row: { predecessorId: string; successorId: string; on: string; kind: string; legalBasis: string; main: boolean },
) {
  await db
    .insertInto('organisation_succession')
    .values({
      predecessor_id: row.predecessorId,
      successor_id: row.successorId,
      effective_on: row.on,
      kind: row.kind,
      legal_basis: row.legalBasis,
      main: row.main,
    })
    .execute()
}

/** How much is not finished in a unit: tasks and dossiers (`open_work`, published by the modules that hold them). */
export async function countOpenWork(db: Db, organisationId: string): Promise<number> {
  const row = await db
    .selectFrom('open_work')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('organisation_id', '=', organisationId)
    .executeTakeFirstOrThrow()
  return row.count
}

/** Ends on a day the organisation itself, and what stands on it: its codes, posts, their duties, holders and delegations. */
export async function markEnded(db: Db, id: string, on: string, legalBasis: string) {
  await db
    .updateTable('organisation')
    .set({ abolished_on: on, abolished_by: legalBasis })
    .where('id', '=', id)
    .execute()
  await db
    .updateTable('organisation_code')
    .set({ valid_to: on })
    .where('organisation_id', '=', id)
    .where('valid_to', 'is', null)
    .execute()
  await sql`
    with posts as (update post set valid_to = ${on} where organisation_id = ${id} and (valid_to is null or valid_to > ${on}) returning id),
    duties as (update post_duty set valid_to = ${on} where (organisation_id = ${id} or post_id in (select id from posts))
      and valid_from < ${on} and (valid_to is null or valid_to > ${on})),
    holders as (update appointment set valid_to = ${on} where post_id in (select id from posts)
      and valid_from < ${on} and (valid_to is null or valid_to > ${on}))
    update delegation set valid_to = ${on} where (from_post_id in (select id from posts) or to_post_id in (select id from posts))
      and valid_from < ${on} and (valid_to is null or valid_to > ${on})`.execute(db)
}

/** What is set to begin in a unit on a day or later: posts, duties, appointments, codes, desks. */
export async function countLaterThings(db: Db, id: string, on: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select (select count(*) from post where organisation_id = ${id} and valid_from >= ${on})
      + (select count(*) from post_duty where organisation_id = ${id} and valid_from >= ${on})
      + (select count(*) from appointment a join post p on p.id = a.post_id where p.organisation_id = ${id} and a.valid_from >= ${on})
      + (select count(*) from delegation d join post p on p.id in (d.from_post_id, d.to_post_id)
          where p.organisation_id = ${id} and d.valid_from >= ${on} and d.revoked_at is null)
      + (select count(*) from organisation_code where organisation_id = ${id} and valid_from >= ${on})
      + (select count(*) from desk_service where (desk_id = ${id} or served_id = ${id}) and valid_from >= ${on}) as count`.execute(
    db,
  )
  return Number(rows[0]?.count ?? 0)
}
