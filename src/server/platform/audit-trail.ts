import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Db } from './call.ts'

export type AuditFault = { organisationId: string; seq: number; fault: string }
type Row = { seq: number; entry: Buffer; previous_hash: Buffer; hash: Buffer }
const BATCH = 2000

/**
 * Recomputes the hash chain of one organisation: the hash of a row covers the hash before it, its number and its canonical bytes.
 * Finds changed, removed, inserted and reordered rows, and a cut tail by the head.
 */
export async function verifyChain(db: Db, organisationId: string): Promise<{ rows: number; faults: AuditFault[] }> {
  const faults: AuditFault[] = []
  const fault = (seq: number, words: string) => void faults.push({ organisationId, seq, fault: words })
  const { rows: heads } = await sql<{ seq: number; hash: Buffer }>`select seq, hash from audit_head
    where organisation_id = ${organisationId}`.execute(db)
  let previous: Buffer = Buffer.alloc(0)
  let last = 0
  for (;;) {
    const { rows } = await sql<Row>`select seq, entry, previous_hash, hash from audit_entry
      where organisation_id = ${organisationId} and seq > ${last} order by seq limit ${BATCH}`.execute(db)
    for (const row of rows) {
      if (row.seq !== last + 1) fault(last + 1, `rows ${last + 1} to ${row.seq - 1} are missing`)
      const digest = createHash('sha256').update(row.previous_hash).update(`${row.seq}\n`).update(row.entry).digest()
      if (!digest.equals(row.hash)) fault(row.seq, 'the row was changed')
      else if (!row.previous_hash.equals(previous)) fault(row.seq, 'the row does not follow the one before it')
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
