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
  /** Folded words, each whole: of a whole word the planner knows how rare it is, and reads either the index of words or that of numbers. */
  words?: readonly string[] | undefined
  /** Dossiers of owners so called: their papers are found too. */
  dossierIds?: readonly string[] | undefined
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

function conditions(key: BookKey, filter: EntryFilter): RawBuilder<unknown> {
  const { from, until, words, dossierIds, after, upwards } = filter
  const all = [
    sql`e.organisation_id = ${key.organisationId} and e.kind = ${key.kind} and e.year = ${key.year}`,
    ...(from ? [sql`e.entered_at >= ${from}::timestamptz(3) and e.number >= ${edge(key, from, 'first')}`] : []),
    ...(until ? [sql`e.entered_at < ${until}::timestamptz(3) and e.number <= ${edge(key, until, 'last')}`] : []),
    ...(filter.volume ? [sql`e.volume = ${filter.volume}`] : []),
    ...(filter.fromNumber ? [sql`e.number >= ${filter.fromNumber}`] : []),
    ...(filter.toNumber ? [sql`e.number <= ${filter.toNumber}`] : []),
    ...(after === undefined ? [] : [upwards ? sql`e.number > ${after}` : sql`e.number < ${after}`]),
  ]
  if (words && words.length > 0) {
    const query = words.map((word) => `'${word.replaceAll(/[^a-z0-9]/g, '')}'`).join(' & ')
    const said = sql`array_to_tsvector(string_to_array(e.search, ' ')) @@ ${query}::tsquery`
    const theirs = sql`e.paper_id in (select id from paper where subject_kind = 'dossier' and subject_id = any(${dossierIds ?? []}))`
    all.push(dossierIds && dossierIds.length > 0 ? sql`(${said} or ${theirs})` : said)
  }
  return sql.join(all, sql` and `)
}

/** Lines of a book under a filter, by number: whatever its length, a page is read from the index of its numbers. */
export async function listLines(db: Db, key: BookKey, filter: EntryFilter, names: boolean): Promise<BookLine[]> {
  const { rows } = await sql<BookLine>`
    select e.number, e.volume, e.subject, e.note, e.kept_by as "keptBy", e.entered_at as "enteredAt",
      e.paper_id as "paperId", p.notation, p.numbered_on as "numberedOn", p.state, p.state_reason as "stateReason",
      r.notation as "replacedBy", p.data ->> 'signer' as signer,
      case when ${names} and jsonb_typeof(p.data -> 'receivers') = 'array' then p.data -> 'receivers' end as receivers, d.code,
      coalesce(e.copies, case when e.facts ->> 'copies' ~ '^[0-9]{1,6}$' then (e.facts ->> 'copies')::int end) as copies,
      e.facts ->> 'document' as document, e.facts ->> 'fee' as fee, e.facts ->> 'remark' as remark,
      case when ${names} then coalesce(e.facts ->> 'requester', e.facts ->> 'person', d.owner_name) end as owner
    from (select * from paper_book_entry e where ${conditions(key, filter)}
      order by e.number ${filter.upwards ? sql`asc` : sql`desc`} limit ${filter.limit}) e
    left join paper p on p.id = e.paper_id
    left join paper r on r.id = p.replaced_by
    left join dossier d on d.code = case
      when p.id is null and e.subject like 'Hồ sơ %' then substr(e.subject, 7)
      when p.subject_kind = 'dossier' then (select code from dossier where id = p.subject_id::uuid) end
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
