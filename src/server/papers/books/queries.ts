import { sql } from 'kysely'
import type { Db } from '#server/platform/call.ts'

export type Book = { organisationId: string; kind: string; year: number }

/**
 * The next number and its volume, the book's row locked until the transaction ends; behind a full volume the next is opened. The book of a
 * year begins with the volume size of the year before.
 */
export async function nextOfBook(
  db: Db,
  { organisationId, kind, year }: Book,
): Promise<{ number: number; volume: number }> {
  const { rows } = await sql<{ number: number; volume: number }>`
    insert into paper_book as b (organisation_id, kind, year, last, entries_in_volume, per_volume)
    values (${organisationId}, ${kind}, ${year}, 1, 1, coalesce((select per_volume from paper_book
      where organisation_id = ${organisationId} and kind = ${kind} and year < ${year} order by year desc limit 1), 200))
    on conflict (organisation_id, kind, year) do update set
      last = b.last + 1,
      volume = b.volume + case when b.entries_in_volume >= b.per_volume then 1 else 0 end,
      entries_in_volume = case when b.entries_in_volume >= b.per_volume then 1 else b.entries_in_volume + 1 end
    returning last as number, volume`.execute(db)
  return rows[0]!
}

export async function insertEntry(
  db: Db,
  row: Book & {
    number: number
    volume: number
    paperId: string | null
    subject: string
    facts: Record<string, unknown>
  },
  by: string,
  at: Date,
) {
  await db
    .insertInto('paper_book_entry')
    .values({
      ...{ organisation_id: row.organisationId, kind: row.kind, year: row.year, number: row.number },
      ...{ volume: row.volume, paper_id: row.paperId, subject: row.subject, entered_at: at, entered_by: by },
      facts: JSON.stringify(row.facts) as never,
    })
    .execute()
}

/** The number and volume that would be given now; nothing is held. */
export async function foreseenOfBook(
  db: Db,
  { organisationId, kind, year }: Book,
): Promise<{ number: number; volume: number }> {
  const row = await db
    .selectFrom('paper_book')
    .select(['last', 'volume', 'entries_in_volume', 'per_volume'])
    .where('organisation_id', '=', organisationId)
    .where('kind', '=', kind)
    .where('year', '=', year)
    .executeTakeFirst()
  if (!row) return { number: 1, volume: 1 }
  return { number: row.last + 1, volume: row.volume + (row.entries_in_volume >= row.per_volume ? 1 : 0) }
}

/** Nothing more comes into the volume in use: the next entry stands in the one behind it. */
export const openNextVolume = (db: Db, book: Book) =>
  db
    .updateTable('paper_book')
    .set({ volume: sql<number>`volume + 1`, entries_in_volume: 0 })
    .where('organisation_id', '=', book.organisationId)
    .where('kind', '=', book.kind)
    .where('year', '=', book.year)
    .execute()

export const markVolumeSize = (db: Db, book: Book, perVolume: number) =>
  db
    .updateTable('paper_book')
    .set({ per_volume: perVolume })
    .where('organisation_id', '=', book.organisationId)
    .where('kind', '=', book.kind)
    .where('year', '=', book.year)
    .execute()

export async function insertClosed(
  db: Db,
  book: Book,
  closed: { volume: number; first: number; last: number; pages: number; signedBy: string },
  by: string,
  at: Date,
) {
  await db
    .insertInto('paper_book_volume')
    .values({
      ...{ organisation_id: book.organisationId, kind: book.kind, year: book.year, volume: closed.volume },
      ...{ first: closed.first, last: closed.last, pages: closed.pages, signed_by: closed.signedBy },
      ...{ closed_at: at, closed_by: by },
    })
    .execute()
}

/** False when there is no such entry. */
export async function markNote(
  db: Db,
  of: Book & { number: number; note: string; copies: number | null; keptBy: string },
  by: string,
  at: Date,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('paper_book_entry')
    .set({ note: of.note, copies: of.copies, kept_by: of.keptBy, noted_at: at, noted_by: by })
    .where('organisation_id', '=', of.organisationId)
    .where('kind', '=', of.kind)
    .where('year', '=', of.year)
    .where('number', '=', of.number)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}
