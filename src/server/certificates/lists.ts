import { sql } from 'kysely'
import { type Call, type Db } from '#server/platform/call.ts'
import { readPlace } from '#server/platform/identifiers.ts'
import { fold } from '#server/platform/vietnamese-text.ts'
import { viewReach } from './rights.ts'
import { CERTIFICATE_KINDS, type CertificateKind, type CertificateState } from './schema.ts'

/** What a list is narrowed to: in use (not revoked, not run out), ending within 60 days, run out, or a state. */
export const LIST_STATES = ['in-use', 'ending', 'expired', 'suspended', 'revoked', 'left'] as const
export type ListState = (typeof LIST_STATES)[number]
export const ENDING_DAYS = 60

export type CertificateLine = {
  id: string
  kind: CertificateKind
  organisationId: string
  postId: string | null
  postTitle: string | null
  holder: string
  serial: string
  issuer: string
  tokenSerial: string | null
  notBefore: Date
  notAfter: Date
  state: CertificateState
  authorityKind: 'demonstration' | 'external' | null
  replaced: boolean
  /** Whether its loss is reported and the authority has not revoked it yet. */
  lossWaiting: boolean
  /** Whether the person named no longer holds the post. */
  left: boolean
}
export type Asked = {
  words?: string | undefined
  state?: ListState | undefined
  kind?: CertificateKind | undefined
  organisationIds?: readonly string[] | undefined
  postId?: string | undefined
  after?: string | undefined
  limit: number
}

const ofToday = (
  today: string,
) => sql`not exists (select 1 from appointment a where a.post_id = c.post_id and a.person_id = c.person_id
  and a.valid_from <= ${today} and (a.valid_to is null or a.valid_to > ${today}))`
const left = (today: string) => sql`(c.post_id is not null and ${ofToday(today)})`

function stateIs(state: ListState | undefined, now: Date, today: string) {
  if (state === 'suspended' || state === 'revoked') return sql`c.state = ${state}`
  if (state === 'expired') return sql`c.not_after <= ${now}`
  if (state === 'left') return sql`c.state <> 'revoked' and c.not_after > ${now} and ${left(today)}`
  if (state === 'ending') {
    const until = new Date(now.getTime() + ENDING_DAYS * 86_400_000)
    return sql`c.state <> 'revoked' and c.replaced_by is null and c.not_after > ${now} and c.not_after <= ${until}`
  }
  if (state === 'in-use') return sql`c.state <> 'revoked' and c.not_after > ${now}`
  return sql`true`
}

/** The statement of the list, by the end of the certificates (index `certificate_end`), from a place on. */
export function certificateList(asked: Asked & { organisationIds: readonly string[] }, now: Date, today: string) {
  const after = readPlace(asked.after)
  const words = fold(asked.words ?? '')
    .split(' ')
    .filter(Boolean)
    .map((word) => `'${word}':*`)
    .join(' & ')
  return sql<CertificateLine>`select c.id, c.kind, c.organisation_id as "organisationId", c.post_id as "postId", p.title as "postTitle",
      c.holder, c.serial, c.issuer, c.token_serial as "tokenSerial", c.not_before as "notBefore", c.not_after as "notAfter", c.state,
      y.kind as "authorityKind", c.replaced_by is not null as replaced,
      exists (select 1 from certificate_request q where q.certificate_id = c.id and q.kind = 'loss' and q.state = 'waiting') as "lossWaiting", ${left(today)} as left
    from certificate c left join post p on p.id = c.post_id left join certificate_authority y on y.id = c.authority_id
    where (c.organisation_id = any(${[...asked.organisationIds]}) or c.post_id = ${asked.postId ?? ''}) and ${stateIs(asked.state, now, today)}
      ${asked.kind && CERTIFICATE_KINDS.includes(asked.kind) ? sql`and c.kind = ${asked.kind}` : sql``}
      ${words ? sql`and array_to_tsvector(string_to_array(c.search, ' ')) @@ ${words}::tsquery` : sql``}
      ${after ? sql`and (c.not_after, c.id) > (${after.at}, ${after.id}::uuid)` : sql``}
    order by c.not_after, c.id limit ${asked.limit + 1}`
}

export async function listLines(
  db: Db,
  asked: Asked & { organisationIds: readonly string[] },
  now: Date,
  today: string,
) {
  const { rows } = await certificateList(asked, now, today).execute(db)
  const items = rows.slice(0, asked.limit)
  const last = items.at(-1)
  return { items, next: rows.length > asked.limit && last ? `${last.notAfter.getTime()}_${last.id}` : null }
}

/** Whether a unit narrows the list: only within what the post sees. */
export const withinReach = (call: Call, organisationIds: Iterable<string> | undefined): string[] => {
  const reach = viewReach(call)
  if (!organisationIds) return reach
  const wanted = new Set(organisationIds)
  return reach.filter((each) => wanted.has(each))
}

export const listEvents = (db: Db, certificateId: string) =>
  db
    .selectFrom('certificate_event')
    .select(['at', 'what', 'note', 'by_name as byName', 'by_post as byPost'])
    .where('certificate_id', '=', certificateId)
    .orderBy('seq', 'desc')
    .execute()

/** Certificates that end within the days given and have not been warned of at that mark, with who is to be told. */
export async function listToWarn(db: Db, days: number, now: Date, today: string) {
  const until = new Date(now.getTime() + days * 86_400_000)
  const { rows } = await sql<{
    id: string
    holder: string
    notAfter: Date
    organisationId: string
    postId: string | null
  }>`select c.id, c.holder, c.not_after as "notAfter", c.organisation_id as "organisationId", c.post_id as "postId"
    from certificate c where c.not_after > ${now} and c.not_after <= ${until} and c.state <> 'revoked' and c.replaced_by is null
      and not ${left(today)} and not exists (select 1 from certificate_warning w where w.certificate_id = c.id and w.days <= ${days})
    order by c.not_after, c.id limit 500`.execute(db)
  return rows
}

/** Marks a certificate as warned of; says whether this is the first time at this mark. */
export async function markWarned(db: Db, certificateId: string, days: number, at: Date) {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('certificate_warning')
    .values({ certificate_id: certificateId, days, warned_at: at })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return numInsertedOrUpdatedRows === 1n
}

/** Open accounts of those who hold one of the posts today; of one person where a post may have several. */
export async function listAccountsOfPosts(
  db: Db,
  postIds: readonly string[],
  today: string,
  personId: string | null = null,
) {
  const { rows } = await sql<{
    id: string
    email: string | null
  }>`select distinct a.id, a.email from account a join appointment h on h.person_id = a.person_id
    where a.kind = 'official' and a.disabled_at is null and (${personId}::uuid is null or h.person_id = ${personId}::uuid) and h.post_id = any(${[...postIds]}) and h.valid_from <= ${today}
      and (h.valid_to is null or h.valid_to > ${today}) order by a.id`.execute(db)
  return rows
}
