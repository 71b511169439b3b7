import assert from 'node:assert/strict'
import { test } from 'node:test'
import { systemActor } from '#server/platform/call.ts'
import { aCall, testDatabase } from '#server/platform/testing.ts'
import { loadImported } from '#server/procedures/index.ts'
import { seedRuleSets } from '../../seeds/directory.ts'
import { csvRecords } from './csv-records.ts'
import { readCatalogue } from './read-catalogue.ts'

const line = (fields: Record<string, unknown>, at = 1) => ({ place: `mau.csv:${at}`, fields })
const good = {
  code: '9.000001',
  name: 'Thủ tục mẫu.',
  field: 'Hộ tịch',
  levels: 'Cấp Xã',
  time_max: '3',
  time_unit: 'Ngày làm việc',
}

test('a quoted field may hold commas, quotes and line breaks', () => {
  const { head, records, faults } = csvRecords('a,b\n1,"b, ""c""\nd"\n1,2\n')
  assert.deepEqual([head, faults], [['a', 'b'], []])
  assert.deepEqual(records, [
    { line: 2, cells: ['1', 'b, "c"\nd'] },
    { line: 4, cells: ['1', '2'] },
  ])
})

test('a time without a unit and a fee without its thousands are doubted, a line without a code refused', () => {
  const read = readCatalogue([line({ ...good, time_unit: '', fee_first: '135 VNĐ' }), line({ name: 'Không mã' }, 2)])
  assert.equal(read.doubted, 1)
  assert.equal(read.refused, 1)
  assert.match(read.report.join('\n'), /không có đơn vị.*135 VNĐ/)
})

test('loading twice changes nothing, and a changed line gets the next version', async (t) => {
  const { db } = await testDatabase(t as never)
  await seedRuleSets(db)
  const call = aCall(db, systemActor, '2026-11-24T09:00')
  const { imported } = readCatalogue([line(good)])
  assert.equal((await loadImported(call, imported)).added, 1)
  assert.equal((await loadImported(call, imported)).same, 1)
  const changed = readCatalogue([line({ ...good, name: 'Tên khác' })]).imported
  assert.equal((await loadImported(call, changed)).changed, 1)
  const acts = await db.selectFrom('audit_entry').select('act').execute()
  assert.deepEqual(acts, [{ act: 'procedures.import' }, { act: 'procedures.import' }])
})

test('a line that changes on a later day ends the version before the day before, and nothing of it is lost', async (t) => {
  const { db } = await testDatabase(t as never)
  await seedRuleSets(db)
  await loadImported(aCall(db, systemActor, '2026-11-24T09:00'), readCatalogue([line(good)]).imported)
  const changed = readCatalogue([line({ ...good, name: 'Tên khác' })]).imported
  await loadImported(aCall(db, systemActor, '2026-12-01T09:00'), changed)
  const rows = await db
    .selectFrom('procedure_version')
    .select(['name', 'state', 'effective_from as from', 'effective_to as to'])
    .orderBy('version')
    .execute()
  assert.deepEqual(rows, [
    { name: 'Thủ tục mẫu', state: 'published', from: '2026-11-24', to: '2026-11-30' },
    { name: 'Tên khác', state: 'published', from: '2026-12-01', to: null },
  ])
})

const full = {
  ...{ code: '9.000001', name: 'Thủ tục mẫu', field: 'Hộ tịch', levels: 'Cấp Xã', steps: 'Bước 1' },
  dossier: [{ name: 'Tờ khai', originals: 1 }],
  methods: [
    { channel: 'Trực tiếp', time_value: '7', time_unit: 'Ngày làm việc', fee_text: '20.000 đồng' },
    { channel: 'Trực tuyến', time_value: '5', time_unit: 'Ngày làm việc', fee_text: '10.000 đồng', note: 'Qua cổng' },
    { channel: 'Dịch vụ bưu chính', time_value: '7', time_unit: 'Ngày làm việc', fee_text: '20.000 đồng' },
    { channel: 'Bồ câu', time_value: '1', time_unit: 'Giờ', fee_text: '' },
  ],
}
const from = (file: string, fields: Record<string, unknown>) => readCatalogue([{ place: `${file}:1`, fields }]).imported

