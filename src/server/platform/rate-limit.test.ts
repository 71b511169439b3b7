import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inTransaction } from './call.ts'
import { spend } from './rate-limit.ts'
import { Refusal } from './refusal.ts'
import { aCall, anActor, testDatabase } from './testing.ts'

const NOW = new Date('2026-11-24T02:00:00Z')
const later = (seconds: number) => new Date(NOW.getTime() + seconds * 1000)
const LIMIT = { most: 3, seconds: 600 }
const tooOften = (minutes: number) => (error: unknown) =>
  error instanceof Refusal && error.code === 'platform.too-often' && error.facts.minutes === minutes

test('what is tried too often is refused until the window has passed, and tells how long; other keys are free', async (t) => {
  const { db } = await testDatabase(t)
  for (let n = 0; n < 3; n += 1) await spend(db, 'one', LIMIT, NOW)
  await assert.rejects(spend(db, 'one', LIMIT, later(120)), tooOften(8))
  await spend(db, 'another', LIMIT, NOW)
  await spend(db, 'one', LIMIT, later(600))
})

test('a try is remembered although its act was refused and rolled back; fifty at once spend fifty', async (t) => {
  const { db } = await testDatabase(t)
  const call = aCall(db, anActor(), '2026-11-24T09:00')
  for (let n = 0; n < 3; n += 1)
    await assert.rejects(
      inTransaction(call, async (within) => {
        await spend(within.db, 'refused', LIMIT, NOW)
        throw new Error('refused')
      }),
    )
  await assert.rejects(spend(db, 'refused', LIMIT, NOW), tooOften(10))
  const results = await Promise.allSettled(
    Array.from({ length: 50 }, () => spend(db, 'at once', { most: 20, seconds: 600 }, NOW)),
  )
  assert.equal(results.filter((each) => each.status === 'fulfilled').length, 20)
})
