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

/** The oracle: unit by unit, each at the price of the last step that has begun. */
function slowAmount(
  amount: number,
  steps: { from: number; amount: number }[],
  ceiling: number | undefined,
  quantity: number,
) {
  let total = 0
  for (let unit = 1; unit <= quantity; unit += 1) {
    let price = amount
    for (const step of steps.toSorted((a, b) => a.from - b.from)) if (step.from <= unit) price = step.amount
    total += price
  }
  return ceiling === undefined ? total : Math.min(total, ceiling)
}

test('any steps in any order and any ceiling: the sum of the units one by one, never falling, never over the ceiling', () => {
  const money = fc.integer({ min: 0, max: 1_000_000 })
  const steps = fc.uniqueArray(fc.record({ from: fc.integer({ min: 2, max: 40 }), amount: money }), {
    maxLength: 5,
    selector: (step) => step.from,
  })
  fc.assert(
    fc.property(
      money,
      steps,
      fc.option(money, { nil: undefined }),
      fc.integer({ min: 0, max: 80 }),
      (amount, list, ceiling, quantity) => {
        const fee = { amount, steps: list, ...(ceiling === undefined ? {} : { ceiling }) }
        const sum = amountFor(fee, quantity)!
        assert.equal(sum, slowAmount(amount, list, ceiling, quantity))
        assert.ok(amountFor(fee, quantity + 1)! >= sum)
        assert.ok(ceiling === undefined || sum <= ceiling)
      },
    ),
  )
})
