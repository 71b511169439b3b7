import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Slices } from './slices.ts'
import { Turns } from './turns.ts'

test('a network whose files run into the limit gets half the time for the next, a second at least, and all of it later', () => {
  const slices = new Slices()
  const limits: number[] = []
  for (let nth = 0; nth < 6; nth += 1) {
    limits.push(slices.limit('a', 10_000, nth))
    slices.noteStopped('a', nth)
  }
  assert.deepEqual(limits, [10_000, 5_000, 2_500, 1_250, 1_000, 1_000])
  assert.equal(slices.limit('b', 10_000, 6), 10_000, 'another network')
  assert.equal(slices.limit('a', 10_000, 11 * 60_000), 10_000, 'ten minutes later')
  slices.noteStopped('', 7)
  assert.equal(slices.limit('', 20_000, 8), 20_000, 'the house itself')
  assert.equal(slices.limit('a', 500, 8), 500, 'never more than was asked for')
})

test('two networks with files that never end do not hold both places for long', async () => {
  let now = 0
  const [turns, slices] = [new Turns(2), new Slices()]
  const ends: { at: number; end: () => void }[] = []
  const served: string[] = []
  /** A file that never ends: it holds its place until its limit stops it. */
  const hostile = (network: string) =>
    turns.take(network, async () => {
      const at = now + slices.limit(network, 10_000, now)
      await new Promise<void>((resolve) => void ends.push({ at, end: resolve }))
      slices.noteStopped(network, now)
    })
  const all = Array.from({ length: 20 }, (_, nth) => hostile(nth % 2 ? 'a' : 'b'))
  const waited: number[] = []
  for (let nth = 0; nth < 12; nth += 1) {
    const came = now
    if (nth % 2 === 0)
      all.push(
        turns.take(`honest ${nth}`, async () => {
          served.push(`honest ${nth}`)
          waited.push(now - came)
        }),
      )
    ends.sort((one, other) => one.at - other.at)
    const next = ends.shift()!
    now = next.at
    next.end()
    await new Promise((resolve) => setImmediate(resolve))
  }
  assert.equal(served.length, 6)
  assert.ok(Math.max(...waited) <= 10_000, `${waited}`)
  assert.ok(Math.max(...waited.slice(3)) <= 2_500, `${waited}`)
  while (ends.length > 0) {
    ends.shift()!.end()
    await new Promise((resolve) => setImmediate(resolve))
  }
  await Promise.all(all)
})
