import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testDatabase } from '../testing.ts'
import { openPool } from './connection.ts'

test('a program in a quiet hour keeps one connection, so that no command ends its database', async (t) => {
  const { connectionString } = await testDatabase(t)
  const pool = openPool({ connectionString, max: 5, idleMs: 20 })
  t.after(() => pool.end())
  await Promise.all([1, 2, 3].map(() => pool.query('select pg_sleep(0.02)')))
  while (pool.totalCount > 1) await new Promise((resolve) => setTimeout(resolve, 10))
  await new Promise((resolve) => setTimeout(resolve, 100))
  assert.equal(pool.totalCount, 1)
})
