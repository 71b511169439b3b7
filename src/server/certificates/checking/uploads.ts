import { createHash, randomBytes } from 'node:crypto'
import { mkdir, open, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Call } from '#server/platform/call.ts'
import { askerOf } from '#server/platform/asker.ts'
import { Turns } from '#server/platform/turns.ts'
import { limitBySender } from '#server/platform/rate-limit.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { type CheckedFile, checkFile } from './check-file.ts'
import type { TrustOfHouse } from './trust-of-house.ts'

/** What somebody brought to be checked; kept for ten minutes, so that he can look at the paper beside the verdict, and nowhere else. */
export type BroughtFile = { id: string; name: string; path: string; sha256: string; checked: CheckedFile }

const KEPT_MS = 10 * 60_000
const folderOf = (dataDir: string) => join(dataDir, 'checking')
/** A stranger's file gets half the time that our own get. */
const PUBLIC_LIMIT_MS = 10_000
/** The network of an address: itself, or the /64 that one house has of the newer kind. */
const networkOf = (ip: string) => (ip.includes(':') ? ip.split(':').slice(0, 4).join(':') : ip)
const isId = (id: string) => /^[0-9a-f]{32}$/.test(id)

/** Removes what was brought more than ten minutes ago. */
export async function removeBrought(dataDir: string, now: Date) {
  const folder = folderOf(dataDir)
  for (const id of await readdir(folder).catch(() => [])) {
    const made = await stat(join(folder, id)).catch(() => null)
    if (made && made.mtimeMs < now.getTime() - KEPT_MS) await rm(join(folder, id), { recursive: true, force: true })
  }
}

/** Files that are checked or wait for it: some minutes of work at most; two of one asker, so that nobody takes the places of all others. */
const turns = new Turns({ most: 12, each: 2 })

/**
 * Checks a file that anyone brings (kiểm tra chữ ký số).
 * @throws Refusal `certificates.no-file`, `platform.file-too-large`, `platform.too-often`, `platform.busy`.
 */
export const checkBrought = (
  call: Call,
  house: { dataDir: string; maxBytes: number; trust: TrustOfHouse },
  file: { name: string; bytes: AsyncIterable<Uint8Array> },
): Promise<{ id: string }> => turns.take(askerOf(call), () => check(call, house, file))

async function check(
  call: Call,
  house: { dataDir: string; maxBytes: number; trust: TrustOfHouse },
  file: { name: string; bytes: AsyncIterable<Uint8Array> },
): Promise<{ id: string }> {
  await limitBySender(call, 'check')
  await removeBrought(house.dataDir, call.now)
  const id = randomBytes(16).toString('hex')
  const folder = join(folderOf(house.dataDir), id)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, 'file')
  try {
    const { size, sha256 } = await write(path, file.bytes, house.maxBytes)
    if (size === 0) throw new Refusal('certificates.no-file')
    const { anchors, extra } = house.trust
    const asked = { path, anchors: anchors.map((each) => each.der), extra, now: call.now }
    const checked = await checkFile(asked, PUBLIC_LIMIT_MS, networkOf(call.origin?.ip ?? ''))
    await writeFile(join(folder, 'report.json'), JSON.stringify({ name: file.name.slice(-200), sha256, checked }), {
      mode: 0o600,
    })
    setTimeout(() => void rm(folder, { recursive: true, force: true }), KEPT_MS).unref()
    return { id }
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    throw error
  }
}

async function write(path: string, bytes: AsyncIterable<Uint8Array>, maxBytes: number) {
  const handle = await open(path, 'wx', 0o600)
  const hash = createHash('sha256')
  let size = 0
  try {
    for await (const chunk of bytes) {
      size += chunk.length
      if (size > maxBytes) throw new Refusal('platform.file-too-large', { mb: Math.floor(maxBytes / 1_048_576) })
      hash.update(chunk)
      await handle.write(chunk)
    }
  } finally {
    await handle.close()
  }
  return { size, sha256: hash.digest('hex') }
}

/** What was brought under a number that only its bringer knows; undefined when it is gone. */
export async function findBrought(dataDir: string, id: string, now: Date): Promise<BroughtFile | undefined> {
  if (!isId(id)) return undefined
  const folder = join(folderOf(dataDir), id)
  const made = await stat(folder).catch(() => null)
  if (!made || made.mtimeMs < now.getTime() - KEPT_MS) return undefined
  const words = await readFile(join(folder, 'report.json'), 'utf8').catch(() => null)
  if (words === null) return undefined
  return { id, path: join(folder, 'file'), ...(JSON.parse(words) as Pick<BroughtFile, 'name' | 'sha256' | 'checked'>) }
}
