import { sql } from 'kysely'
import { HOUSE_CHAIN, recordAudit } from './audit.ts'
import { type Db, inTransaction, systemActor } from './call.ts'
import { isKeyed } from './line-key.ts'

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
  const own = rows.find((row) => isKeyed(db, row))
  if (!own) return undefined
  const { facts } = JSON.parse(own.entry.toString('utf8')) as { facts: { rows: Record<string, number> } }
  return new Map(Object.entries(facts.rows))
}
