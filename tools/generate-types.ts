import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { openPool } from '#server/platform/db/connection.ts'
import { migrate } from '#server/platform/db/migrate.ts'
import { printSchema, printTables } from '#server/platform/db/print-schema.ts'
import { startPrivatePostgres } from '#server/platform/private-postgres.ts'

/** Writes `schema.sql` and the table types from a freshly migrated database. */
const folder = mkdtempSync('/tmp/dinh-schema-')
chmodSync(folder, 0o711)
const postgres = await startPrivatePostgres(folder, { fsync: 'off' })
const pool = openPool({ connectionString: postgres.connectionString, max: 1 })
try {
  await migrate(pool)
  writeFileSync(new URL('../schema.sql', import.meta.url), await printSchema(pool))
  writeFileSync(new URL('../src/server/platform/db/tables.ts', import.meta.url), await printTables(pool))
} finally {
  await pool.end()
  await postgres.close()
  rmSync(folder, { recursive: true, force: true })
}
