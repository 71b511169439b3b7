import assert from 'node:assert/strict'
import { mkdtempSync } from 'node:fs'
import { test } from 'node:test'
import type { Cookies } from '@sveltejs/kit'
import { setRunning } from '#server/platform/running.ts'
import { readSettings } from '#server/platform/settings.ts'
import { readFlash, setFlash } from './flash.ts'

const NOW = new Date('2026-11-24T02:00:00Z')
const NAME = '__Host-dinh-bien-nhan'

test('what is shown once goes in a sealed cookie: for its page, its person and ten minutes, and nobody can plant one', () => {
  setRunning({ db: undefined as never, settings: { ...readSettings({}), dataDir: mkdtempSync('/tmp/dinh-flash-') } })
  const jar = new Map<string, string>()
  const cookies = {
    set: (name: string, value: string) => void jar.set(name, value),
    get: (name: string) => jar.get(name),
  } as unknown as Cookies
  const at = { page: '/giay-hen/H25-1', of: 'can-bo' }
  setFlash(cookies, NAME, { ...at, facts: { secret: 'bi-mat', claim: null }, now: NOW })
  assert.ok(!jar.get(NAME)!.includes('bi-mat'))
  assert.deepEqual(readFlash(cookies, NAME, { ...at, now: NOW }), { secret: 'bi-mat', claim: null })
  assert.equal(readFlash(cookies, NAME, { ...at, page: '/giay-hen/H25-2', now: NOW }), undefined)
  assert.equal(readFlash(cookies, NAME, { ...at, of: 'nguoi-khac', now: NOW }), undefined)
  assert.equal(readFlash(cookies, NAME, { ...at, now: new Date(NOW.getTime() + 600_000) }), undefined)
  for (const planted of ['ABCDE', Buffer.from('{"page":"/giay-hen/H25-1"}').toString('base64url'), 'x'.repeat(5000)]) {
    jar.set(NAME, planted)
    assert.equal(readFlash(cookies, NAME, { ...at, now: NOW }), undefined, planted.slice(0, 10))
  }
})
