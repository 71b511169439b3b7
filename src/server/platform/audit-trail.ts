import { own } from '#own-keys'
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { findKeyChanges, findKeyedFrom, type KeyChange } from './audit-key.ts'
import { HOUSE_CHAIN } from './audit.ts'
import type { Db } from './call.ts'
import { houseKeyOf } from './house-key.ts'
import { keyVersionOf } from './line-key.ts'

export type AuditFault = { organisationId: string; seq: number; fault: string }
type Row = {
  seq: number
  entry: Buffer
  previous_hash: Buffer
  hash: Buffer
  organisation_id: string
  at: Date
  act: string
  actor_id: string
  subject_id: string | null
  key_nonce: Buffer | null
  mac: Buffer | null
}
const BATCH = 2000

/** What pages filter and sort by must say what the hashed text says: a changed column would hide its line from every search. */
function columnFault(row: Row): string | undefined {
  let line: Record<string, unknown>
  try {
    line = JSON.parse(row.entry.toString('utf8')) as Record<string, unknown>
  } catch {
    return 'the text of the row is no line of the trail'
  }
  const columns = {
    organisation: row.organisation_id,
    at: row.at.toISOString(),
    act: row.act,
    actor: row.actor_id,
    subject: row.subject_id,
  }
  for (const [name, value] of Object.entries(columns))
    if ((own(line, name) ?? null) !== value) return `the column of ${name} differs from the text that was hashed`
  return undefined
}

/** The version of the key that a row of a chain must be under at least: the one of the last change recorded before it. */
const leastVersion = (changes: readonly KeyChange[], { organisation_id, seq }: Row) =>
  Math.max(1, ...changes.filter(({ rows }) => seq > (rows.get(organisation_id) ?? 0)).map(({ version }) => version))

/** Why a row is not one that this house wrote: from the recorded row on every line carries its key, after a change of the key the new one. */
function keyFault(db: Db, row: Row, keyedFrom: number | undefined, changes: readonly KeyChange[]): string | undefined {
  if (row.mac && row.key_nonce) {
    const version = keyVersionOf(db, { key_nonce: row.key_nonce, mac: row.mac, hash: row.hash })
    if (version === undefined) return 'the row was not written by this house'
    return version < leastVersion(changes, row)
      ? 'the row is under an earlier key, though it came after the key was changed'
      : undefined
  }
  if (keyedFrom === undefined) return 'the row has no key, and no line says from where rows have one: start the house'
  return row.seq > keyedFrom ? 'the row has no key, though it came after the first that has' : undefined
}

/**
 * Recomputes the hash chain of one organisation: the hash of a row covers the hash before it, its number and its canonical bytes; the mac
 * covers that hash under the key of the house. Finds changed, removed, inserted, forged and reordered rows, columns that no longer say what
 * was hashed, and a cut tail by the head. Rows of before the key are held by their hashes and columns alone.
 */
export async function verifyChain(db: Db, organisationId: string): Promise<{ rows: number; faults: AuditFault[] }> {
  const faults: AuditFault[] = []
  const fault = (seq: number, words: string) => void faults.push({ organisationId, seq, fault: words })
  const { rows: heads } = await sql<{ seq: number; hash: Buffer }>`select seq, hash from audit_head
    where organisation_id = ${organisationId}`.execute(db)
  const starts = await findKeyedFrom(db)
  const keyedFrom = starts && (starts.get(organisationId) ?? 0)
  const changes = houseKeyOf(db).version > 1 ? await findKeyChanges(db) : []
  if (organisationId === HOUSE_CHAIN && changes.length !== houseKeyOf(db).version - 1)
    fault(0, `the house has ${houseKeyOf(db).version} keys and tells of ${changes.length} changes: start the house`)
  let previous: Buffer = Buffer.alloc(0)
  let last = 0
  for (;;) {
    const { rows } = await sql<Row>`select seq, entry, previous_hash, hash, organisation_id, at, act, actor_id,
        subject_id, key_nonce, mac from audit_entry
      where organisation_id = ${organisationId} and seq > ${last} order by seq limit ${BATCH}`.execute(db)
    for (const row of rows) {
      if (row.seq !== last + 1) fault(last + 1, `rows ${last + 1} to ${row.seq - 1} are missing`)
      const digest = createHash('sha256').update(row.previous_hash).update(`${row.seq}\n`).update(row.entry).digest()
      const other = columnFault(row) ?? keyFault(db, row, keyedFrom, changes)
      if (!digest.equals(row.hash)) fault(row.seq, 'the row was changed')
      else if (!row.previous_hash.equals(previous)) fault(row.seq, 'the row does not follow the one before it')
      else if (other) fault(row.seq, other)
      previous = row.hash
      last = row.seq
    }
    if (rows.length < BATCH) break
  }
  const head = heads[0]
  if (!head) fault(last, 'the head is missing')
  else if (head.seq !== last || !head.hash.equals(previous))
    fault(head.seq, `the chain ends at ${last}, its head at ${head.seq}`)
  return { rows: last, faults }
}

/** Every organisation that has a row or a head, in order. */
export async function listChains(db: Db): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select organisation_id as id from audit_head
    union select distinct organisation_id from audit_entry order by 1`.execute(db)
  return rows.map((row) => row.id)
}
