import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Db } from '#server/platform/call.ts'
import { newId } from '#server/platform/ids.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { testDatabase } from '#server/platform/testing.ts'
import type { Delay } from './delay-queries.ts'
import { decideTry, FREE_TRIES, WAITS } from './delays.ts'
import { signIn } from './index.ts'
import { insertDemonstrationAccount } from './seed-account.ts'
import { later, NOW, testSealing, visitorAt } from './testing.ts'

const RIGHT = 'Dinh-Ha-Nam-2020'
const demonstration = true
const codeOf = (error: unknown) => (error instanceof Refusal ? error.code : String(error))
const attempt = (db: Db, name: string, password: string, ip: string, minutes = 0, device?: string) =>
  signIn(visitorAt(db, ip, later(minutes)), { name, password, demonstration, device })
const outcome = (promise: Promise<unknown>) =>
  promise.then(
    () => 'in',
    (error: unknown) => codeOf(error),
  )

test('an outsider who tries an official’s name all day holds nobody up: the right password works from a place of their own', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const NAME = 'diachinh.liemphong'
  await attempt(db, NAME, RIGHT, '10.1.0.1')
  for (let n = 0; n < 60; n += 1) await outcome(attempt(db, NAME, 'sai', '203.0.113.9', n))
  for (let n = 0; n < FREE_TRIES; n += 1) await outcome(attempt(db, NAME, 'sai', '203.0.113.9', 60))
  assert.equal(await outcome(attempt(db, NAME, RIGHT, '203.0.113.9', 60)), 'accounts.wait')
  assert.equal(await outcome(attempt(db, NAME, RIGHT, '10.1.0.1', 60)), 'in')
  assert.equal(await outcome(attempt(db, NAME, RIGHT, '198.51.100.4', 60)), 'in', 'also from a network never used')
})

test('ten wrong passwords make one place wait; while it waits nothing is counted, and one more wrong one afterwards does not make it wait again', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  for (let n = 0; n < FREE_TRIES; n += 1)
    assert.equal(await outcome(attempt(db, '0912 000 001', 'sai', '10.0.0.1')), 'accounts.wrong-name-or-password')
  for (let n = 0; n < 30; n += 1)
    assert.equal(await outcome(attempt(db, '0912000001', RIGHT, '10.0.0.1')), 'accounts.wait')
  assert.equal(await outcome(attempt(db, '0912000001', 'sai', '10.0.0.1', 2)), 'accounts.wrong-name-or-password')
  assert.equal(await outcome(attempt(db, '+84 912 000 001', RIGHT, '10.0.0.1', 2)), 'in')
})

test('a known device gets in while its network waits; a device of somebody else does not', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const own = await attempt(db, 'congdan', RIGHT, '10.0.0.1')
  const other = await attempt(db, 'congdan2', RIGHT, '10.0.0.1')
  for (let n = 0; n < FREE_TRIES; n += 1) await outcome(attempt(db, 'congdan', 'sai', '10.0.0.1'))
  assert.equal(await outcome(attempt(db, 'congdan', RIGHT, '10.0.0.1', 0, other.device)), 'accounts.wait')
  assert.equal(await outcome(attempt(db, 'congdan', RIGHT, '10.0.0.1', 0, 'x'.repeat(43))), 'accounts.wait')
  assert.equal(await outcome(attempt(db, 'congdan', RIGHT, '10.0.0.1', 0, own.device)), 'in')
})

test('names shaped like addresses collide with nobody', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  for (let n = 0; n < 60; n += 1) await outcome(attempt(db, '127.0.0.2', 'sai', '127.0.0.1'))
  assert.equal(await outcome(attempt(db, 'congdan', RIGHT, '127.0.0.2')), 'in')
})

test('a thousand failures for unknown names from one address in ten minutes meet a limit; who works there gets in', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  await attempt(db, 'motcua.liemphong', RIGHT, '203.0.113.1')
  await db
    .insertInto('rate_limit')
    .values({ key: 'sign-in.network: 203.0.113.1', window_start: NOW, used: 590 })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ used: 590, window_start: NOW }))
    .execute()
  const answers: string[] = []
  for (let n = 0; n < 12; n += 1) answers.push(await outcome(attempt(db, `khong.co.${n}`, 'sai', '203.0.113.1')))
  assert.deepEqual([...new Set(answers)], ['accounts.wrong-name-or-password', 'platform.too-often'])
  assert.equal(answers.filter((each) => each === 'platform.too-often').length, 2)
  assert.equal(await outcome(attempt(db, 'congdan', RIGHT, '203.0.113.1')), 'platform.too-often')
  assert.equal(await outcome(attempt(db, 'motcua.liemphong', RIGHT, '203.0.113.1')), 'in')
  assert.equal(await outcome(attempt(db, 'motcua.liemphong', 'sai', '203.0.113.1')), 'platform.too-often')
  assert.equal(await outcome(attempt(db, 'congdan', RIGHT, '203.0.113.1', 11)), 'in')
})

