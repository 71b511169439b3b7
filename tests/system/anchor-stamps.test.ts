import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { test } from 'node:test'
import { AnchorKeeper } from '#server/platform/anchor-keeper.ts'
import { listAnchorPlaces } from '#server/platform/anchor-queries.ts'
import { acceptLostAnchors, stampAnchor, verifyStamps } from '#server/platform/anchor-stamps.ts'
import { readAnchors } from '#server/platform/anchors.ts'
import { recordAudit } from '#server/platform/audit.ts'
import { inTransaction } from '#server/platform/call.ts'
import { aCall, anActor } from '#server/platform/testing.ts'
import { aSigningHouse } from '#server/signing/testing.ts'
import { tokenFault } from '#tools/token-fault.ts'

test('one anchor a day is stamped by the authority; a folder of anchors that was taken away, or a stamp, is a fault until it is taken note of', async (t) => {
  const { db, pool, house } = await aSigningHouse(t)
  const dataDir = mkdtempSync('/tmp/dinh-stamps-')
  const keeper = new AnchorKeeper(dataDir, undefined)
  const at = (hours: number) => new Date(Date.parse('2026-11-24T02:00:00Z') + hours * 3_600_000)
  const stamp = (imprint: Uint8Array) => house.validation.stamp('SHA-256', imprint)
  const act = () =>
    inTransaction(aCall(db, anActor(), '2026-11-24T09:00'), async (call) =>
      recordAudit(call, 'test.act', 'ubnd-tinh', null),
    )
  const faults = async () =>
    (await verifyStamps(db, { data: readAnchors(dataDir) }, tokenFault)).faults.map((each) => each.fault)

  assert.equal(await stampAnchor(db, dataDir, stamp, at(0)), false, 'no anchor yet')
  await act()
  await keeper.write(db, at(0))
  // The folder goes before anything was stamped.
  rmSync(`${dataDir}/anchors`, { recursive: true })
  assert.match((await faults()).join(), /gone/)
  await keeper.write(db, at(0.1))
  assert.match((await faults()).join(), /gone/, 'anchors that are written anew do not hide it')
  assert.match((await listAnchorPlaces(db)).find((each) => each.place === 'data')?.lastError ?? '', /gone/)
  await acceptLostAnchors(db, at(0.2))
  await keeper.write(db, at(0.3))
  assert.deepEqual(await faults(), [])

  const silent = () => Promise.reject(new Error('the authority does not answer'))
  assert.equal(await stampAnchor(db, dataDir, silent, at(1)), false)
  const place = async () => (await listAnchorPlaces(db)).find((each) => each.place === 'timestamp')
  assert.equal((await place())?.lastError, 'the authority does not answer')
  assert.equal(await stampAnchor(db, dataDir, stamp, at(2)), true)
  assert.equal((await place())?.failingSince, null)
  assert.equal(await stampAnchor(db, dataDir, stamp, at(3)), false, 'once a day')
  assert.deepEqual(await faults(), [])

  // Whoever has the database too wipes what it says of the places: the trail still names the anchor that was stamped.
  rmSync(`${dataDir}/anchors`, { recursive: true })
  await pool.query('update anchor_place set last_hash = null')
  assert.match((await faults()).join(), /stamped is gone/)
  await acceptLostAnchors(db, at(4))
  await pool.query('update anchor_stamp set token = token || token')
  assert.match((await faults()).join(), /does not hold/)
  await pool.query('delete from anchor_stamp')
  assert.deepEqual(await faults(), [], 'taken note of')
})
