import { sql } from 'kysely'
import type { Db } from './call.ts'

/** The heads of all audit chains as they stand. */
export const findAuditHeads = async (db: Db) =>
  (
    await sql<{
      id: string
      seq: number
      hash: Buffer
    }>`select organisation_id as id, seq, hash from audit_head order by 1`.execute(db)
  ).rows

/** A place where anchors are written down: since when it fails, and why. */
export const listAnchorPlaces = (db: Db) =>
  db
    .selectFrom('anchor_place')
    .select(['place', 'written_at as writtenAt', 'failing_since as failingSince', 'tries', 'last_error as lastError'])
    .orderBy('place')
    .execute()

/** The last anchor that was written to a place. */
export const findLastAnchor = async (db: Db, place: string) =>
  (await db.selectFrom('anchor_place').select('last_hash').where('place', '=', place).executeTakeFirst())?.last_hash ??
  null

/** `lastHash`: the last anchor that stands there now, by which a folder that was taken away or cut is found. */
export const recordAnchorWritten = (db: Db, place: string, now: Date, lastHash: string | null) =>
  sql`insert into anchor_place (place, written_at, last_hash) values (${place}, ${now}, ${lastHash})
    on conflict (place) do update set written_at = excluded.written_at,
      last_hash = coalesce(excluded.last_hash, anchor_place.last_hash), failing_since = null, tries = 0, last_error = null`.execute(
    db,
  )

export const recordAnchorFailure = (db: Db, place: string, now: Date, words: string) =>
  sql`insert into anchor_place (place, failing_since, tries, last_error) values (${place}, ${now}, 1, ${words.slice(0, 500)})
    on conflict (place) do update set failing_since = coalesce(anchor_place.failing_since, excluded.failing_since),
      tries = anchor_place.tries + 1, last_error = excluded.last_error`.execute(db)
