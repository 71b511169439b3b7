import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { testDatabase } from '../testing.ts'
import { printSchema, printTables } from './print-schema.ts'

test('schema.sql and the table types are those of a freshly migrated database', async (t) => {
  const { pool } = await testDatabase(t)
  const kept = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8')
  assert.equal(kept('../../../../schema.sql'), await printSchema(pool), 'run npm run db:generate')
  assert.equal(kept('./tables.ts'), await printTables(pool), 'run npm run db:generate')
})
