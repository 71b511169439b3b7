import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import { PreparingClient } from './prepared.ts'
import type { Tables } from './tables.ts'

/** Money and counts fit into a number exactly (the columns are bounded); what does not is a defect and not rounded. */
function exact(text: string): number {
  const number = Number(text)
  if (!Number.isSafeInteger(number)) throw new Error(`bigint ${text} does not fit into a number`)
  return number
}

// int8 as number, date as YYYY-MM-DD: set once, here.
pg.types.setTypeParser(pg.types.builtins.INT8, exact)
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text)

export type Db = Kysely<Tables>

const roots = new WeakMap<Db, Db>()
/** Says which database a transaction runs in: what is remembered of a database serves its transactions too. */
export const markTransaction = (transaction: Db, root: Db) => void roots.set(transaction, root)
export const rootOf = (db: Db): Db => roots.get(db) ?? db

/** How the connections of this program are called in the database: what ends with it is not in its way. */
export const OWN_NAME = `dinh ${process.pid}`

/** Where a database is, and how many connections one program may hold. */
export type ConnectionSettings = { connectionString: string; max?: number; idleMs?: number; least?: number }

export function openPool({ connectionString, max = 10, idleMs = 60_000, least = 1 }: ConnectionSettings) {
  const pool = new pg.Pool({
    connectionString,
    application_name: OWN_NAME,
    max,
    Client: PreparingClient as never,
    idleTimeoutMillis: idleMs,
    // One stays also in a quiet hour: a command that leaves the house ends the private PostgreSQL when nobody else is connected.
    min: least,
    allowExitOnIdle: true,
  })
  // An idle connection that breaks is replaced by the next query; nothing is lost with it.
  pool.on('error', () => {})
  return pool
}

export const openDatabase = (pool: pg.Pool): Db => new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })

/** Refuses a database that would lose what it acknowledged: fsync, synchronous_commit and full_page_writes must be on. */
export async function refuseUnsafeDatabase(pool: pg.Pool) {
  const { rows } = await pool.query<{ name: string; setting: string }>(
    "select name, setting from pg_settings where name in ('fsync', 'synchronous_commit', 'full_page_writes', 'server_version_num')",
  )
  const of = (name: string) => rows.find((row) => row.name === name)?.setting ?? ''
  if (Number(of('server_version_num')) < 150_000) throw new Error('Đình needs PostgreSQL 15 or newer.')
  for (const name of ['fsync', 'synchronous_commit', 'full_page_writes'])
    if (of(name) === 'off')
      throw new Error(`The database runs with ${name} = off and could lose acknowledged work. Turn it on.`)
}
