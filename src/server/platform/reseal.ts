import { sql } from 'kysely'
import type { Db } from './db/connection.ts'
import type { Sealing } from './sealing.ts'

/** Where values lie that are sealed under the key of the house and live longer than a day: table, key, column. */
export const SEALED = [
  { table: 'account', key: 'id', column: 'totp_secret_sealed' },
  { table: 'outbox_message', key: 'id', column: 'sealed' },
  { table: 'parked_form', key: 'id', column: 'sealed' },
] as const

const AT_ONCE = 200
const NONE = '00000000-0000-0000-0000-000000000000'

async function resealTable(db: Db, sealing: Sealing, { table, key, column }: (typeof SEALED)[number]) {
  const [from, id, value] = [sql.table(table), sql.ref(key), sql.ref(column)]
  let resealed = 0
  for (let last = NONE; ;) {
    const { rows } = await sql<{ id: string; sealed: Buffer }>`select ${id} as id, ${value} as sealed from ${from}
      where ${value} is not null and ${id} > ${last}::uuid order by ${id} limit ${AT_ONCE}`.execute(db)
    for (const row of rows) {
      const version = sealing.versionOf(row.sealed)
      if (version === undefined || version === sealing.version) continue
      const anew = sealing.seal(sealing.unseal(row.sealed))
      // What changed meanwhile is under the newest key already.
      await sql`update ${from} set ${value} = ${anew} where ${id} = ${row.id}::uuid and ${value} = ${row.sealed}`.execute(
        db,
      )
      resealed += 1
    }
    if (rows.length < AT_ONCE) return resealed
    last = rows.at(-1)!.id
  }
}

/**
 * Seals anew, under the newest key, what an earlier one sealed: value by value, so that it can be killed and begun again anywhere. Gives how
 * many were sealed anew. Answers that are kept for a repeated form run out within 30 days; signing keys are sealed anew by their PIN, the next
 * time they are used; words that stand sealed in the audit trail stay as they were written.
 */
export async function resealSecrets(db: Db, sealing: Sealing): Promise<number> {
  let resealed = 0
  for (const place of SEALED) resealed += await resealTable(db, sealing, place)
  return resealed
}

/** Whether anything is still under an earlier key: a change that was killed goes on before another begins. */
export async function hasEarlier(db: Db, sealing: Sealing): Promise<boolean> {
  for (const { table, column } of SEALED) {
    const { rows } = await sql<{ sealed: Buffer }>`select ${sql.ref(column)} as sealed from ${sql.table(table)}
      where ${sql.ref(column)} is not null`.execute(db)
    if (rows.some(({ sealed }) => (sealing.versionOf(sealed) ?? sealing.version) < sealing.version)) return true
  }
  return false
}
