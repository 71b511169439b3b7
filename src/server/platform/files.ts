import { createHash, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileTypeFromBuffer } from 'file-type'
import { sql } from 'kysely'
import type { Db } from './call.ts'
import { Refusal } from './refusal.ts'

export type StoredFile = { sha256: string; size: number; mediaType: string }

const place = (dataDir: string, sha256: string) => join(dataDir, 'files', sha256.slice(0, 2), sha256)

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

/**
 * Keeps bytes under their SHA-256: written to a temporary file, synced, renamed, and the folder synced; equal bytes are one file. The
 * type comes from the content. @throws Refusal `platform.file-too-large`.
 */
export async function storeFile(
  db: Db,
  dataDir: string,
  bytes: AsyncIterable<Uint8Array>,
  { now, maxBytes }: { now: Date; maxBytes: number },
): Promise<StoredFile> {
  const temporary = join(dataDir, 'files', 'incoming', randomUUID())
  await mkdir(dirname(temporary), { recursive: true, mode: 0o700 })
  const hash = createHash('sha256')
  let size = 0
  let head = Buffer.alloc(0)
  const file = await open(temporary, 'wx', 0o600)
  try {
    for await (const chunk of bytes) {
      size += chunk.length
      if (size > maxBytes) throw new Refusal('platform.file-too-large', { maxBytes })
      if (head.length < 4100) head = Buffer.concat([head, chunk]).subarray(0, 4100)
      hash.update(chunk)
      await file.writeFile(chunk)
    }
    await file.sync()
    await file.close()
    const sha256 = hash.digest('hex')
    const target = place(dataDir, sha256)
    await mkdir(dirname(target), { recursive: true, mode: 0o700 })
    await rename(temporary, target)
    const folder = await open(dirname(target), 'r')
    await folder.sync().finally(() => folder.close())
    const mediaType = await mediaTypeOf(head)
    await sql`insert into stored_file (sha256, size_bytes, media_type, stored_at) values (${sha256}, ${size}, ${mediaType}, ${now})
      on conflict do nothing`.execute(db)
    return { sha256, size, mediaType }
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
  createReadStream(place(dataDir, sha256), range)
