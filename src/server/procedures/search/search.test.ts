import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { before, test } from 'node:test'
import fc from 'fast-check'
import type { Db } from '#server/platform/call.ts'
import { testDatabase } from '#server/platform/testing.ts'
import { seedRuleSets } from '../../../../seeds/directory.ts'
import { seedProcedures } from '../../../../seeds/procedures.ts'
import {
  countByFilter,
  didYouMean,
  listAgencies,
  listByLifeEvent,
  listPublished,
  mostUsed,
  noteSearchMiss,
  searchPublished,
} from '../index.ts'
import { distance } from './spelling.ts'
import { markedWord, queryWords, wordsOf } from './tokens.ts'

const ON = '2026-11-24'
let db: Db
before(async (t) => {
  db = (await testDatabase(t as never)).db
  await seedRuleSets(db)
  await seedProcedures(db, new Date('2026-11-24T02:00:00Z'))
})
const codes = async (phrase: string, limit = 5) =>
  (await searchPublished(db, ON, phrase, {}, limit)).map((each) => each.code)

test('where the tone stands does not matter, and short forms are spelled out', () => {
  assert.equal(markedWord('hoà'), markedWord('hòa'))
  assert.deepEqual(
    wordsOf('GPLX loại III').map((each) => each.folded),
    ['giay', 'phep', 'lai', 'xe', 'loai', '3'],
  )
})

test('what is asked of any procedure tells none apart', () => {
  assert.deepEqual(
    queryWords('Trình tự thực hiện thủ tục đăng ký khai sinh như thế nào?').map((each) => each.folded),
    ['dang', 'ky', 'khai', 'sinh'],
  )
})

test('the first row for a phrase without accents, with a slip, run together, in Telex, and as an event in life', async () => {
  for (const phrase of ['dang ky khai sinh', 'kahi sinh', 'khaisinh', 'ddawng kys khai sinh', 'vo moi sinh em be'])
    assert.equal((await codes(phrase))[0], '1.001193', phrase)
  assert.equal((await codes('bo toi mat can lam giay to gi'))[0], '1.000656')
})

test('of our own queries at least nine in ten find their procedure among the first five', async () => {
  const list = JSON.parse(readFileSync(new URL('../../../../seeds/search-queries.json', import.meta.url), 'utf8')) as {
    query: string
    expected: string[]
  }[]
  assert.ok(list.length >= 150)
  const known = new Set((await listPublished(db, ON, {}, Infinity)).map((each) => each.code))
  const asked = list.filter((each) => each.expected.some((code) => known.has(code)))
  const missed: string[] = []
  for (const { query, expected } of asked)
    if (!(await codes(query)).some((code) => expected.includes(code))) missed.push(query)
  assert.ok(missed.length <= asked.length / 10, missed.join(', '))
})

test('a slip is answered with what was meant, in its marks; a phrase without one is not', async () => {
  assert.equal(await didYouMean(db, 'kahi sinh', ON), 'khai sinh')
  assert.equal(await didYouMean(db, 'ket hom', ON), 'kết hôn')
  assert.equal(await didYouMean(db, 'khai sinh', ON), undefined)
})

test('pages of a search follow one another without a gap or a repetition', async () => {
  const all = await searchPublished(db, ON, 'giay phep', {}, 1000)
  assert.ok(all.length > 10)
  const walked: string[] = []
  for (let last: (typeof all)[number] | undefined; ;) {
    const page = await searchPublished(db, ON, 'giay phep', {}, 7, last)
    walked.push(...page.map((each) => each.code))
    last = page.at(-1)
    if (!last) break
  }
  assert.deepEqual(
    walked,
    all.map((each) => each.code),
  )
})

test('each filter counts what it leaves', async () => {
  const counts = await countByFilter(db, { tier: 'commune' }, ON)
  assert.equal(counts.total, (await listPublished(db, ON, { tier: 'commune' }, Infinity)).length)
  const agency = (await listAgencies(db, ON))[0]!
  assert.equal((await listPublished(db, ON, { agency: agency.value }, Infinity)).length, agency.count)
})

test('most used: what was filed comes first, then what can be filed here', async () => {
  assert.ok((await mostUsed(db, ON, 6)).every((each) => each.fillable))
  await db.insertInto('procedure_use').values({ code: '1.004873', on_day: '2026-11-20', filed: 9 }).execute()
  assert.equal((await mostUsed(db, ON, 6))[0]?.code, '1.004873')
  assert.ok((await listByLifeEvent(db, 'death', ON)).some((each) => each.code === '1.000656'))
})

test('what a version ended says is found only on its days', async () => {
  const found = await searchPublished(db, '2020-03-01', 'khai sinh', {}, 5)
  assert.equal(found[0]?.code, '1.001193')
  const today = (await searchPublished(db, ON, 'khai sinh', {}, 5))[0]
  assert.notEqual(found[0]?.id, today?.id)
})

test('a search that found nothing is kept without numbers and names', async () => {
  await noteSearchMiss(db, 'xin phép bay diều cho Nguyễn Văn An 035123456789', new Date('2026-11-24T02:00:00Z'))
  await noteSearchMiss(db, 'xin phep bay dieu cho', new Date('2026-11-24T02:00:01Z'))
  assert.deepEqual(await db.selectFrom('search_miss').select(['phrase', 'times']).execute(), [
    { phrase: 'xin phep bay dieu cho', times: 2 },
  ])
})

test('nothing that can be typed breaks a search', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 400 }), async (phrase) => {
      await searchPublished(db, ON, phrase, {}, 5)
      await didYouMean(db, phrase, ON)
    }),
    { numRuns: 200 },
  )
})

test('the distance of two words is one for a slip and the same both ways', () => {
  assert.equal(distance('khai', 'kahi'), 1)
  fc.assert(
    fc.property(fc.string({ maxLength: 8 }), fc.string({ maxLength: 8 }), (a, b) => distance(a, b) === distance(b, a)),
  )
})

test('who names a thing alone wants it given, not certified, deleted or looked into; who asks for that gets it (review-ux 3i)', async () => {
  assert.equal((await codes('lam can cuoc cong dan'))[0], '1.012549')
  assert.notEqual((await codes('lam so do'))[0], '2.000815')
  assert.equal((await codes('chung thuc can cuoc cong dan'))[0], '2.000815')
  assert.equal((await codes('chung thuc so ho khau'))[0], '2.000815')
  assert.equal((await codes('xoa dang ky thuong tru'))[0], '1.003197')
})

test('a procedure that is seeded in full and stands in the catalogue under the same name is found once', async () => {
  const found = await searchPublished(db, ON, 'chuyen muc dich su dung dat', {}, 20)
  const names = found.map((each) => each.name.replace(/^Thủ tục /, ''))
  assert.equal(new Set(names).size, names.length)
})
