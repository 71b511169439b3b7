import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { AuditFault } from './audit-trail.ts'
import type { Db } from './call.ts'

/** The heads of the audit chains as they stood at an instant, written outside the database; lines are chained by hash. */
export type Anchor = { at: string; heads: Record<string, [seq: number, hash: string]>; previous: string; hash: string }

export const anchorFolder = (dataDir: string) => join(dataDir, 'anchors')
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

/** Every anchor of a data folder, oldest first: read whole by `npm run audit:verify` alone. */
export const readAnchors = (dataDir: string): Anchor[] => readAnchorsIn(anchorFolder(dataDir))

/** The same of any folder, such as the second place. */
export function readAnchorsIn(folder: string): Anchor[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .sort()
    .flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n').filter(Boolean))
    .flatMap((line) => parsed(line))
}

/** An anchor of these heads that follows another one. */
export function signedAnchor(now: Date, heads: { id: string; seq: number; hash: Buffer }[], previous: string): Anchor {
  const unsigned = {
    at: now.toISOString(),
    heads: Object.fromEntries(heads.map((row) => [row.id, [row.seq, row.hash.toString('hex')] as [number, string]])),
    previous,
  }
  return { ...unsigned, hash: hashOf(unsigned) }
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
