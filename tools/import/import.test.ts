import assert from 'node:assert/strict'
import { test } from 'node:test'
import { systemActor } from '#server/platform/call.ts'
import { aCall, testDatabase } from '#server/platform/testing.ts'
import { loadImported } from '#server/procedures/index.ts'
import { seedRuleSets } from '../../seeds/directory.ts'
import { csvRecords } from './catalogue-lines.ts'
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
  assert.deepEqual(csvRecords('a,"b, ""c""\nd"\n1,2\n'), [
    ['a', 'b, "c"\nd'],
    ['1', '2'],
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
