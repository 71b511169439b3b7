import { sql } from 'kysely'
import type { Db } from '#server/platform/call.ts'
import type { ScanState } from './schema.ts'

const columns = [
  'file_look.sha256 as sha256',
  'kind',
  'file_look.media_type as mediaType',
  'fault',
  'inside',
  'pages',
  'rules',
  'strict',
  'made_here as madeHere',
  'risky',
  'rendition_sha256 as renditionSha256',
  'rendition_type as renditionType',
  'scan',
  'lost',
] as const

/** What a look at a kept file found. */
export type LookRow = {
  sha256: string
  kind: string
  mediaType: string
  fault: string | null
  inside: string | null
  pages: number | null
  rules: number
  strict: boolean
  madeHere: boolean
  risky: boolean
  renditionSha256: string | null
  renditionType: string | null
  scan: string
  lost: boolean
}

export const findLook = (db: Db, sha256: string): Promise<LookRow | undefined> =>
  db.selectFrom('file_look').select(columns).where('sha256', '=', sha256).executeTakeFirst()

/** The looks of several files with their sizes, by hash. */
export async function listLooks(db: Db, hashes: readonly string[]): Promise<Map<string, LookRow & { size: number }>> {
  if (hashes.length === 0) return new Map()
  const rows = await db
    .selectFrom('file_look')
    .innerJoin('stored_file', 'stored_file.sha256', 'file_look.sha256')
    .select([...columns, 'size_bytes as size'])
    .where('file_look.sha256', 'in', [...new Set(hashes)])
    .execute()
  return new Map(rows.map((row) => [row.sha256, { ...row, size: Number(row.size) }]))
}

export type NewLook = Omit<LookRow, 'scan' | 'lost'> & {
  width: number | null
  height: number | null
  scan: ScanState
  scanWords: string | null
  at: Date
}

/** Keeps what was seen; a later look at the same bytes takes the place of the earlier. */
export async function saveLook(db: Db, look: NewLook) {
  const row = {
    sha256: look.sha256,
    kind: look.kind,
    media_type: look.mediaType,
    fault: look.fault,
    inside: look.inside,
    pages: look.pages,
    width: look.width,
    height: look.height,
    rules: look.rules,
    strict: look.strict,
    made_here: look.madeHere,
    risky: look.risky,
    rendition_sha256: look.renditionSha256,
    rendition_type: look.renditionType,
    looked_at: look.at,
    scan: look.scan,
    scan_words: look.scanWords,
    scanned_at: look.scan === 'clean' || look.scan === 'infected' ? look.at : null,
  }
  await db
    .insertInto('file_look')
    .values(row)
    .onConflict((conflict) => conflict.column('sha256').doUpdateSet(row))
    .execute()
}

export async function markScanned(db: Db, sha256: string, scan: ScanState, words: string | null, at: Date) {
  await db
    .updateTable('file_look')
    .set({ scan, scan_words: words, scanned_at: at })
    .where('sha256', '=', sha256)
    .execute()
}

/** Files that no scanner saw yet, those that came first before the others. */
export const listUnscanned = (db: Db, most: number) =>
  db
    .selectFrom('file_look')
    .select(['sha256'])
    .where('scan', 'in', ['none', 'waiting'])
    .where('fault', 'is', null)
    .where('made_here', '=', false)
    .where('lost', '=', false)
    .orderBy('looked_at')
    .limit(most)
    .execute()

/** Files kept before there was a look. */
export const listUnlooked = (db: Db, most: number) =>
  db
    .selectFrom('file_look')
    .select(['sha256'])
    .where('rules', '=', 0)
    .where('lost', '=', false)
    .orderBy('looked_at', 'desc')
    .limit(most)
    .execute()

/** Files whose bytes were not compared with their hash for the longest time, none within `since`. */
export const listUnchecked = (db: Db, since: Date, most: number) =>
  db
    .selectFrom('file_look')
    .select(['sha256', 'lost'])
    .where((where) => where.or([where('checked_at', 'is', null), where('checked_at', '<', since)]))
    .orderBy(sql`checked_at nulls first`)
    .limit(most)
    .execute()

export async function markChecked(db: Db, sha256: string, lost: boolean, at: Date) {
  await db.updateTable('file_look').set({ checked_at: at, lost }).where('sha256', '=', sha256).execute()
}

/**
 * Kept files that nothing names: of drafts that were thrown away or ran out, of uploads that came to nothing, refused ones; none that came, or
 * came again, after `before`.
 */
export async function listUnnamed(db: Db, before: Date, most: number): Promise<string[]> {
  const { rows } = await sql<{ sha256: string }>`
    select sha256 from stored_file s where stored_at < ${before}
      and not exists (select 1 from attachment where file_sha256 = s.sha256)
      and not exists (select 1 from draft_attachment where file_sha256 = s.sha256)
      and not exists (select 1 from completion_file where file_sha256 = s.sha256)
      and not exists (select 1 from paper where file_sha256 = s.sha256)
      and not exists (select 1 from paper_revision where file_sha256 = s.sha256)
      and not exists (select 1 from result_scan where file_sha256 = s.sha256)
      and not exists (select 1 from signed_copy where file_sha256 = s.sha256 or source_sha256 = s.sha256)
      and not exists (select 1 from agent_session where file_sha256 = s.sha256 or signed_sha256 = s.sha256)
      and not exists (select 1 from file_look where rendition_sha256 = s.sha256)
    order by stored_at limit ${most}`.execute(db)
  return rows.map(({ sha256 }) => sha256)
}

/**
 * Forgets a file that nothing names, within a transaction: true when it is forgotten, false when it came again meanwhile or something names
 * it; the foreign keys have the last word.
 */
export async function forgetFile(db: Db, sha256: string, before: Date): Promise<boolean> {
  const { rows } =
    await sql`select 1 from stored_file where sha256 = ${sha256} and stored_at < ${before} for update`.execute(db)
  if (rows.length === 0) return false
  await sql`delete from file_look where sha256 = ${sha256}`.execute(db)
  await sql`delete from stored_file where sha256 = ${sha256}`.execute(db)
  return true
}

/** How many files stand in which state of scanning, and how many are lost, for the operator. */
export const countFiles = (db: Db) =>
  db
    .selectFrom('file_look')
    .select((select) => [
      select.fn.countAll<string>().filterWhere('scan', '=', 'waiting').as('waiting'),
      select.fn.countAll<string>().filterWhere('scan', '=', 'none').filterWhere('made_here', '=', false).as('none'),
      select.fn.countAll<string>().filterWhere('scan', '=', 'clean').as('clean'),
      select.fn.countAll<string>().filterWhere('scan', '=', 'infected').as('infected'),
      select.fn.countAll<string>().filterWhere('lost', '=', true).as('lost'),
      select.fn.countAll<string>().filterWhere('rules', '=', 0).as('unlooked'),
    ])
    .executeTakeFirstOrThrow()
