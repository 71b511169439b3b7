import { sql } from 'kysely'
import type { Db } from '#server/platform/call.ts'
import type { BookKey, BookVolume, PaperBook } from './schema.ts'

const columns = [
  ...(['organisation_id as organisationId', 'kind', 'year', 'volume', 'per_volume as perVolume', 'last'] as const),
  'entries_in_volume as entriesInVolume' as const,
]

/** The books of units that hold anything, latest year first. */
export const listBooks = (db: Db, organisations: readonly string[]): Promise<PaperBook[]> =>
  db
    .selectFrom('paper_book')
    .select(columns)
    .where('organisation_id', 'in', organisations)
    .where('last', '>', 0)
    .orderBy('year', 'desc')
    .orderBy('kind')
    .execute()

const ofBook = <T>(key: BookKey) =>
  sql<T>`organisation_id = ${key.organisationId} and kind = ${key.kind} and year = ${key.year}`

export const findBook = async (db: Db, key: BookKey): Promise<PaperBook | undefined> =>
  db.selectFrom('paper_book').select(columns).where(ofBook<boolean>(key)).executeTakeFirst()

export const findBookForUpdate = async (db: Db, key: BookKey): Promise<PaperBook | undefined> =>
  db.selectFrom('paper_book').select(columns).where(ofBook<boolean>(key)).forUpdate().executeTakeFirst()

/** Quyển: the volumes of a book with the numbers that stand in each, latest first; two index probes a volume, whatever its length. */
export async function listVolumes(db: Db, key: BookKey, most: number, before?: number): Promise<BookVolume[]> {
  const { rows } = await sql<{
    volume: number
    first: number
    last: number
    pages: number | null
    signedBy: string | null
    closedAt: Date | null
  }>`
    select v.volume, e.first, e.last, c.pages, c.signed_by as "signedBy", c.closed_at as "closedAt"
    from paper_book b
    cross join lateral generate_series(least(b.volume, ${before ?? 2_000_000_000}::int - 1), 1, -1) as v(volume)
    cross join lateral (select
      (select number from paper_book_entry where organisation_id = b.organisation_id and kind = b.kind and year = b.year
        and volume = v.volume order by number limit 1) as first,
      (select number from paper_book_entry where organisation_id = b.organisation_id and kind = b.kind and year = b.year
        and volume = v.volume order by number desc limit 1) as last) e
    left join paper_book_volume c on c.organisation_id = b.organisation_id and c.kind = b.kind and c.year = b.year and c.volume = v.volume
    where b.organisation_id = ${key.organisationId} and b.kind = ${key.kind} and b.year = ${key.year} and e.first is not null
    order by v.volume desc limit ${most}`.execute(db)
  return rows.map(({ volume, first, last, pages, signedBy, closedAt }) => ({
    ...{ volume, first, last },
    closed: closedAt ? { pages: pages!, signedBy: signedBy!, at: closedAt } : null,
  }))
}

export const countVolume = async (db: Db, key: BookKey, volume: number): Promise<number> => {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from paper_book_entry where ${ofBook(key)} and volume = ${volume}`.execute(db)
  return rows[0]!.count
}
