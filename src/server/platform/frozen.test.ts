import './frozen.ts'
import assert from 'node:assert/strict'
import { test } from 'node:test'

test('what all objects inherit can be neither added to nor replaced, by any path', () => {
  const walked = (path: string) => {
    let at = {} as Record<string, unknown>
    for (const name of path.split('.').slice(0, -1)) at = (at[name] ??= {}) as Record<string, unknown>
    at[path.split('.').at(-1)!] = 'planted'
  }
  for (const path of ['constructor.prototype.planted', 'constructor.keys', 'constructor.prototype.toString'])
    assert.throws(() => walked(path), TypeError, path)
  walked('__proto__.planted')
  assert.equal(({} as { planted?: string }).planted, undefined)
  assert.throws(() => Object.assign(Array.prototype, { planted: 1 }), TypeError)
  assert.equal(typeof Object.keys, 'function')
})

test('an object of its own may still have words of those names', () => {
  const own: Record<string, unknown> = {}
  own.toString = () => 'mine'
  Object.assign(own, { constructor: 'mine' })
  assert.equal(String(own), 'mine')
  assert.deepEqual(Object.keys(own), ['toString', 'constructor'])
  assert.equal(String({}), '[object Object]')
})
