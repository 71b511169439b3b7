import { spawn } from 'node:child_process'
import { createHash, randomUUID } from 'node:crypto'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PROJECT } from '#server/platform/settings.ts'
import type { TrustOfHouse } from './trust-of-house.ts'

/** What a checker carries: whom this house trusts at a moment, and what it knows of revocation by then. */
export type CarriedTrust = {
  /** ISO instant. */
  at: string
  roots: string[]
  certificates: string[]
  crls: string[]
  /** Whether lists of revoked certificates were too long to be carried. */
  isShort: boolean
}

/** Lists of revoked certificates are carried up to this many bytes; a checker is a file to be sent about. */
const MOST_LISTS = 64 * 1024
const base64 = (each: Uint8Array) => Buffer.from(each).toString('base64')

export function carriedTrust({ anchors, extra }: TrustOfHouse, now: Date): CarriedTrust {
  const crls = extra.crls.filter(
    (_, at) => extra.crls.slice(0, at + 1).reduce((sum, each) => sum + each.length, 0) <= MOST_LISTS,
  )
  return {
    ...{ at: now.toISOString(), roots: anchors.map(({ der }) => base64(der)), crls: crls.map(base64) },
    ...{ certificates: extra.certificates.map(base64), isShort: crls.length < extra.crls.length },
  }
}

let last: { key: string; page: Promise<string> } | undefined

/**
 * The checker as one HTML file with the roots that this house trusts today; made by the command, in a process of its own, once an hour
 * and whenever they change.
 */
export function offlineChecker(dataDir: string, trust: TrustOfHouse, now: Date): Promise<string> {
  const carried = carriedTrust(trust, now)
  const hour = carried.at.slice(0, 13)
  const key = createHash('sha256')
    .update(JSON.stringify([dataDir, carried.roots, carried.certificates, hour]))
    .digest('hex')
  if (last?.key !== key) {
    const page = make(dataDir, carried)
    const made = { key, page }
    last = made
    page.catch(() => {
      if (last === made) last = undefined
    })
  }
  return last!.page
}

async function make(dataDir: string, carried: CarriedTrust): Promise<string> {
  const folder = join(dataDir, 'checking')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const [target, trust] = [join(folder, `${randomUUID()}.html`), join(folder, `${randomUUID()}.json`)]
  try {
    await writeFile(trust, JSON.stringify(carried), { mode: 0o600 })
    await new Promise<void>((resolve, reject) => {
      const command = [join(PROJECT, 'tools/offline-checker.ts'), '--carried', trust, target]
      const child = spawn(process.execPath, command, {
        ...{ cwd: PROJECT, env: { ...process.env, DATA_DIR: dataDir }, stdio: ['ignore', 'ignore', 'ignore'] },
      })
      child.once('error', reject)
      child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`The checker ended with ${code}`))))
    })
    return await readFile(target, 'utf8')
  } finally {
    await Promise.all([target, trust].map((each) => rm(each, { force: true })))
  }
}
