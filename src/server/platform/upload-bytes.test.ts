import assert from 'node:assert/strict'
import { test } from 'node:test'
import { askerOf } from './asker.ts'
import { networkOf } from './network.ts'
import { anonymousActor } from './call.ts'
import { Refusal } from './refusal.ts'
import { aCall, anActor, testDatabase } from './testing.ts'
import { Turns } from './turns.ts'
import { countBytes, isNoRoom, requireRoom } from './upload-bytes.ts'

test('Bytes are counted by asker and day, never beyond what a day allows, also many at once, and given back when they do not come', async (t) => {
  const { db } = await testDatabase(t)
  const day = '2026-11-30'
  const over = (error: Refusal) => error.code === 'platform.quota'
  await assert.rejects(countBytes(db, 'a', day, 101, 100), over)
  await Promise.allSettled(Array.from({ length: 20 }, () => countBytes(db, 'a', day, 10, 100)))
  await assert.rejects(countBytes(db, 'a', day, 1, 100), over)
  await countBytes(db, 'b', day, 100, 100)
  await countBytes(db, 'a', '2026-12-01', 100, 100)
  await countBytes(db, 'a', day, -40)
  await countBytes(db, 'a', day, 40, 100)
  await countBytes(db, 'a', day, 5_000_000_000)
  const { bytes } = await db
    .selectFrom('upload_bytes')
    .select('bytes')
    .where('subject', '=', 'a')
    .where('on_day', '=', day)
    .executeTakeFirstOrThrow()
  assert.equal(Number(bytes), 5_000_000_100)
})

test('Somebody signed in is counted by account, somebody else by network: one address of IPv4, sixty-four bits of IPv6', async (t) => {
  const { db } = await testDatabase(t)
  const call = aCall(db, anActor(), '2026-11-30T09:00')
  assert.equal(askerOf(call), 'account account-1')
  const from = (ip: string) => askerOf({ ...call, actor: anonymousActor, origin: { requestId: '1', ip } })
  assert.equal(from('203.0.113.9'), 'network 203.0.113.9')
  assert.equal(from('2001:DB8:1:2:3::9'), from('2001:db8:1:2:ffff:1:2:3'))
  assert.notEqual(from('2001:db8:1:2::9'), from('2001:db8:1:3::9'))
  assert.equal(networkOf('::1'), '0:0:0:0::/64')
  assert.equal(networkOf('fe80::1%eth0'), 'fe80:0:0:0::/64')
})

test('One asker never takes the places of all: beyond their own they are told to come later, and others come in', async () => {
  const turns = new Turns({ most: 3, each: 2 })
  const open = Promise.withResolvers<string>()
  const busy = (error: Refusal) => error.code === 'platform.busy'
  const held = [turns.take('hostile', () => open.promise), turns.take('hostile', () => open.promise)]
  await assert.rejects(
    turns.take('hostile', () => open.promise),
    busy,
  )
  assert.equal(await turns.take('honest', () => Promise.resolve('done')), 'done')
  await assert.rejects(
    turns.take('honest', () => Promise.reject(new Error('broke'))),
    /broke/,
  )
  held.push(turns.take('third', () => open.promise))
  await assert.rejects(
    turns.take('honest', () => Promise.resolve('')),
    busy,
  )
  open.resolve('done')
  await Promise.all(held)
  assert.equal(await turns.take('hostile', () => Promise.resolve('again')), 'again')
})

test('Where room runs short desks go on longer than others; a full disk is no defect', async () => {
  const dataDir = '/tmp'
  await requireRoom({ dataDir, freeFloorBytes: 0 }, false)
  const short = (error: Refusal) => error.code === 'platform.no-room'
  await assert.rejects(requireRoom({ dataDir, freeFloorBytes: 1e18 }, false), short)
  await assert.rejects(requireRoom({ dataDir, freeFloorBytes: 1e18 }, true), short)
  assert.ok(isNoRoom(Object.assign(new Error('no space'), { code: 'ENOSPC' })))
  assert.ok(!isNoRoom(new Error('other')))
})
