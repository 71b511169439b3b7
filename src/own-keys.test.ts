import assert from 'node:assert/strict'
import { test } from 'node:test'
import { own, put, setAt } from '#own-keys'

test('a word that every object inherits is found only where it was put', () => {
  const words: Record<string, string> = { a: 'b' }
  for (const name of ['constructor', '__proto__', 'toString', 'hasOwnProperty'])
    assert.equal(own(words, name), undefined)
  assert.equal(own(words, 'a'), 'b')
  assert.equal(own(undefined, 'a'), undefined)
  put(words, 'constructor', 'một chữ')
  assert.equal(own(words, 'constructor'), 'một chữ')
})

test('a path through inherited names writes into the object given and into nothing else', () => {
  const answers: Record<string, unknown> = { rows: [{ name: 'A' }] }
  for (const path of ['__proto__.seen', 'constructor.prototype.seen', 'a.__proto__.seen', 'constructor.keys'])
    setAt(answers, path, 'x')
  assert.equal(({} as { seen?: string }).seen, undefined)
  assert.equal(typeof Object.keys, 'function')
  setAt(answers, 'rows.0.name', 'B')
  setAt(answers, 'group.inner', 1)
  assert.deepEqual(answers.rows, [{ name: 'B' }])
  setAt(answers, 'group.inner', undefined)
  assert.deepEqual(own(answers, 'group'), {})
})
