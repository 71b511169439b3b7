import { spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { migrate } from '#server/platform/db/migrate.ts'
import { bindHouseKey } from '#server/platform/house-key.ts'
import { TEST_KEY } from '#server/platform/testing.ts'
import { openDatabase, openPool } from '#server/platform/db/connection.ts'
import { startPrivatePostgres } from '#server/platform/private-postgres.ts'
import { seedDemonstration } from '../seeds/index.ts'

/**
 * Runs test files (arguments, or every `*.test.ts`) on a PostgreSQL of their own: TEST_DATABASE_URL, else a private one in a temporary
 * folder. The migrated template database is made once; each test file copies it.
 */
const files = process.argv.slice(2)
const pattern =
  files.length > 0 ? files : ['src/**/*.test.ts', 'tools/**/*.test.ts', 'tests/**/*.test.ts', 'seeds/**/*.test.ts']

const folder = mkdtempSync(join(process.env.TEST_FOLDER ?? '/tmp', 'dinh-test-'))
chmodSync(folder, 0o711)
const given = process.env.TEST_DATABASE_URL
// Test databases are thrown away: their server need not wait for the disk, except where a test starts its own.
const postgres = given
  ? undefined
  : await startPrivatePostgres(folder, { fsync: 'off', max_connections: '200', shared_buffers: '128MB' })
const server = given ?? postgres?.connectionString ?? ''
const url = (database: string) => server.replace(/\/postgres(\?|$)/, `/${database}$1`)

/** The demonstration province without its dossiers, as a template that tests copy. */
async function makeDemonstration() {
  await admin.query('drop database if exists dinh_demonstration with (force)')
  await admin.query('create database dinh_demonstration template dinh_template')
  const db = openDatabase(openPool({ connectionString: url('dinh_demonstration'), max: 2 }))
  bindHouseKey(db, TEST_KEY)
  await seedDemonstration(db, new Date())
  await db.destroy()
}

let code = 1
const admin = openPool({ connectionString: server, max: 1 })
try {
  await admin.query('drop database if exists dinh_template with (force)')
  await admin.query('create database dinh_template')
  const pool = openPool({ connectionString: url('dinh_template'), max: 1 })
  await migrate(pool)
  await pool.end()
  await makeDemonstration()
  code = await new Promise<number>((resolve) => {
    const child = spawn(process.execPath, ['--test', '--test-concurrency=2', '--test-timeout=900000', ...pattern], {
      stdio: 'inherit',
      env: { ...process.env, TEST_SERVER_URL: server },
    })
    child.on('exit', (status) => resolve(status ?? 1))
  })
} finally {
  await admin.end()
  await postgres?.close()
  if (!given) rmSync(folder, { recursive: true, force: true })
}
process.exit(code)
