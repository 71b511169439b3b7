import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { stopSetters } from '#server/papers/index.ts'
import { attack, crossed, prepared } from '#tools/attack/attack.ts'
import { tokenBy } from '#tools/attack/actors.ts'
import { plantedFaults } from '#tools/attack/control.ts'
import { aHouse } from './house.ts'

after(stopSetters)

/** The same attack every time; another one by FUZZ_SEED, a longer one by FUZZ_SHOTS. */
const SEED = Number(process.env.FUZZ_SEED ?? 20261130)
const SHOTS = Number(process.env.FUZZ_SHOTS ?? 400)
/** Where the machine is slow, fewer: the rest is for the command `npm run attack`. */
const MOST_MS = Number(process.env.FUZZ_SECONDS ?? 90) * 1000

test('All routes, forms and operations of the API bear what strangers send: no defect, no hang, no growth', async (t) => {
  const { address, db } = await aHouse(t, { MAX_FILE_MB: '4' })
  const { askers, world } = await prepared(address, SEED)
  const token = await tokenBy(
    address,
    askers.find((each) => each.name === 'quantri')!,
  )
  assert.ok(token, 'the administrator makes a token')
  assert.ok(world.places.length > 120 && world.operations.length >= 15, `${world.places.length} routes`)
  let left = SHOTS
  const end = Date.now() + MOST_MS
  /** So many shots; what they count as trying too often is forgotten now and then, so that they come through. */
  const until = () => {
    left -= 1
    if (left % 40 === 0) void db.deleteFrom('rate_limit').execute()
    return left < 0 || Date.now() > end
  }
  const counts = await attack({ address, askers, world, token, until })
  assert.ok(counts.shots > 20, `${counts.shots} shots`)
  assert.deepEqual(counts.faults, [])
  assert.deepEqual(await crossed(address, askers), [])
  assert.ok(process.memoryUsage().rss < 1500 * 1_048_576)
  assert.equal(({} as Record<string, unknown>).polluted, undefined)
  assert.equal((await fetch(`${address}/`)).status, 200)
})

test('The attack finds faults that are planted', async () => {
  const { faults } = await plantedFaults(SEED)
  const why = new Set(faults.map((each) => each.why))
  assert.ok(why.has('status 500') && why.has('the connection was closed without an answer'), [...why].join('; '))
})
