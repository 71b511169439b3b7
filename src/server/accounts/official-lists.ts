import { sql } from 'kysely'
import { grantsReach, heldOrganisations } from './official-rights.ts'
import { loadDirectory, loadPosts } from '#server/directory/index.ts'
import { type Call, type Db } from '#server/platform/call.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { fold } from '#server/platform/vietnamese-text.ts'
import { findWaitingSetup } from './official-queries.ts'

export const ACCOUNT_STATES = ['open', 'waiting', 'disabled'] as const
export type AccountState = (typeof ACCOUNT_STATES)[number]
export type OfficialLine = {
  id: string
  personId: string | null
  loginName: string
  fullName: string
  state: AccountState
  secondFactor: boolean
  demonstration: boolean
  posts: string[]
}
type Row = Omit<OfficialLine, 'posts'>

const state = sql`case when a.disabled_at is not null then 'disabled' when a.password_hash is null then 'waiting' else 'open' end`
const columns = sql`a.id, a.person_id as "personId", a.login_name as "loginName", a.full_name as "fullName", ${state} as state,
  a.totp_secret_sealed is not null as "secondFactor", a.demonstration`
/** Persons of whom every post held today is in reach; somebody without a post is in everybody's. */
const inReach = (
  reach: readonly string[],
  today: string,
) => sql`not exists (select 1 from appointment h join post p on p.id = h.post_id
  where h.person_id = x.id and h.valid_from <= ${today} and (h.valid_to is null or h.valid_to > ${today}) and p.organisation_id <> all(${[...reach]}))`

/** The posts a person holds today, each with its unit: "Trưởng phòng, Phòng Tư pháp". */
async function postWords(call: Call): Promise<(personId: string | null) => string[]> {
  const on = vietnamDate(call.now)
  const [posts, directory] = await Promise.all([loadPosts(call.db, on), loadDirectory(call.db, on)])
  return (personId) =>
    personId
      ? posts
          .heldBy(personId)
          .map((post) => [post.title, directory.organisation(post.organisationId)?.name].filter(Boolean).join(', '))
      : []
}

/** Accounts of officials in reach, by login name, from after one on; by a part of the name without accents or of the login name. */
export async function listOfficials(
  call: Call,
  asked: { words?: string | undefined; state?: AccountState | undefined; after?: string | undefined; limit: number },
): Promise<{ items: OfficialLine[]; next: string | null }> {
  const reach = grantsReach(call)
  const today = vietnamDate(call.now)
  const words = fold(asked.words ?? '')
  const { rows } = await sql<Row>`select ${columns} from account a left join person x on x.id = a.person_id
    where a.kind = 'official' and a.login_name > ${asked.after ?? ''} and ${inReach(reach, today)}
      and (${words} = '' or x.search_name like ${`%${words}%`} or a.login_name like ${`%${(asked.words ?? '').toLowerCase().replace(/[%_\\]/g, '')}%`})
      and (${asked.state ?? ''} = '' or ${state} = ${asked.state ?? ''})
    order by a.login_name limit ${asked.limit + 1}`.execute(call.db)
  const postsOf = await postWords(call)
  const items = rows.slice(0, asked.limit).map((row) => ({ ...row, posts: postsOf(row.personId) }))
  return { items, next: rows.length > asked.limit ? items.at(-1)!.loginName : null }
}

/** Persons in reach who have no account yet, by a part of the name. */
export async function listPersonsWithoutAccount(call: Call, words: string, limit = 20) {
  const reach = grantsReach(call)
  const today = vietnamDate(call.now)
  const { rows } = await sql<{ id: string; fullName: string }>`select x.id, x.full_name as "fullName" from person x
    where x.search_name like ${`%${fold(words)}%`} and not exists (select 1 from account a where a.person_id = x.id) and ${inReach(reach, today)}
    order by x.search_name, x.id limit ${limit}`.execute(call.db)
  const postsOf = await postWords(call)
  return rows.map((row) => ({ ...row, posts: postsOf(row.id) }))
}

/** A person in reach for whom an account may be opened, also just after it was. */
export async function findPersonForAccount(call: Call, personId: string) {
  const reach = new Set(grantsReach(call))
  const person = (
    await sql<{
      id: string
      fullName: string
    }>`select id, full_name as "fullName" from person where id::text = ${personId}`.execute(call.db)
  ).rows[0]
  if (!person) return undefined
  const posts = (await loadPosts(call.db, vietnamDate(call.now))).heldBy(person.id)
  if (!posts.every((post) => reach.has(post.organisationId))) return undefined
  return { ...person, posts: (await postWords(call))(person.id) }
}

const findLine = async (db: Db, id: string) =>
  (
    await sql<Row & { createdAt: Date }>`select ${columns}, a.created_at as "createdAt"
      from account a where a.kind = 'official' and a.id::text = ${id}`.execute(db)
  ).rows[0]

/** One official's account as an administrator sees it; undefined when it is not there or out of reach. */
export async function findOfficial(call: Call, id: string) {
  const reach = new Set(grantsReach(call))
  const line = await findLine(call.db, id)
  if (!line) return undefined
  const held = line.personId ? await heldOrganisations(call, line.personId) : []
  if (!held.every((each) => reach.has(each))) return undefined
  const posts = line.personId ? (await loadPosts(call.db, vietnamDate(call.now))).heldBy(line.personId) : []
  return {
    ...line,
    posts: posts.map(({ title, organisationId }) => ({ title, organisationId })),
    setupUntil: await findWaitingSetup(call.db, line.id, call.now),
    own: line.id === call.actor.id,
  }
}
