import { sql } from 'kysely'
import type { Db } from '#server/platform/call.ts'

export type Book = { organisationId: string; kind: string; year: number }

/** The next number and its volume, the book's row locked until the transaction ends; a full volume is closed and the next opened. */
export async function nextOfBook(
  db: Db,
  { organisationId, kind, year }: Book,
): Promise<{ number: number; volume: number }> {
  const { rows } = await sql<{ number: number; volume: number }>`
    insert into paper_book as b (organisation_id, kind, year, last, entries_in_volume)
    values (${organisationId}, ${kind}, ${year}, 1, 1)
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
