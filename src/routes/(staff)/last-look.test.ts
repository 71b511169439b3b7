import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Cookies } from '@sveltejs/kit'
import type { Actor } from '#server/platform/call.ts'
import { lastLook } from './last-look.ts'

const MORNING = Date.parse('2026-11-30T00:30:00Z')
const minutes = (after: number) => new Date(MORNING + after * 60_000)

test('mới là việc đến từ sau lần xem trước của chính người ấy, suốt cả lượt đang xem', () => {
  const jar = new Map<string, string>()
  const cookies = {
    get: (name: string) => jar.get(name),
    set: (name: string, value: string) => void jar.set(name, value),
  } as unknown as Cookies
  const look = (id: string, after: number) =>
    (lastLook(cookies, { actor: { id } as Actor, now: minutes(after) }).getTime() - MORNING) / 60_000
  assert.equal(look('a', 0), -24 * 60, 'the first time: of the last day')
  assert.equal(look('a', 10), -24 * 60, 'the same visit')
  assert.equal(look('a', 35), -24 * 60, 'no half hour between two looks')
  assert.equal(look('a', 120), 35, 'the next visit: since the last look')
  assert.equal(look('a', 140), 35)
  assert.equal(look('b', 150), 150 - 24 * 60, 'somebody else at this machine')
  jar.set('__Host-dinh-da-xem', 'b|x|')
  assert.equal(look('b', 151), 151 - 24 * 60)
})
