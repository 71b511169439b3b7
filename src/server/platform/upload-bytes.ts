import { statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { type Db, rootOf } from './db/connection.ts'
import { Refusal } from './refusal.ts'

const MB = 1_048_576

/**
 * Counts bytes that somebody sends on a day, in a statement of its own, so that they stay counted although the act is refused; fewer than none
 * gives back what did not come. @throws Refusal `platform.quota` when there would be more than `most`; they are not counted then.
 */
export async function countBytes(db: Db, subject: string, day: string, bytes: number, most = Infinity): Promise<void> {
  const limit = Number.isFinite(most) ? Math.floor(most) : Number.MAX_SAFE_INTEGER
  const { rows } = await sql<{ bytes: string }>`
    insert into upload_bytes (subject, on_day, bytes) select ${subject}, ${day}::date, ${Math.max(0, bytes)}::bigint
    where ${bytes}::bigint <= ${limit}::bigint
    on conflict (subject, on_day) do update set bytes = greatest(0, upload_bytes.bytes + ${bytes}::bigint)
    where upload_bytes.bytes + ${bytes}::bigint <= ${limit}::bigint returning bytes::text`.execute(rootOf(db))
  if (rows.length === 0) throw new Refusal('platform.quota', { most: Math.floor(limit / MB) })
}

/** What was free on a disk, by folder, for a second: the floor stands far above what comes in one. */
const lately = new Map<string, { free: number; at: number }>()
const SECOND = 1000

async function freeBytes(dataDir: string): Promise<number> {
  const known = lately.get(dataDir)
  if (known && performance.now() - known.at < SECOND) return known.free
  const { bavail, bsize } = await statfs(join(dataDir, 'files')).catch(() => statfs(dataDir))
  const free = bavail * bsize
  lately.set(dataDir, { free, at: performance.now() })
  return free
}

/** Whether there is room for what somebody sends: desks go on longer than others, so that what is brought can still be taken. */
export async function requireRoom(place: { dataDir: string; freeFloorBytes: number }, isDesk: boolean): Promise<void> {
  const floor = isDesk ? place.freeFloorBytes / 8 : place.freeFloorBytes
  if ((await freeBytes(place.dataDir)) < floor) throw new Refusal('platform.no-room')
}

const NO_ROOM = new Set(['ENOSPC', 'EDQUOT', '53100'])
/** Whether something failed since a disk is full: the file's, or the database's. */
export const isNoRoom = (error: unknown): boolean =>
  error instanceof Error && NO_ROOM.has(String((error as Error & { code?: unknown }).code))
