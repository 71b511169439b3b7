import { createHash } from 'node:crypto'
import { rm } from 'node:fs/promises'
import type { Db } from '#server/platform/call.ts'
import { findStoredFile, pathOfStored, readStoredFile } from '#server/platform/files.ts'
import { log } from '#server/platform/log.ts'
import { lookAgain } from './keep.ts'
import {
  forgetFile,
  listUnchecked,
  listUnlooked,
  listUnnamed,
  listUnscanned,
  markChecked,
  markScanned,
} from './queries.ts'
import { scanFile } from './scanner.ts'
import type { FileHouse } from './schema.ts'

const SCANNED_AT_ONCE = 200
const CHECKED_AT_ONCE = 200
const CHECKED_EVERY_MS = 30 * 86_400_000
const DAY_MS = 86_400_000

const isGone = (error: unknown) => (error as NodeJS.ErrnoException).code === 'ENOENT'

/** Has the scanner look at what waits for it: files of a time when it was away, or of before it was set. */
export async function scanWaiting(db: Db, house: FileHouse, now: Date): Promise<void> {
  if (!house.clamd) return
  for (const { sha256 } of await listUnscanned(db, SCANNED_AT_ONCE)) {
    try {
      const said = await scanFile(house.clamd, pathOfStored(house.dataDir, sha256))
      const words = said.state === 'infected' ? said.words : null
      if (words) log('warn', 'the scanner found something in a kept file; it is not served', { sha256, words })
      await markScanned(db, sha256, said.state, words, now)
    } catch (error) {
      if (isGone(error)) {
        await markChecked(db, sha256, true, now)
        continue
      }
      log('warn', 'the scanner did not answer; files wait', { error: String(error) })
      return
    }
  }
}

/** Looks at files that were kept before there was a look, a few at a time. */
export async function lookAtOlder(db: Db, house: FileHouse, now: Date): Promise<void> {
  for (const { sha256 } of await listUnlooked(db, 20)) await lookAgain(db, house, await findStoredFile(db, sha256), now)
}

/** Compares kept bytes with their hash, each file about once a month: what differs or is gone is told in the log and on the operator's page. */
export async function checkKeptFiles(db: Db, { dataDir }: FileHouse, now: Date): Promise<void> {
  for (const { sha256, lost: before } of await listUnchecked(
    db,
    new Date(now.getTime() - CHECKED_EVERY_MS),
    CHECKED_AT_ONCE,
  )) {
    const lost = !(await isWhole(dataDir, sha256))
    if (lost && !before) log('error', 'a kept file is gone or no longer what it was', { sha256 })
    await markChecked(db, sha256, lost, now)
  }
}

async function isWhole(dataDir: string, sha256: string): Promise<boolean> {
  const hash = createHash('sha256')
  try {
    for await (const part of readStoredFile(dataDir, sha256)) hash.update(part as Buffer)
  } catch (error) {
    if (isGone(error)) return false
    throw error
  }
  return hash.digest('hex') === sha256
}

/** Something names the file after all: it stays. */
const isNamed = (error: unknown) => (error as { code?: string }).code === '23503'

/**
 * Removes the bytes of what nothing names any more, a day after they came: of drafts thrown away or run out, of uploads that came to nothing,
 * of files that were refused. Equal bytes are one file, so what a dossier, a paper or another draft uses stays. The file goes before its row
 * is gone for good: a kill in between leaves a row that nothing names, which the next time removes; never a name without bytes.
 */
export async function removeUnnamed(db: Db, { dataDir }: FileHouse, now: Date): Promise<void> {
  const before = new Date(now.getTime() - DAY_MS)
  for (const sha256 of await listUnnamed(db, before, 500))
    try {
      await db.transaction().execute(async (within) => {
        if (await forgetFile(within, sha256, before)) await rm(pathOfStored(dataDir, sha256), { force: true })
      })
    } catch (error) {
      if (!isNamed(error)) throw error
    }
}
