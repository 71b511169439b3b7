import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { test } from 'node:test'
import { checkSeeds, seedFaults } from '#tools/check/seeds.ts'
import { CODES, PATTERNS } from '#tools/check/seed-patterns.ts'
import { holds } from './conditions.ts'
import { feesFor } from './fees.ts'
import { ProcedureSeed } from './seed-file.ts'

const checked = checkSeeds()
const seedOf = (code: string) => checked.findLast((each) => each.seed?.content.code === code)!.seed!

test('the 32 procedures are seeded in full, without a fault', () => {
  assert.deepEqual(
    checked.flatMap(({ file, faults }) => faults.map((fault) => `${basename(file)}: ${fault}`)),
    [],
  )
  assert.deepEqual(new Set(checked.map((each) => each.seed?.content.code)), new Set(Object.values(CODES)))
})

test('each pattern of work of the seed list is shown by the procedures it names', () => {
  for (const { name, procedures, shown } of PATTERNS)
    for (const number of procedures) assert.ok(shown(seedOf(CODES[number]!).content), `${name}: ${CODES[number]}`)
})

test('a seed that loses its times, its hints, its doubt or its short pages is found out', () => {
  const seed = seedOf('1.000798')
  const spoilt = (change: (copy: ProcedureSeed) => void) => {
    const copy = structuredClone(seed)
    change(copy)
    return seedFaults(copy, '1.000798.json')
  }
  assert.deepEqual(
    spoilt(() => undefined),
    [],
  )
  assert.match(spoilt((copy) => (copy.content.workflow!.steps[1]!.allotted.amount = 1)).join(), /13.5|108 of 120/)
  assert.match(spoilt((copy) => (copy.content.fees[0]!.unverified = false)).join(), /unverified: fee/)
  assert.match(
    spoilt((copy) => {
      for (let more = 0; more < 9; more += 1)
        (copy.content.form!.properties['change'] as unknown as { properties: object }).properties = {
          ...(copy.content.form!.properties['change'] as unknown as { properties: object }).properties,
          [`more${'abcdefghi'[more]}`]: { type: 'string', 'x-kind': 'text', title: 'Thêm' },
        }
    }).join(),
    /split it/,
  )
  assert.match(
    spoilt((copy) => {
      delete (copy.content.form!.properties['parcel'] as Record<string, unknown>)['x-legal']
    }).join(),
    /no legal hint/,
  )
})

test('three copies of a paper of four pages cost three times the charge of one', () => {
  const { content } = seedOf('2.000815')
  const lines = feesFor(content, {
    answers: { paper: { pages: 4, copies: 3 } },
    channel: 'counter',
    groups: [],
    on: '2026-11-24',
  })
  assert.equal(lines[0]?.total, 3 * 6000)
})

test('a pupil pays half for a judicial record card, a poor household nothing', () => {
  const { content } = seedOf('2.000488')
  const total = (feeGroup: string) =>
    feesFor(content, {
      answers: { request: { feeGroup, count: 1 } },
      channel: 'counter',
      groups: [],
      on: '2026-11-24',
    }).reduce((sum, line) => sum + (line.total ?? 0), 0)
  assert.deepEqual(['none', 'student', 'exempt'].map(total), [200_000, 100_000, 0])
})

test('a small boat is registered at the district, a larger one at the department', () => {
  const { receiving } = seedOf('1.004088').content
  const place = (vessel: object) =>
    receiving.find((each) => !each.when || holds(each.when, { vessel }, '2026-11-24'))!.by
  assert.equal(place({ tonnage: 5, power: 12, people: 6 }), 'residence')
  assert.equal(place({ tonnage: 15, power: 15, people: 12 }), 'residence')
  assert.equal(place({ tonnage: 200, power: 12, people: 2 }), 'fixed')
  assert.equal(place({ tonnage: 5, power: 12, people: 13 }), 'fixed')
})

type Fact = { code: string; name: string; time: [number, string] | null; fee: string }

test('the facts of the catalogue are plausible: names in NFC without a stop, limits with a unit, sums in đồng', () => {
  const text = readFileSync(new URL('../../../seeds/catalogue/procedures.json', import.meta.url), 'utf8')
  assert.equal(text, text.normalize('NFC'))
  const faults = (JSON.parse(text) as Fact[]).flatMap(({ code, name, time, fee }) => {
    const sums = [...fee.matchAll(/([0-9.]+) đồng/g)].map((found) => Number(found[1]!.replaceAll('.', '')))
    return [
      /[.;,:]$|\s\s|^\s|\d\.\d{6}/.test(name) ? [`${code}: ${name}`] : [],
      time && (!Number.isInteger(time[0]) || time[0] < 1 || time[0] > 120) ? [`${code}: ${time.join(' ')}`] : [],
      /VNĐ|VND|Việt Nam Đồng|,000|mô tả|^\d+$/.test(fee) ? [`${code}: ${fee}`] : [],
      sums.some((sum) => sum > 0 && sum < 1000) ? [`${code}: ${fee}`] : [],
    ].flat()
  })
  assert.deepEqual(faults, [])
})
