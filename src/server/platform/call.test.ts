import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { announce, announcement } from './announcements.ts'
import { recordAudit } from './audit.ts'
import { inTransaction } from './call.ts'
import { idempotency } from './idempotency.ts'
import { Refusal } from './refusal.ts'
import { aCall, anActor, testDatabase } from './testing.ts'

const told = announcement<{ n: number }>('test.told')

test('an act writes its audit entry and its announcement, or nothing at all', async (t) => {
  const { db } = await testDatabase(t)
  const call = aCall(db, anActor(), '2026-11-24T09:00')
  await inTransaction(call, async (tx) => {
    recordAudit(tx, 'test.act', 'ubnd-tinh', null, { n: 1 })
    announce(tx, told, { n: 1 })
  })
  await assert.rejects(
    inTransaction(call, async (tx) => {
      recordAudit(tx, 'test.act', 'ubnd-tinh', null)
      announce(tx, told, { n: 2 })
      throw new Refusal('test.no')
    }),
    Refusal,
  )
  assert.equal((await db.selectFrom('audit_entry').selectAll().execute()).length, 1)
  assert.deepEqual(
    (await db.selectFrom('announcement').select('facts').execute()).map((row) => row.facts),
    [{ n: 1 }],
  )
})

test('fifty acts at once on two organisations, in opposite order, make two whole chains', async (t) => {
  const { db } = await testDatabase(t)
  const call = aCall(db, anActor(), '2026-11-24T09:00')
  await Promise.all(
    Array.from({ length: 50 }, (_, n) =>
      inTransaction(call, async (tx) => {
        const order = n % 2 ? ['a', 'b'] : ['b', 'a']
        for (const organisation of order) recordAudit(tx, 'test.act', organisation, null, { n })
      }),
    ),
  )
  for (const organisation of ['a', 'b']) {
    const rows = await db
      .selectFrom('audit_entry')
      .selectAll()
      .where('organisation_id', '=', organisation)
      .orderBy('seq')
      .execute()
    assert.equal(rows.length, 50)
    let previous = Buffer.alloc(0)
    for (const [at, row] of rows.entries()) {
      assert.equal(row.seq, at + 1)
      const digest = createHash('sha256').update(previous).update(`${row.seq}\n`).update(row.entry).digest()
      assert.deepEqual(row.hash, digest)
      previous = digest
    }
  }
})

test('the same key and body, twice at once and again later, act once and get one answer; another body is refused', async (t) => {
  const { db } = await testDatabase(t)
  const call = aCall(db, anActor(), '2026-11-24T09:00')
  let acted = 0
  const act = (body: unknown) =>
    inTransaction({ ...call, idempotency: idempotency('test.act', 'key-1', body) }, async (tx) => {
      acted += 1
      recordAudit(tx, 'test.act', 'ubnd-tinh', null)
      return { number: acted }
    })
  const answers = await Promise.all([act({ a: 1 }), act({ a: 1 })])
  assert.deepEqual(answers[0], answers[1])
  assert.deepEqual(await act({ a: 1 }), answers[0])
  assert.equal((await db.selectFrom('audit_entry').selectAll().execute()).length, 1)
  await assert.rejects(act({ a: 2 }), (error) => error instanceof Refusal && error.code === 'platform.key-reused')
})
