import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { test } from 'node:test'
import { anchorHeads, readAnchors, verifyAnchors } from './anchors.ts'
import { recordAudit } from './audit.ts'
import { verifyChain } from './audit-trail.ts'
import { inTransaction } from './call.ts'
import { aCall, anActor, testDatabase } from './testing.ts'

test('a chain cut together with its head is found by the anchors, up to the last of them; a changed anchor file is found too', async (t) => {
  const { db, pool } = await testDatabase(t)
  const dataDir = mkdtempSync('/tmp/dinh-anchors-')
  const second = mkdtempSync('/tmp/dinh-anchors-2-')
  const act = (n: number) =>
    inTransaction(aCall(db, anActor(), '2026-11-24T09:00'), async (call) =>
      recordAudit(call, 'test.act', 'ubnd-tinh', null, { n }),
    )
  for (let n = 1; n <= 3; n += 1) await act(n)
  assert.equal(await anchorHeads(db, dataDir, second, new Date('2026-11-24T02:00:00Z')), 1)
  assert.equal(await anchorHeads(db, dataDir, second, new Date('2026-11-24T02:01:00Z')), 0)
  await act(4)
  await anchorHeads(db, dataDir, second, new Date('2026-11-24T02:02:00Z'))
  assert.deepEqual(await verifyAnchors(db, readAnchors(dataDir)), { until: '2026-11-24T02:02:00.000Z', faults: [] })
  assert.equal(
    readFileSync(`${second}/2026-11.jsonl`, 'utf8'),
    readFileSync(`${dataDir}/anchors/2026-11.jsonl`, 'utf8'),
  )

  await pool.query(
    'delete from audit_entry where seq = 4; update audit_head set seq = 3, hash = (select hash from audit_entry where seq = 3)',
  )
  assert.deepEqual((await verifyChain(db, 'ubnd-tinh')).faults, [], 'the chain alone cannot show it')
  assert.equal((await verifyAnchors(db, readAnchors(dataDir))).faults.length, 1)

  const file = `${dataDir}/anchors/2026-11.jsonl`
  writeFileSync(file, readFileSync(file, 'utf8').split('\n')[1]!)
  assert.ok((await verifyAnchors(db, readAnchors(dataDir))).faults.some((each) => each.fault.includes('anchor')))
})

test('a cut that was written over again is found, and a torn line does not stop the anchors', async (t) => {
  const { db, pool } = await testDatabase(t)
  const dataDir = mkdtempSync('/tmp/dinh-anchors-')
  const act = (n: number) =>
    inTransaction(aCall(db, anActor(), '2026-11-24T09:00'), async (call) =>
      recordAudit(call, 'test.act', 'ubnd-tinh', null, { n }),
    )
  for (let n = 1; n <= 4; n += 1) await act(n)
  await anchorHeads(db, dataDir, undefined, new Date('2026-11-24T02:00:00Z'))
  await pool.query(
    'delete from audit_entry where seq = 4; update audit_head set seq = 3, hash = (select hash from audit_entry where seq = 3)',
  )
  await anchorHeads(db, dataDir, undefined, new Date('2026-11-24T02:01:00Z'))
  await act(44)
  await anchorHeads(db, dataDir, undefined, new Date('2026-11-24T02:02:00Z'))
  assert.ok((await verifyAnchors(db, readAnchors(dataDir))).faults.some((each) => each.fault.includes('cut')))
  const file = `${dataDir}/anchors/2026-11.jsonl`
  writeFileSync(file, `${readFileSync(file, 'utf8')}{"at":"2026-`)
  await act(5)
  writeFileSync(file, `${readFileSync(file, 'utf8')}\n`)
  assert.equal(await anchorHeads(db, dataDir, undefined, new Date('2026-11-24T02:03:00Z')), 1)
  assert.equal(readAnchors(dataDir).at(-1)?.at, '2026-11-24T02:03:00.000Z')
})
