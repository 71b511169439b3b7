import { randomBytes } from 'node:crypto'
import * as fs from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'

/** The role of the private PostgreSQL that the program runs as; `dinh` owns the tables and migrates. */
export const RUNNING_ROLE = 'dinh_run'
const LOCK = 4_155_003
const SCHEMAS = ['public', 'graphile_worker']

/** The password of the running role, made with its file (mode 0600) when there is none. */
function passwordIn(dataDir: string): { password: string; made: boolean } {
  const file = join(dataDir, 'run-password')
  if (fs.existsSync(file)) return { password: fs.readFileSync(file, 'utf8').trim(), made: false }
  const password = randomBytes(24).toString('hex')
  fs.writeFileSync(file, password, { mode: 0o600 })
  return { password, made: true }
}

async function locked<T>(owner: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await owner.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [LOCK])
    return await work(client)
  } finally {
    await client.query('select pg_advisory_unlock($1)', [LOCK]).catch(() => {})
    client.release()
  }
}

/** Makes the running role of a private PostgreSQL where it is missing, also in a data folder of an earlier version; its connection. */
export async function makeRunningRole(owner: pg.Pool, ownerConnection: string, dataDir: string): Promise<string> {
  const password = await locked(owner, async (client) => {
    const { password, made } = passwordIn(dataDir)
    const { rows } = await client.query('select 1 from pg_roles where rolname = $1', [RUNNING_ROLE])
    const words = `login nosuperuser nocreatedb nocreaterole noreplication nobypassrls password ${pg.escapeLiteral(password)}`
    if (rows.length === 0) await client.query(`create role ${RUNNING_ROLE} ${words}`)
    else if (made) await client.query(`alter role ${RUNNING_ROLE} ${words}`)
    return password
  })
  return ownerConnection.replace(/^postgres:\/\/[^@]*@/, `postgres://${RUNNING_ROLE}:${password}@`)
}

/** Whether something is missing or too much for this role: tables it may not read, an audit trail it may change. */
const LACKING = `select exists (
  select from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname = any($2) and c.relkind in ('r', 'p', 'v') and (
    not has_schema_privilege($1, n.oid, 'usage') or not has_table_privilege($1, c.oid, 'select')
    or (c.relrowsecurity and not exists (select from pg_policy p where p.polrelid = c.oid and p.polname = 'dinh_running'))
    or (c.relname = 'audit_entry' and has_table_privilege($1, c.oid, 'update, delete, truncate')))) as lacking`

/**
 * Gives the running role what the program needs: to read and write rows, never to change the shape of the database, and of the audit trail only
 * to add and to read. Done again after each migration that brings tables; nothing when nothing is lacking.
 */
export async function grantRunning(owner: pg.Pool, role: string): Promise<void> {
  const isLacking = async (asked: Pick<pg.Pool, 'query'>) =>
    (await asked.query<{ lacking: boolean }>(LACKING, [role, SCHEMAS])).rows[0]!.lacking
  if (!(await isLacking(owner))) return
  await locked(owner, async (client) => {
    if (!(await isLacking(client))) return
    await client.query('begin')
    try {
      await grant(client, pg.escapeIdentifier(role))
      await client.query('commit')
    } catch (error) {
      await client.query('rollback')
      throw error
    }
  })
}

async function grant(client: pg.PoolClient, to: string) {
  const { rows } = await client.query<{ name: string; version: number }>(
    "select nspname as name, current_setting('server_version_num')::int as version from pg_namespace where nspname = any($1)",
    [SCHEMAS],
  )
  for (const { name, version } of rows) {
    await client.query(`grant usage on schema ${name} to ${to}`)
    await client.query(`grant select, insert, update, delete on all tables in schema ${name} to ${to}`)
    // To keep the figures of the planner fresh; known since PostgreSQL 17.
    if (version >= 170_000) await client.query(`grant maintain on all tables in schema ${name} to ${to}`)
    await client.query(`grant usage, select, update on all sequences in schema ${name} to ${to}`)
    await client.query(`grant execute on all functions in schema ${name} to ${to}`)
  }
  // The library of the jobs shuts its rows to everyone but their owner.
  const { rows: shut } = await client.query<{ name: string }>(
    `select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = any($1) and c.relrowsecurity`,
    [SCHEMAS],
  )
  for (const { name } of shut) {
    await client.query(`drop policy if exists dinh_running on ${name}`)
    await client.query(`create policy dinh_running on ${name} to ${to} using (true) with check (true)`)
  }
  const { rows: trail } = await client.query("select to_regclass('public.audit_entry') is not null as there")
  if (!trail[0]?.there) return
  await client.query(`revoke all on audit_entry from ${to}`)
  await client.query(`grant select, insert on audit_entry to ${to}`)
  await client.query(`revoke all on migration from ${to}`)
  await client.query(`grant select on migration to ${to}`)
}
