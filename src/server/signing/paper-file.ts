import { createHash } from 'node:crypto'
import { open, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Db } from '#server/platform/call.ts'
import { storeFile } from '#server/platform/files.ts'
import {
  type DigestName,
  FormatFault,
  type Hashing,
  inTime,
  isOnlyCompleted,
  refuseWorse,
  type Source,
} from '#server/signatures/index.ts'

const MOST_BYTES = 2048 * 1024 * 1024
const CHUNK = 1 << 20
/** Half a gigabyte is read twice on a busy machine; what a file may cause is bounded by its budget. */
const LONGEST_CHECK_MS = 180_000

/** A stored file by random access, so that one of any size is signed with little memory; close it after. */
export async function fileSource(path: string): Promise<Source & { close: () => Promise<void> }> {
  const handle = await open(path, 'r')
  const { size } = await stat(path)
  return {
    size,
    close: () => handle.close(),
    read: async (from, to) => {
      const bytes = new Uint8Array(to - from)
      for (let at = 0; at < bytes.length;) {
        const { bytesRead } = await handle.read(bytes, at, bytes.length - at, from + at)
        if (bytesRead === 0) throw new Error('a stored file is shorter than it was')
        at += bytesRead
      }
      return bytes
    },
  }
}
export const storedSource = (dataDir: string, sha256: string) =>
  fileSource(join(dataDir, 'files', sha256.slice(0, 2), sha256))

/** A file with more bytes behind it. */
export const appended = (base: Source, more: Uint8Array): Source => ({
  size: base.size + more.length,
  read: async (from, to) => {
    if (to <= base.size) return base.read(from, to)
    if (from >= base.size) return more.subarray(from - base.size, to - base.size)
    const whole = new Uint8Array(to - from)
    whole.set(await base.read(from, base.size))
    whole.set(more.subarray(0, to - base.size), base.size - from)
    return whole
  },
})

/** A file with some bytes written over. */
export const patched = (base: Source, at: number, bytes: Uint8Array): Source => ({
  size: base.size,
  read: async (from, to) => {
    const whole = new Uint8Array(await base.read(from, to))
    const start = Math.max(from, at)
    const end = Math.min(to, at + bytes.length)
    if (start < end) whole.set(bytes.subarray(start - at, end - at), start - from)
    return whole
  },
})

async function* chunksOf(source: Source): AsyncIterable<Uint8Array> {
  for (let at = 0; at < source.size; at += CHUNK) yield await source.read(at, Math.min(source.size, at + CHUNK))
}

/** What completes a signature: the field, and the hash by which the signed file was kept when it was verified. */
export type Completes = { field: string; sha256: string }

/** @throws FormatFault `signed.stored-altered`: the file that is kept is not the one that was signed and verified. */
async function requireSame(stored: Source, sha256: string) {
  const hash = createHash('sha256')
  for await (const chunk of chunksOf(stored)) hash.update(chunk)
  if (hash.digest('hex') !== sha256)
    throw new FormatFault('signed.stored-altered', 'tệp đang giữ không còn như lúc ký; khôi phục tệp từ bản sao lưu')
}

/**
 * The one door by which signed files are kept: the file as it was and as an act of signing leaves it. Our own verifier reads it first; then it
 * stands under its hash on the disk before any row names it. Where a signature is completed, the file as it was is the very one that was
 * verified (its hash says so), and nothing but a timestamp and validation data came to it, its signatures are not computed a second time; in
 * every other case the whole file is verified. @throws FormatFault `signed.breaks-earlier`, `signed.stored-altered`.
 */
export async function storeSigned(
  db: Db,
  dataDir: string,
  { before, after, completes }: { before: Source; after: Source; completes?: Completes },
  now: Date,
) {
  if (completes) await requireSame(before, completes.sha256)
  await inTime(
    (async () => {
      if (completes && (await isOnlyCompleted(before, after, completes.field))) return
      await refuseWorse(before, after, { now, newHash: nodeHash })
    })(),
    LONGEST_CHECK_MS,
  )
  return storeFile(db, dataDir, chunksOf(after), { now, maxBytes: MOST_BYTES })
}

/** Node's own hashes: several times faster than the portable ones. */
export function nodeHash(name: DigestName): Hashing {
  const hash = createHash(name.replace('SHA-', 'sha').replace('SHA3-', 'sha3-'))
  return { update: (part) => void hash.update(part), digest: () => new Uint8Array(hash.digest()) }
}
