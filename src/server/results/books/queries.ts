import { type RawBuilder, sql } from 'kysely'
import type { Db } from '#server/platform/call.ts'
import type { BookKey } from '#server/papers/index.ts'

/** One line of a book: the entry, the paper it numbered and what became of it. `owner` and `receivers` only for who may read names. */
export type BookLine = {
  number: number
  volume: number
  subject: string
  note: string
  copies: number | null
  keptBy: string
  enteredAt: Date
  paperId: string | null
  notation: string | null
  numberedOn: string | null
  state: string | null
  stateReason: string | null
  replacedBy: string | null
  signer: string | null
  receivers: string[] | null
  code: string | null
  owner: string | null
  /** What an entry of a certification keeps beside: the paper certified, the charge, the remark written with the words. */
  document: string | null
  fee: string | null
  remark: string | null
}

export type EntryFilter = {
  /** Entered from the first of these instants and before the second. */
  from?: Date | undefined
  until?: Date | undefined
  volume?: number | undefined
  fromNumber?: number | undefined
  toNumber?: number | undefined
  /** Only these, found before; with `words`: these too. */
  numbers?: readonly number[] | undefined
  /** Folded words, each whole; for words that are in so many lines that they are met soon. */
  words?: readonly string[] | undefined
  /** Newest first from behind this number; `upwards`: oldest first from behind it. */
  after?: number | undefined
  upwards?: boolean | undefined
  limit: number
}

/** Numbers follow the time of entry but for the few that were given at once: bounds of a period are widened by more than that. */
const AT_ONCE = 1000

const edge = (key: BookKey, at: Date, side: 'first' | 'last') => {
  const of = sql`organisation_id = ${key.organisationId} and kind = ${key.kind} and year = ${key.year}`
  return side === 'first'
    ? sql`coalesce((select number from paper_book_entry where ${of} and entered_at >= ${at}::timestamptz(3)
        order by entered_at, number limit 1), 2147480000) - ${AT_ONCE}`
    : sql`coalesce((select number from paper_book_entry where ${of} and entered_at < ${at}::timestamptz(3)
        order by entered_at desc, number desc limit 1), -2000) + ${AT_ONCE}`
}

const ofBook = (key: BookKey) =>
  sql`e.organisation_id = ${key.organisationId} and e.kind = ${key.kind} and e.year = ${key.year}`

const said = (words: readonly string[]) => {
  const query = words.map((word) => `'${word.replaceAll(/[^a-z0-9]/g, '')}'`).join(' & ')
  return sql`array_to_tsvector(string_to_array(e.search, ' ')) @@ ${query}::tsquery`
}

/**
 * Numbers of lines with these words, in no order, `most` at most: read from the index of words when they are rare. In the order of numbers
 * the planner would read a long book from its end to find them.
 */
export async function listSaid(db: Db, key: BookKey, words: readonly string[], most: number): Promise<number[]> {
  const { rows } = await sql<{ number: number }>`
    select e.number from paper_book_entry e where ${ofBook(key)} and ${said(words)} limit ${most}`.execute(db)
  return rows.map((row) => row.number)
}

/** Numbers of the papers of these dossiers, and of their events that were numbered before their papers. */
export async function listNumbersOf(db: Db, key: BookKey, dossierIds: readonly string[]): Promise<number[]> {
  if (dossierIds.length === 0) return []
  const { rows } = await sql<{ number: number }>`
    select e.number from paper p join paper_book_entry e on e.paper_id = p.id
    where p.subject_kind = 'dossier' and p.subject_id = any(${dossierIds}) and ${ofBook(key)}
    union
    select e.number from paper p join dossier d on d.id = p.subject_id::uuid join paper_book_entry e
      on ${ofBook(key)} and e.number = p.number and e.paper_id is null and e.subject = 'Hồ sơ ' || d.code
    where p.subject_kind = 'dossier' and p.subject_id = any(${dossierIds})`.execute(db)
  return rows.map((row) => row.number)
}

