import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { amountFor } from './fees.ts'

const certified = { amount: 2000, steps: [{ from: 3, amount: 1000 }], ceiling: 200_000 }

test('certified copies: 2.000 đ a page, from the third page 1.000 đ, at most 200.000 đ', () => {
  assert.equal(amountFor(certified, 1), 2000)
  assert.equal(amountFor(certified, 2), 4000)
  assert.equal(amountFor(certified, 3), 5000)
  assert.equal(amountFor(certified, 10), 12_000)
  assert.equal(amountFor(certified, 500), 200_000)
})

test('more pages never cost less, and the sum is that of the pages one by one', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 400 }), (pages) => {
      let slow = 0
      for (let page = 1; page <= pages; page += 1) slow += page >= 3 ? 1000 : 2000
      assert.equal(amountFor(certified, pages), Math.min(slow, 200_000))
      assert.ok(amountFor(certified, pages + 1)! >= amountFor(certified, pages)!)
    }),
  )
})
