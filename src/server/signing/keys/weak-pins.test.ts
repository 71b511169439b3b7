import assert from 'node:assert/strict'
import { test } from 'node:test'
import { requireNewPin } from './keep-software-key.ts'
import { isWeakPin } from './weak-pins.ts'

test('PINs that are tried first are refused for a key of one’s own: runs, repeats, patterns, dates, phones', () => {
  for (const pin of [
    '123456',
    '654321',
    '111111',
    '121212',
    '123123',
    '147258',
    '159357',
    '050385',
    '05031985',
    '0912345678',
  ])
    assert.ok(isWeakPin(pin), pin)
  for (const pin of ['835206', '7391046', 'một câu riêng']) assert.ok(!isWeakPin(pin), pin)
  assert.throws(() => requireNewPin('123456'), { code: 'signing.pin-guessable' })
  assert.throws(() => requireNewPin('12345'), { code: 'signing.pin-weak' })
})
