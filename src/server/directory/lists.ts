import { sql } from 'kysely'
import type { Db } from '#server/platform/call.ts'
import { fold } from '#server/platform/vietnamese-text.ts'

/** Where a page of people goes on: the last one shown. */
export type AfterPerson = { name: string; id: string }

export type PostHeld = { title: string; kind: string; organisationId: string }

/** People by name, typed with or without accents, each word anywhere in it; only those who hold a post in the units given, or none at all. */
export async function listPeopleIn(
  db: Db,
  units: readonly string[],
  filter: { words: string; on: string; after?: AfterPerson | undefined; limit: number },
) {
  const { words, on, after, limit } = filter
  const asked = fold(words).split(' ').filter(Boolean).slice(0, 8)
  const { rows } = await sql<{ id: string; fullName: string; searchName: string; posts: PostHeld[] | null }>`
    select x.id, x.full_name as "fullName", x.search_name as "searchName",
      (select jsonb_agg(jsonb_build_object('title', p.title, 'kind', a.kind, 'organisationId', p.organisation_id) order by a.kind = 'main' desc, p.title)
        from appointment a join post p on p.id = a.post_id
        where a.person_id = x.id and a.valid_from <= ${on} and (a.valid_to is null or a.valid_to > ${on})) as posts
    from person x
    where ${
      asked.length > 0
        ? sql.join(
            asked.map((word) => sql`x.search_name like ${`%${word}%`}`),
            sql` and `,
          )
        : sql`true`
    }
      and ${after ? sql`(x.search_name, x.id) > (${after.name}, ${after.id}::uuid)` : sql`true`}
      and (not exists (select 1 from appointment a where a.person_id = x.id)
        or exists (select 1 from appointment a join post p on p.id = a.post_id where a.person_id = x.id
          and p.organisation_id = any(${[...units]}::text[])))
    order by x.search_name, x.id limit ${limit + 1}`.execute(db)
  return rows.map((row) => ({ ...row, posts: row.posts ?? [] }))
}

/** Posts of an organisation, of every day, with who holds each on a day. */
export async function listPostsOfOrganisation(db: Db, organisationId: string, on: string) {
  const { rows } = await sql<{ id: string; title: string; from: string; to: string | null; holder: string | null }>`
    select p.id, p.title, p.valid_from as "from", p.valid_to as "to",
      (select string_agg(x.full_name, ', ' order by a.kind = 'main' desc, x.full_name) from appointment a join person x on x.id = a.person_id
        where a.post_id = p.id and a.valid_from <= ${on} and (a.valid_to is null or a.valid_to > ${on})) as holder
    from post p where p.organisation_id = ${organisationId} order by p.valid_to nulls first, p.title, p.id`.execute(db)
  return rows
}

/** Every post that is there on a day or comes to be, in the units given: to choose from. */
export const listPostsIn = (db: Db, units: readonly string[], on: string) =>
  db
    .selectFrom('post')
    .select(['id', 'title', 'organisation_id as organisationId'])
    .where('organisation_id', 'in', units.length > 0 ? [...units] : [''])
    .where((eb) => eb.or([eb('valid_to', 'is', null), eb('valid_to', '>', on)]))
    .orderBy('title')
    .orderBy('id')
    .execute()

/** What came before an organisation and after it. */
export const listSuccessionsOf = (db: Db, id: string) =>
  db
    .selectFrom('organisation_succession')
    .select(['predecessor_id as predecessorId', 'successor_id as successorId', 'effective_on as on', 'kind'])
    .select(['legal_basis as legalBasis', 'main'])
    .where((eb) => eb.or([eb('predecessor_id', '=', id), eb('successor_id', '=', id)]))
    .orderBy('effective_on')
    .execute()
