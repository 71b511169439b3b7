import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inTransaction } from './call.ts'
import { LIMITS } from './limits.ts'
import { networkOf } from './network.ts'
import { giveBack, limitBy, limitHere } from './rate-limit.ts'
import { Refusal } from './refusal.ts'
import { aCall, anActor, testDatabase } from './testing.ts'

const NOW = new Date('2026-11-24T02:00:00Z')
const later = (seconds: number) => new Date(NOW.getTime() + seconds * 1000)
const MOST = LIMITS['second-factor.act'].most
const tooOften = (minutes: number) => (error: unknown) =>
  error instanceof Refusal && error.code === 'platform.too-often' && error.facts.minutes === minutes

test('what is tried too often is refused until the window has passed, and tells how long; other subjects and kinds are free', async (t) => {
  const { db } = await testDatabase(t)
  for (let n = 0; n < MOST; n += 1) await limitBy({ db, now: NOW }, 'second-factor.act', 'one')
  await assert.rejects(limitBy({ db, now: later(120) }, 'second-factor.act', 'one'), tooOften(8))
  await limitBy({ db, now: NOW }, 'second-factor.act', 'another')
  await limitBy({ db, now: NOW }, 'sign-in.network', 'one')
  await limitBy({ db, now: later(600) }, 'second-factor.act', 'one')
})

test('no two kinds share a count, whatever their subjects look like', async (t) => {
  const { db } = await testDatabase(t)
  const kinds = Object.keys(LIMITS)
  for (const one of kinds)
    for (const other of kinds) assert.ok(one === other || !`${one}: `.startsWith(`${other}: `), `${one} ${other}`)
  for (let n = 0; n < MOST; n += 1) await limitBy({ db, now: NOW }, 'second-factor.act', '127.0.0.2')
  await assert.rejects(limitBy({ db, now: NOW }, 'second-factor.act', '127.0.0.2'))
  assert.equal((await limitBy({ db, now: NOW }, 'claim.network', '127.0.0.2')).over, false)
})

test('a try is remembered although its act was refused and rolled back; many at once spend many', async (t) => {
  const { db } = await testDatabase(t)
  const call = aCall(db, anActor(), '2026-11-24T09:00')
  for (let n = 0; n < MOST; n += 1)
    await assert.rejects(
      inTransaction(call, async (within) => {
        await limitBy({ db: within.db, now: NOW }, 'second-factor.act', 'refused')
        throw new Error('refused')
      }),
    )
  await assert.rejects(limitBy({ db, now: NOW }, 'second-factor.act', 'refused'), tooOften(10))
  const results = await Promise.allSettled(
    Array.from({ length: 50 }, () => limitBy({ db, now: NOW }, 'code.contact-network', 'at once')),
  )
  const most = LIMITS['code.contact-network'].most
  assert.equal(results.filter((each) => each.status === 'fulfilled').length, most)
})

test('success is given back, in its own window only', async (t) => {
  const { db } = await testDatabase(t)
  for (let n = 0; n < 4 * MOST; n += 1) await (await limitBy({ db, now: NOW }, 'second-factor.act', 'right')).giveBack()
  const old = await limitBy({ db, now: NOW }, 'second-factor.act', 'late')
  for (let n = 0; n < MOST; n += 1) await limitBy({ db, now: later(700) }, 'second-factor.act', 'late')
  await old.giveBack()
  await assert.rejects(limitBy({ db, now: later(701) }, 'second-factor.act', 'late'))
  await giveBack(db, 'second-factor.act', 'late')
  await giveBack(db, 'second-factor.act', 'late')
  await limitBy({ db, now: later(702) }, 'second-factor.act', 'late')
})

test('a window that began while the clock stood four years ahead is over', async (t) => {
  const { db } = await testDatabase(t)
  const ahead = later(4 * 365 * 86_400)
  for (let n = 0; n < MOST; n += 1) await limitBy({ db, now: ahead }, 'second-factor.act', 'clock')
  await assert.rejects(limitBy({ db, now: ahead }, 'second-factor.act', 'clock'))
  await limitBy({ db, now: NOW }, 'second-factor.act', 'clock')
})

test('an IPv4 address counts alone, an IPv6 address with its /64, and an IPv4 address in IPv6 as itself', () => {
  assert.equal(networkOf('203.0.113.7'), '203.0.113.7')
  assert.equal(networkOf('::ffff:203.0.113.7'), '203.0.113.7')
  assert.equal(networkOf('::ffff:cb00:7107'), '203.0.113.7')
  assert.equal(networkOf('2001:db8:1:2:3:4:5:6'), networkOf('2001:db8:1:2::99'))
  assert.notEqual(networkOf('2001:db8:1:2::1'), networkOf('2001:db8:1:3::1'))
  assert.equal(networkOf('2001:DB8::1'), networkOf('2001:db8:0:0:ffff::'))
  assert.equal(networkOf('fe80::1%eth0'), networkOf('fe80::2'))
  assert.equal(networkOf(undefined), 'unknown')
  assert.equal(networkOf('not an address'), 'unknown')
})

test('what is only read is counted without a write: the same bound, by network, window by window, in bounded memory', () => {
  const { most } = LIMITS['progress.network']
  for (let n = 0; n < most; n += 1) limitHere(NOW, 'progress.network', 'a reader')
  assert.throws(() => limitHere(later(120), 'progress.network', 'a reader'), tooOften(8))
  limitHere(NOW, 'progress.network', 'another reader')
  limitHere(later(600), 'progress.network', 'a reader')
  for (let n = 0; n < 50_000; n += 1) limitHere(later(601), 'progress.network', `network ${n}`)
  // The oldest windows went for the room of 20,000: the reader begins anew.
  for (let n = 0; n < most; n += 1) limitHere(later(602), 'progress.network', 'a reader')
})
