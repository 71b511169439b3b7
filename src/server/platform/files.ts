import { createHash, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileTypeFromBuffer } from 'file-type'
import { sql } from 'kysely'
import type { Db } from './call.ts'
import { Refusal } from './refusal.ts'

export type StoredFile = { sha256: string; size: number; mediaType: string }
/** `isNew`: nobody had sent these bytes before. */
export type JustStored = StoredFile & { isNew: boolean }

/** Where the bytes of a hash lie. */
export const pathOfStored = (dataDir: string, sha256: string) => join(dataDir, 'files', sha256.slice(0, 2), sha256)

async function mediaTypeOf(head: Buffer): Promise<string> {
  const found = await fileTypeFromBuffer(head)
  if (found) return found.mime
  try {
    // The last character may be cut: it is decoded as part of a stream.
    const text = new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true })
    return text.includes('\0') ? 'application/octet-stream' : 'text/plain'
  } catch {
    return 'application/octet-stream'
  }
}

const made = new Set<string>()
/** A folder is made once in the life of the program; one that was taken away meanwhile is made again by whoever misses it. */
async function makeFolder(folder: string) {
  if (made.has(folder)) return
  await mkdir(folder, { recursive: true, mode: 0o700 })
  made.add(folder)
}
const orMakeFolder = async <T>(folder: string, work: () => Promise<T>): Promise<T> => {
  await makeFolder(folder)
  return work().catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
    made.delete(folder)
    return makeFolder(folder).then(work)
  })
}

const AT_ONCE = 262_144

/**
 * Keeps bytes under their SHA-256: written to a temporary file, synced, renamed, and the folder synced; equal bytes are one file. The
 * type comes from the content. The row comes before the file, and is made young again where it was there: from then on nobody who removes what
 * nothing names (`removeUnnamed`) takes the bytes away. @throws Refusal `platform.file-too-large`.
 */
export async function storeFile(
  db: Db,
  dataDir: string,
  bytes: AsyncIterable<Uint8Array>,
  { now, maxBytes }: { now: Date; maxBytes: number },
): Promise<JustStored> {
  const temporary = join(dataDir, 'files', 'incoming', randomUUID())
  const hash = createHash('sha256')
  let size = 0
  let head = Buffer.alloc(0)
  let waiting: Uint8Array[] = []
  let waitingBytes = 0
  const file = await orMakeFolder(dirname(temporary), () => open(temporary, 'wx', 0o600))
  const write = async () => {
    const [all, ...more] = waiting
    if (all) await file.writeFile(more.length > 0 ? Buffer.concat(waiting) : all)
    waiting = []
    waitingBytes = 0
  }
  try {
    for await (const chunk of bytes) {
      size += chunk.length
      if (size > maxBytes) throw new Refusal('platform.file-too-large', { maxBytes })
      if (head.length < 4100) head = Buffer.concat([head, chunk]).subarray(0, 4100)
      hash.update(chunk)
      waiting.push(chunk)
      waitingBytes += chunk.length
      if (waitingBytes >= AT_ONCE) await write()
    }
    await write()
    await file.sync()
    await file.close()
    const sha256 = hash.digest('hex')
    const target = pathOfStored(dataDir, sha256)
    const mediaType = await mediaTypeOf(head)
    const { rows } = await sql<{
      is_new: boolean
    }>`insert into stored_file as kept (sha256, size_bytes, media_type, stored_at) values (${sha256}, ${size}, ${mediaType}, ${now})
      on conflict (sha256) do update set stored_at = greatest(kept.stored_at, excluded.stored_at)
      returning xmax = 0 as is_new`.execute(db)
    await orMakeFolder(dirname(target), () => rename(temporary, target))
    const folder = await open(dirname(target), 'r')
    await folder.sync().finally(() => folder.close())
    return { sha256, size, mediaType, isNew: rows[0]!.is_new }
  } catch (error) {
    await file.close().catch(() => {})
    await rm(temporary, { force: true })
    throw error
  }
}

/** What is known of a stored file. @throws Error when there is none of this hash. */
export async function findStoredFile(db: Db, sha256: string): Promise<StoredFile> {
  const { rows } = await sql<{ size: string; media_type: string }>`
    select size_bytes::text as size, media_type from stored_file where sha256 = ${sha256}`.execute(db)
  if (!rows[0]) throw new Error(`no stored file ${sha256}`)
  return { sha256, size: Number(rows[0].size), mediaType: rows[0].media_type }
}

/** The bytes of a stored file, from `start` to `end` (inclusive) when given. */
export const readStoredFile = (dataDir: string, sha256: string, range: { start?: number; end?: number } = {}) =>
  createReadStream(pathOfStored(dataDir, sha256), range)