function conditions(key: BookKey, filter: EntryFilter): RawBuilder<unknown> {
  const { from, until, words, numbers, after, upwards } = filter
  const all = [
    ofBook(key),
    ...(from ? [sql`e.entered_at >= ${from}::timestamptz(3) and e.number >= ${edge(key, from, 'first')}`] : []),
    ...(until ? [sql`e.entered_at < ${until}::timestamptz(3) and e.number <= ${edge(key, until, 'last')}`] : []),
    ...(filter.volume ? [sql`e.volume = ${filter.volume}`] : []),
    ...(filter.fromNumber ? [sql`e.number >= ${filter.fromNumber}`] : []),
    ...(filter.toNumber ? [sql`e.number <= ${filter.toNumber}`] : []),
    ...(after === undefined ? [] : [upwards ? sql`e.number > ${after}` : sql`e.number < ${after}`]),
  ]
  const found = numbers && sql`e.number = any(${numbers})`
  if (words) all.push(found ? sql`(${said(words)} or ${found})` : said(words))
  else if (found) all.push(found)
  return sql.join(all, sql` and `)
}

/** The paper of an entry: the one it was given for; of an event that is numbered before its paper, the latest that carries the number. */
const paperOfEntry = sql`
  select * from paper where id = e.paper_id
  union all (select * from paper where e.paper_id is null and subject_kind = 'dossier' and subject_id = event.id::text
    and number = e.number and organisation_id = e.organisation_id and extract(year from numbered_on) = e.year
    order by set_at desc limit 1)`

/** Lines of a book under a filter, by number: whatever its length, a page is read from the index of its numbers. */
export async function listLines(db: Db, key: BookKey, filter: EntryFilter, names: boolean): Promise<BookLine[]> {
  const { rows } = await sql<BookLine>`
    select e.number, e.volume, case when e.paper_id is null then coalesce(p.title, e.subject) else e.subject end as subject,
      e.note, e.kept_by as "keptBy", e.entered_at as "enteredAt",
      p.id as "paperId", p.notation, p.numbered_on as "numberedOn", p.state, p.state_reason as "stateReason",
      r.notation as "replacedBy", p.data ->> 'signer' as signer,
      case when ${names} and jsonb_typeof(p.data -> 'receivers') = 'array' then p.data -> 'receivers' end as receivers, d.code,
      coalesce(e.copies, case when e.facts ->> 'copies' ~ '^[0-9]{1,6}$' then (e.facts ->> 'copies')::int end) as copies,
      e.facts ->> 'document' as document, e.facts ->> 'fee' as fee, e.facts ->> 'remark' as remark,
      case when ${names} then coalesce(e.facts ->> 'requester', e.facts ->> 'person', d.owner_name) end as owner
    from (select * from paper_book_entry e where ${conditions(key, filter)}
      order by e.number ${filter.upwards ? sql`asc` : sql`desc`} limit ${filter.limit}) e
    left join lateral (select id, code from dossier
      where e.paper_id is null and e.subject like 'Hồ sơ %' and code = substr(e.subject, 7)) event on true
    left join lateral (${paperOfEntry}) p on true
    left join paper r on r.id = p.replaced_by
    left join dossier d on d.id = case
      when event.id is not null then event.id when p.subject_kind = 'dossier' then p.subject_id::uuid end
    order by e.number ${filter.upwards ? sql`asc` : sql`desc`}`.execute(db)
  return rows
}

/** Dossiers that a unit handles of owners whose folded name begins so. */
export async function listOwned(db: Db, organisationId: string, name: string, most: number): Promise<string[]> {
  const rows = await db
    .selectFrom('dossier')
    .select('id')
    .where(sql<boolean>`owner_search ~>=~ ${name} and owner_search ~<~ ${`${name}\uffff`}`)
    .where('handling_id', '=', organisationId)
    .orderBy('filed_at', 'desc')
    .limit(most)
    .execute()
  return rows.map((row) => row.id)
}
