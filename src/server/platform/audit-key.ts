import { sql } from 'kysely'
import { HOUSE_CHAIN, recordAudit } from './audit.ts'
import { type Db, inTransaction, systemActor } from './call.ts'
import { houseKeyOf } from './house-key.ts'
import { keyVersionOf } from './line-key.ts'

/** The line of the house chain that names the last row without a key of each chain: from the next on every row has one. */
export const KEYED_FROM = 'audit.keyed-from'

/** Records once up to where each chain holds rows of a version that had no key (nhật ký trước khi có khóa). */
export async function recordKeyedFrom(db: Db, now: Date): Promise<void> {
  const call = { db, actor: systemActor, now, origin: { requestId: 'start' } }
  await inTransaction(call, async (within) => {
    await sql`select pg_advisory_xact_lock(4155006)`.execute(within.db)
    const { rows: known } = await sql`select 1 from audit_entry where organisation_id = ${HOUSE_CHAIN}
      and act = ${KEYED_FROM} limit 1`.execute(within.db)
    if (known.length > 0) return
    const { rows } = await sql<{
      id: string
      seq: number
    }>`select organisation_id as id, max(seq) as seq from audit_entry
      where mac is null group by 1 order by 1`.execute(within.db)
    recordAudit(within, KEYED_FROM, HOUSE_CHAIN, null, {
      rows: Object.fromEntries(rows.map(({ id, seq }) => [id, seq])),
    })
  })
}

/** Up to where each chain may hold rows without a key; undefined where no line that this house wrote says so. */
export async function findKeyedFrom(db: Db): Promise<ReadonlyMap<string, number> | undefined> {
  const { rows } = await sql<{ entry: Buffer; key_nonce: Buffer; mac: Buffer; hash: Buffer }>`
    select entry, key_nonce, mac, hash from audit_entry
    where organisation_id = ${HOUSE_CHAIN} and act = ${KEYED_FROM} and mac is not null order by seq`.execute(db)
  const own = rows.find((row) => keyVersionOf(db, row) !== undefined)
  if (!own) return undefined
  const { facts } = JSON.parse(own.entry.toString('utf8')) as { facts: { rows: Record<string, number> } }
  return new Map(Object.entries(facts.rows))
}

/** The line of the house chain that says from where on every line is under a new version of the key (đổi khóa của máy chủ). */
export const KEY_CHANGED = 'audit.key-changed'

export type KeyChange = { version: number; rows: ReadonlyMap<string, number> }

/** The changes of the key that the chain tells of; each line is under the version that it tells of, so that the earlier key cannot write it. */
export async function findKeyChanges(db: Db): Promise<KeyChange[]> {
  const { rows } = await sql<{ entry: Buffer; key_nonce: Buffer; mac: Buffer; hash: Buffer }>`
    select entry, key_nonce, mac, hash from audit_entry
    where organisation_id = ${HOUSE_CHAIN} and act = ${KEY_CHANGED} and mac is not null order by seq`.execute(db)
  return rows.flatMap((row) => {
    const { facts } = JSON.parse(row.entry.toString('utf8')) as {
      facts: { version: number; rows: Record<string, number> }
    }
    const written = keyVersionOf(db, row) ?? 0
    return written >= facts.version ? [{ version: facts.version, rows: new Map(Object.entries(facts.rows)) }] : []
  })
}

/**
 * Records each version of the key that the chain does not tell of yet, with the last row of every chain under the one before: what comes after
 * is under the new one. Also at a start, for a change that was killed before it was recorded. Gives the versions that were recorded now.
 */
export async function recordKeyChanges(db: Db, now: Date): Promise<number[]> {
  const { version: newest } = houseKeyOf(db)
  if (newest === 1) return []
  return inTransaction({ db, actor: systemActor, now, origin: { requestId: 'key' } }, async (within) => {
    await sql`select pg_advisory_xact_lock(4155006)`.execute(within.db)
    const known = new Set((await findKeyChanges(within.db)).map(({ version }) => version))
    const missing = Array.from({ length: newest - 1 }, (_, at) => at + 2).filter((version) => !known.has(version))
    if (missing.length === 0) return []
    const { rows } = await sql<{ id: string; seq: number }>`
      select organisation_id as id, seq from audit_head order by 1`.execute(within.db)
    for (const version of missing)
      recordAudit(within, KEY_CHANGED, HOUSE_CHAIN, null, {
        version,
        rows: Object.fromEntries(rows.map(({ id, seq }) => [id, seq])),
      })
    return missing
  })
}
