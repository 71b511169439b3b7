import assert from 'node:assert/strict'
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { sql } from 'kysely'
import { takeProgramLock } from '#server/platform/database-lock.ts'
import { isDatabaseAway, saysDatabaseAway } from '#server/platform/database-watch.ts'
import { openPool } from '#server/platform/db/connection.ts'
import { migrate } from '#server/platform/db/migrate.ts'
import { type House, openHouse, prepareHouse } from '#server/platform/house.ts'
import { addJob, migrateJobs, runJobs } from '#server/platform/jobs.ts'
import { startPrivatePostgres } from '#server/platform/private-postgres.ts'
import { readSettings } from '#server/platform/settings.ts'

const top = mkdtempSync('/tmp/dinh-role-')
const settings = readSettings({ DATA_DIR: `${top}/data` })
let house: House

before(async () => {
  chmodSync(top, 0o711)
  // As version 0.5.0 left it: everything made and owned by the one role there was.
  const old = await startPrivatePostgres(settings.dataDir)
  const pool = openPool({ connectionString: old.connectionString, max: 1 })
  await migrate(pool)
  await migrateJobs(pool)
  await pool.query("insert into setting (key, value, changed_at) values ('kept', '1', now())")
  await pool.end()
  await old.close()
  house = await openHouse(settings, 6)
  await prepareHouse(house)
})
after(async () => {
  await house.close()
  rmSync(top, { recursive: true, force: true })
})

const refused = (statement: string) => assert.rejects(house.pool.query(statement), { code: '42501' }, statement)
/** Waits for what must come; the test's own time limit ends a wait in vain. */
async function until<T>(look: () => T | Promise<T>): Promise<NonNullable<T>> {
  for (;;) {
    const found = await look()
    if (found) return found
    await wait(20)
  }
}

test('the program runs as a role that owns nothing, reads no file and changes no shape, also on data of an earlier version', async () => {
  const { rows } = await house.pool.query<{ name: string; super: boolean; owned: number }>(
    `select rolname as name, rolsuper as super, (select count(*)::int from pg_class where relowner = r.oid) as owned
     from pg_roles r where rolname = current_user`,
  )
  assert.deepEqual(rows[0], { name: 'dinh_run', super: false, owned: 0 })
  assert.equal((await house.pool.query("select 1 from setting where key = 'kept'")).rows.length, 1)
  for (const statement of [
    "select pg_read_file('/etc/passwd')",
    "copy setting from '/etc/passwd'",
    "copy setting to program 'true'",
    'create table mine (a int)',
    'create role other superuser',
    'drop table setting',
    'alter table setting add column mine int',
    'delete from migration',
  ])
    await refused(statement)
})

test('of the audit trail the program adds and reads; it changes and removes nothing', async () => {
  await house.pool.query(`insert into audit_entry (organisation_id, seq, at, entry, previous_hash, hash, act, actor_id)
    values ('x', 1, now(), 'a', 'b', 'c', 'd', 'e')`)
  assert.equal((await house.pool.query("select 1 from audit_entry where organisation_id = 'x'")).rows.length, 1)
  await refused("update audit_entry set act = 'other'")
  await refused('delete from audit_entry')
  await refused('truncate audit_entry')
  await refused('alter table audit_entry disable trigger all')
})

test('jobs are added, run and taken away by the running role', async () => {
  const done: unknown[] = []
  const stop = await runJobs(house.pool, { try: async (payload) => void done.push(payload) }, '', true)
  await addJob(house.db, 'try', { n: 1 })
  await until(() => done.length > 0)
  await until(async () => (await house.pool.query('select from graphile_worker._private_jobs')).rows.length === 0)
  await stop()
})

test('PostgreSQL that dies is started again while the program lives; jobs go on, the lock is held again, the log holds nothing typed', async () => {
  house.watch()
  const release = await takeProgramLock(house.connectionString, settings.dataDir)
  const done: unknown[] = []
  const stop = await runJobs(house.pool, { try: async (payload) => void done.push(payload) }, '', true)
  const postmaster = () => Number(readFileSync(`${settings.dataDir}/pg18/postmaster.pid`, 'utf8').split('\n')[0])
  const before = postmaster()
  process.kill(before, 'SIGQUIT')
  const fault = await until(() =>
    sql`select 1`.execute(house.db).then(
      () => undefined,
      (error: unknown) => error,
    ),
  )
  assert.ok(saysDatabaseAway(fault), String(fault))
  await until(() => isDatabaseAway())
  await until(() => !isDatabaseAway())
  assert.notEqual(postmaster(), before)
  assert.equal((await house.pool.query("select 1 from setting where key = 'kept'")).rows.length, 1)
  await addJob(house.db, 'try', { n: 2 })
  await until(() => done.length > 0)
  await until(() =>
    takeProgramLock(house.connectionString, settings.dataDir).then(
      (another) => another().then(() => false),
      () => true,
    ),
  )
  await stop()
  await release()
  await assert.rejects(house.pool.query("select 'một điều đã gõ'::uuid"))
  const log = `${settings.dataDir}/pg18.log`
  assert.equal(statSync(log).mode & 0o777, 0o600)
  assert.doesNotMatch(readFileSync(log, 'utf8'), /một điều|STATEMENT|CONTEXT/)
})