test('three hundred officials sign in from one address at half past seven', async (t) => {
  const { db } = await testDatabase(t)
  const password = 'mot cau ngan de nho'
  const first = newId(NOW)
  await insertDemonstrationAccount(
    db,
    { id: first, kind: 'citizen', fullName: 'Người Thử', loginName: 'nguoi.0', at: NOW, password },
    testSealing(),
  )
  const { password_hash: hash } = await db
    .selectFrom('account')
    .select('password_hash')
    .where('id', '=', first)
    .executeTakeFirstOrThrow()
  await db
    .insertInto('account')
    .values(
      Array.from({ length: 299 }, (_, n) => ({
        id: crypto.randomUUID(),
        kind: 'citizen',
        full_name: 'Người Thử',
        login_name: `nguoi.${n + 1}`,
        created_at: NOW,
        password_hash: hash,
        demonstration: true,
      })),
    )
    .execute()
  const names = Array.from({ length: 300 }, (_, n) => `nguoi.${n}`)
  for (let n = 0; n < names.length; n += 10)
    await Promise.all(
      names.slice(n, n + 10).map(async (name, at) => {
        if (at === 0) await outcome(attempt(db, name, 'sai', '10.9.9.9', 450))
        assert.equal(await outcome(attempt(db, name, password, '10.9.9.9', 450)), 'in', name)
      }),
    )
})

test('many wrong passwords at once are all counted: no more than ten are looked at', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const answers = await Promise.all(
    Array.from({ length: 40 }, () => outcome(attempt(db, 'congdan', 'sai', '10.0.0.1'))),
  )
  assert.equal(answers.filter((each) => each === 'accounts.wrong-name-or-password').length, FREE_TRIES)
  assert.equal(answers.filter((each) => each === 'accounts.wait').length, 30)
})

test('unknown names and known ones answer alike, also when they wait', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const answers = async (name: string) => {
    const all: string[] = []
    for (let n = 0; n < 14; n += 1) all.push(await outcome(attempt(db, name, 'sai', '10.0.0.1')))
    return all
  }
  assert.deepEqual(await answers('congdan'), await answers('khong.co.ai'))
  assert.equal(await outcome(attempt(db, 'congdan', RIGHT, '10.0.0.2')), 'in')
})

const start: Delay = { tries: 0, level: 0, waitUntil: null, lastAt: NOW }

test('whatever is tried and however long is waited, a wait ends within a quarter of an hour and is never made longer by trying', () => {
  const LONGEST = Math.max(...WAITS) * 60_000
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 20 * 60 }), { maxLength: 400 }), (gaps) => {
      let delay = start
      let at = NOW.getTime()
      for (const gap of gaps) {
        at += gap * 1000
        const next = decideTry(delay, new Date(at))
        if ('wait' in next) {
          assert.ok(next.wait.getTime() - at <= LONGEST)
          assert.equal(next.wait, delay.waitUntil, 'trying while it waits changes nothing')
          assert.ok('after' in decideTry(delay, next.wait), 'it ends by itself')
        } else delay = next.after
      }
    }),
  )
})

test('guesses at one place stay few: at most 1,000 a day, however they are spread', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 50, maxLength: 3000 }), (gaps) => {
      let delay = start
      let at = NOW.getTime()
      let looked = 0
      for (const gap of gaps) {
        at += gap * 1000
        if (at > NOW.getTime() + 86_400_000) break
        const next = decideTry(delay, new Date(at))
        if ('after' in next) {
          looked += 1
          delay = next.after
        }
      }
      assert.ok(looked <= 1000, String(looked))
    }),
    { numRuns: 30 },
  )
})

test('a wait from a clock that stood years ahead is over; so is what was remembered there', () => {
  const ahead = new Date(NOW.getTime() + 4 * 365 * 86_400_000)
  const next = decideTry({ tries: 9, level: 5, waitUntil: ahead, lastAt: ahead }, NOW)
  assert.deepEqual('after' in next && [next.after.tries, next.after.level, next.after.waitUntil], [1, 0, null])
})
