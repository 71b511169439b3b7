import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { mkdir, open } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { AuditFault } from './audit-trail.ts'
import type { Db } from './call.ts'

/** The heads of the audit chains as they stood at an instant, written outside the database; lines are chained by hash. */
export type Anchor = { at: string; heads: Record<string, [seq: number, hash: string]>; previous: string; hash: string }

const folderOf = (dataDir: string) => join(dataDir, 'anchors')
const hashOf = ({ at, heads, previous }: Omit<Anchor, 'hash'>) =>
  createHash('sha256')
    .update(JSON.stringify([at, heads, previous]))
    .digest('hex')

/** A line that a power cut tore is passed over: the next anchor follows the last whole one. */
function parsed(line: string): Anchor[] {
  try {
    return [JSON.parse(line) as Anchor]
  } catch {
    return []
  }
}

/** Every anchor of a data folder, oldest first. */
export const readAnchors = (dataDir: string): Anchor[] => readAnchorsIn(folderOf(dataDir))

/** The same of any folder, such as the second place. */
export function readAnchorsIn(folder: string): Anchor[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .sort()
    .flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n').filter(Boolean))
    .flatMap((line) => parsed(line))
}

async function appendLine(folder: string, name: string, line: string) {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const file = await open(join(folder, name), 'a', 0o600)
  try {
    await file.writeFile(`${line}\n`)
    await file.sync()
  } finally {
    await file.close()
  }
}

/**
 * Writes down the heads that moved since the last anchor, in the data folder and, where one is set, in a second place (another disk, a
 * mounted share). A chain that is later cut together with its head no longer fits what stands here. Runs each minute.
 */
export async function anchorHeads(db: Db, dataDir: string, second: string | undefined, now: Date): Promise<number> {
  const before = readAnchors(dataDir)
  const known = new Map<string, number>()
  for (const anchor of before) for (const [id, [seq]] of Object.entries(anchor.heads)) known.set(id, seq)
  const { rows } = await sql<{
    id: string
    seq: number
    hash: Buffer
  }>`select organisation_id as id, seq, hash from audit_head order by 1`.execute(db)
  const moved = rows.filter((row) => row.seq !== (known.get(row.id) ?? 0))
  if (moved.length === 0) return 0
  const unsigned = {
    at: now.toISOString(),
    heads: Object.fromEntries(moved.map((row) => [row.id, [row.seq, row.hash.toString('hex')] as [number, string]])),
    previous: before.at(-1)?.hash ?? '',
  }
  const line = JSON.stringify({ ...unsigned, hash: hashOf(unsigned) })
  const name = `${now.toISOString().slice(0, 7)}.jsonl`
  await appendLine(folderOf(dataDir), name, line)
  if (second) await appendLine(second, name, line)
  return moved.length
}

/** Holds the chains against the anchors: what was anchored must still stand. `until`: the instant of the last anchor, up to which this vouches. */
export async function verifyAnchors(
  db: Db,
  anchors: readonly Anchor[],
): Promise<{ until: string | null; faults: AuditFault[] }> {
  const faults: AuditFault[] = []
  let previous = ''
  const anchored = new Map<string, Map<number, string>>()
  for (const anchor of anchors) {
    if (anchor.previous !== previous || anchor.hash !== hashOf(anchor))
      faults.push({
        organisationId: '',
        seq: 0,
        fault: `the anchor of ${anchor.at} was changed, or one before it removed`,
      })
    previous = anchor.hash
    for (const [organisationId, [seq, hash]] of Object.entries(anchor.heads)) {
      const before = anchored.get(organisationId) ?? new Map<number, string>()
      const highest = Math.max(0, ...before.keys())
      if (seq < highest || (before.has(seq) && before.get(seq) !== hash))
        faults.push({
          organisationId,
          seq,
          fault: `the chain was cut: at ${anchor.at} its head stood at ${seq}, before at ${highest}`,
        })
      anchored.set(organisationId, before.set(seq, hash))
    }
  }
  for (const [organisationId, heads] of anchored) {
    const { rows } = await sql<{ seq: number; hash: Buffer }>`select seq, hash from audit_entry
      where organisation_id = ${organisationId} and seq = any(${[...heads.keys()]}::bigint[])`.execute(db)
    const standing = new Map(rows.map((row) => [row.seq, row.hash.toString('hex')]))
    for (const [seq, hash] of heads)
      if (standing.get(seq) !== hash)
        faults.push({
          organisationId,
          seq,
          fault: standing.has(seq) ? 'the row is not the one that was anchored' : 'the row that was anchored is gone',
        })
  }
  return { until: anchors.at(-1)?.at ?? null, faults }
}