test('every way of handing in keeps its own time and fee, and a way nobody knows is doubted', () => {
  const read = readCatalogue([line(full)])
  const { content } = read.imported[0]!
  assert.deepEqual(content.channels, ['counter', 'online', 'post'])
  assert.deepEqual(content.methods, [
    { channel: 'counter', time: { amount: 7, unit: 'working-day' }, fee: '20.000 đồng' },
    { channel: 'online', time: { amount: 5, unit: 'working-day' }, fee: '10.000 đồng', note: 'Qua cổng' },
    { channel: 'post', time: { amount: 7, unit: 'working-day' }, fee: '20.000 đồng' },
  ])
  assert.deepEqual(
    content.timeLimits.map(({ name, amount }) => [name, amount]),
    [
      ['nộp trực tiếp, nộp qua bưu chính', 7],
      ['nộp trực tuyến', 5],
    ],
  )
  assert.equal(content.feeText, 'nộp trực tiếp, nộp qua bưu chính: 20.000 đồng · nộp trực tuyến: 10.000 đồng')
  assert.match(read.report.join('\n'), /"Bồ câu" không nhận ra/)
})

test('a fee known for one way of handing in is not said of the others', () => {
  const methods = [full.methods[0], { ...full.methods[1], fee_text: 'Không có thông tin' }]
  assert.equal(readCatalogue([line({ ...full, methods })]).imported[0]!.content.feeText, 'nộp trực tiếp: 20.000 đồng')
})

test('a line that gives no time at all is doubted', () => {
  const { time_max: _, time_unit: __, ...timeless } = good
  assert.match(readCatalogue([line(timeless)]).report.join('\n'), /không có thời hạn/)
})

test('two times for one way of handing in are doubted', () => {
  const twice = [full.methods[0], { ...full.methods[0], time_value: '15' }]
  const read = readCatalogue([line({ ...full, methods: twice })])
  assert.equal(read.imported[0]!.content.timeLimits.length, 2)
  assert.match(read.report.join('\n'), /nộp trực tiếp có 2 thời hạn khác nhau/)
})

test('files that differ on one code do not turn each other back: the one that tells more stays, in whatever order they come', async (t) => {
  const rich = from('day-du.jsonl', full)
  const poor = from('tom-tat.csv', good)
  const other = from('a-tom-tat.csv', { ...good, name: 'Tên ở tệp khác' })
  const names = async (...runs: (typeof rich)[]) => {
    const { db } = await testDatabase(t as never)
    await seedRuleSets(db)
    for (const [at, run] of runs.entries()) await loadImported(aCall(db, systemActor, `2026-11-${10 + at}T09:00`), run)
    const rows = await db.selectFrom('procedure_version').select(['import_source', 'effective_to']).execute()
    return rows.filter((each) => each.effective_to === null).map((each) => each.import_source)
  }
  for (const order of [
    [rich, poor, other, poor, rich],
    [poor, other, rich, poor],
    [other, poor, rich, other],
  ])
    assert.deepEqual(await names(...order), ['day-du.jsonl'])
  assert.deepEqual(await names(poor, other, poor), ['a-tom-tat.csv'])

  const { db } = await testDatabase(t as never)
  await seedRuleSets(db)
  await loadImported(aCall(db, systemActor, '2026-11-10T09:00'), rich)
  const again = await loadImported(aCall(db, systemActor, '2026-11-11T09:00'), poor)
  assert.deepEqual(
    [again.changed, again.outranked],
    [0, [{ code: '9.000001', source: 'tom-tat.csv', by: 'day-du.jsonl' }]],
  )
})
