import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inTransaction } from '#server/platform/call.ts'
import { aCall, anActor, testDatabase } from '#server/platform/testing.ts'
import { enterInBook } from './enter.ts'

const entry = { organisationId: 'xa-liem-phong', kind: 'SCT/BS', subject: 'Hồ sơ 0007' }

test('numbers run through the year without gaps, a full volume opens the next, the new year begins at one', async (t) => {
  const { db } = await testDatabase(t)
  const call = aCall(db, anActor(), '2026-12-31T09:00')
  assert.equal((await enterInBook(call, entry)).book, '01/2026-SCT/BS')
  await db.updateTable('paper_book').set({ per_volume: 2 }).execute()
  assert.equal((await enterInBook(call, entry)).volume, 1)
  const third = await enterInBook(call, entry)
  assert.deepEqual([third.number, third.book], [3, '02/2026-SCT/BS'])
  const next = await enterInBook({ ...call, now: new Date('2027-01-01T02:00:00Z') }, entry)
  assert.deepEqual([next.number, next.book], [1, '01/2027-SCT/BS'])
  assert.equal((await enterInBook(call, { ...entry, kind: 'birth' })).book, '01/2026')
})

test('two who enter at once get two numbers, and an entry that is rolled back leaves no gap', async (t) => {
  const { db } = await testDatabase(t)
  const call = aCall(db, anActor(), '2026-11-24T09:00')
  let second: Promise<{ number: number }> | undefined
  const first = await inTransaction(call, async (within) => {
    const mine = await enterInBook(within, entry)
    second = enterInBook(call, entry)
    await new Promise((resolve) => setTimeout(resolve, 100))
    return mine
  })
  assert.deepEqual([first.number, (await second!).number], [1, 2])
  await assert.rejects(
    inTransaction(call, async (within) => {
      await enterInBook(within, entry)
      throw new Error('mất điện')
    }),
  )
  assert.equal((await enterInBook(call, entry)).number, 3)
})
