import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { randomUUID } from 'node:crypto'
import { auditEntry } from './audit.ts'
import { type Call, type Db, inTransaction, systemActor } from './call.ts'
import { rootOf } from './db/connection.ts'
import { errorFacts, log } from './log.ts'
import type { AuditEntry } from './pending.ts'

const FLUSH_MS = 1000
const MOST_AT_ONCE = 500

/**
 * Lines of the audit trail that no transaction carries: what was seen (a dossier, a file, a search, an export) and what was refused. They
 * are written to a file of this program at once and go into the chains once a second, many in one transaction: a page pays a write to
 * a file. What was noted outlives the end of the program, also `kill -9`: the next start takes up what lies there, at least once. A power
 * cut may lose the last seconds, for the file is not forced to the disk. While the database is away lines wait, and the log says so.
 */
export class ReadTrail {
  readonly #db: Db
  readonly #folder: string
  readonly #file: string
  #waiting: AuditEntry[] = []
  readonly #noted = new Set<string>()
  #isFull = false
  #flushing: Promise<void> = Promise.resolve()
  readonly #timer: NodeJS.Timeout

  constructor(db: Db, dataDir: string) {
    this.#db = db
    this.#folder = join(dataDir, 'audit-waiting')
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 })
    this.#file = join(this.#folder, `${process.pid}-${randomUUID().slice(0, 8)}.jsonl`)
    this.#timer = setInterval(() => void this.flush(), FLUSH_MS)
    this.#timer.unref()
  }

  /** Notes a line; the same under one `once` (a page that looks twice in one request) only the first time. */
  note(entry: AuditEntry, once: string) {
    if (this.#noted.has(once)) return
    this.#noted.add(once)
    this.#waiting.push(entry)
    this.#append(entry)
    if (this.#waiting.length >= MOST_AT_ONCE) void this.flush()
  }

  /** A disk without room refuses no page: the line waits in memory for its second. */
  #append(entry: AuditEntry) {
    try {
      appendFileSync(this.#file, `${JSON.stringify(entry)}\n`, { mode: 0o600 })
    } catch (error) {
      if (!this.#isFull) log('error', 'audit lines wait in memory alone', errorFacts(error))
      this.#isFull = true
    }
  }

  /** Puts what waits into the chains; one flush at a time. */
  flush(): Promise<void> {
    this.#flushing = this.#flushing.then(() => this.#write())
    return this.#flushing
  }

  async #write() {
    this.#noted.clear()
    this.#isFull = false
    while (this.#waiting.length > 0) {
      const lines = this.#waiting.slice(0, MOST_AT_ONCE)
      try {
        await writeLines(this.#db, lines)
      } catch (error) {
        log('error', 'audit lines wait', { count: this.#waiting.length, ...errorFacts(error) })
        return
      }
      this.#waiting = this.#waiting.slice(lines.length)
      if (this.#waiting.length === 0 && existsSync(this.#file)) truncateSync(this.#file)
    }
  }

  /** Takes up what programs that are no more have left. */
  async takeUp(): Promise<number> {
    let taken = 0
    for (const name of readdirSync(this.#folder)) {
      const file = join(this.#folder, name)
      if (file === this.#file || isAlive(Number(name.split('-')[0]))) continue
      const lines = readFileSync(file, 'utf8').split('\n').flatMap(parsed)
      for (let at = 0; at < lines.length; at += MOST_AT_ONCE)
        await writeLines(this.#db, lines.slice(at, at + MOST_AT_ONCE))
      rmSync(file, { force: true })
      taken += lines.length
    }
    return taken
  }

  async close() {
    clearInterval(this.#timer)
    await this.flush()
    if (this.#waiting.length === 0) rmSync(this.#file, { force: true })
  }
}

const writeLines = (db: Db, lines: readonly AuditEntry[]) =>
  inTransaction({ db, actor: systemActor, now: new Date() }, async ({ pending }) => void pending!.audits.push(...lines))

/** A line that the end of the program tore is passed over. */
function parsed(text: string): AuditEntry[] {
  try {
    const entry = JSON.parse(text) as AuditEntry
    return [{ ...entry, at: new Date(entry.at) }]
  } catch {
    return []
  }
}

function isAlive(pid: number): boolean {
  if (pid === process.pid) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

const trails = new WeakMap<Db, ReadTrail>()

/** Opens the trail of what is seen and refused; every program that answers people does, before its first request. */
export async function openReadTrail(db: Db, dataDir: string): Promise<ReadTrail> {
  const trail = new ReadTrail(db, dataDir)
  trails.set(rootOf(db), trail)
  await trail.takeUp()
  return trail
}

/**
 * Notes that somebody saw something, or was refused: by whom, as which post, from where. Commands and jobs, which answer nobody, have no
 * trail and note nothing. `facts` hold no personal data beyond ids.
 */
export function noteSeen(
  call: Call,
  act: string,
  organisationId: string,
  subjectId: string | null,
  facts: Record<string, unknown> = {},
) {
  const once = `${call.origin?.requestId} ${act} ${subjectId}`
  trails.get(rootOf(call.db))?.note(auditEntry(call, act, organisationId, subjectId, facts), once)
}
