import assert from 'node:assert/strict'
import { test } from 'node:test'
import { systemActor } from '#server/platform/call.ts'
import { aCall, anActor, testDatabase } from '#server/platform/testing.ts'
import { correctTemplates, draftTemplate, findTemplateOn, loadTemplates, type Template } from './index.ts'
import { listVersionsOf } from './queries.ts'

const aTemplate = (key: string, source = '#import "/nd30.typ": *\nCũ'): Template & { source: string } => ({
  ...{ key, kind: 'result', name: 'Giấy xác nhận', legalBasis: 'Thông tư', verified: false, source },
  ...{ signs: [{ key: 'lanh-dao', by: 'leader', on: 'either' }], from: { words: '{@issuer}' } },
  ...{ schema: { type: 'object', properties: { words: { type: 'string', title: 'Lời' } } }, example: { words: 'Một' } },
})
const corrected = (key: string) => ({ ...aTemplate(key, '#import "/nd30.typ": *\nĐúng'), verified: true })

test('a corrected wording is published from today on, once, and the version before keeps its days and its words', async (t) => {
  const { db } = await testDatabase(t)
  const first = aCall(db, systemActor, '2026-11-20T09:00')
  await loadTemplates(db, [aTemplate('giay')], { from: '2018-06-21', now: first.now })
  assert.deepEqual(await correctTemplates(first, [aTemplate('giay')]), { corrected: [], kept: [] })
  const later = aCall(db, systemActor, '2026-11-24T09:00')
  assert.deepEqual(await correctTemplates(later, [corrected('giay')]), { corrected: ['giay'], kept: [] })
  assert.deepEqual(await correctTemplates(later, [corrected('giay')]), { corrected: [], kept: [] })
  const before = await findTemplateOn(db, 'giay', '2026-11-23')
  const now = await findTemplateOn(db, 'giay', '2026-11-24')
  assert.deepEqual([before?.version, before?.verified, before?.source.endsWith('Cũ')], [1, false, true])
  assert.deepEqual([now?.version, now?.verified, now?.source.endsWith('Đúng')], [2, true, true])
  const audit = await db.selectFrom('audit_entry').select(['act', 'subject_id']).execute()
  assert.deepEqual(audit, [{ act: 'papers.template-published', subject_id: now!.id }])
})

test('two releases on one day: the second holds from tomorrow, because two versions never begin on one day', async (t) => {
  const { db } = await testDatabase(t)
  const call = aCall(db, systemActor, '2026-11-24T09:00')
  await loadTemplates(db, [aTemplate('giay')], { from: '2018-06-21', now: call.now })
  await correctTemplates(call, [corrected('giay')])
  await correctTemplates(call, [{ ...corrected('giay'), name: 'Giấy xác nhận tình trạng' }])
  const days = (await listVersionsOf(db, 'giay')).map((each) => [each.version, each.effectiveFrom, each.effectiveTo])
  assert.deepEqual(days, [
    [3, '2026-11-25', null],
    [2, '2026-11-24', '2026-11-25'],
    [1, '2018-06-21', '2026-11-24'],
  ])
})

test('what an administrator has begun to write is left alone and named; a template the house never had does not come in this way', async (t) => {
  const { db } = await testDatabase(t)
  const call = aCall(db, systemActor, '2026-11-24T09:00')
  await loadTemplates(db, [aTemplate('cua-minh'), aTemplate('giay')], { from: '2018-06-21', now: call.now })
  const administrator = anActor({ 'papers.change-templates': ['ubnd-tinh', 'dinh'] }, { id: 'quan-tri' })
  const [version] = await listVersionsOf(db, 'cua-minh')
  await draftTemplate({ ...call, actor: administrator }, { fromVersionId: version!.id })
  const all = ['cua-minh', 'giay', 'chua-co'].map(corrected)
  assert.deepEqual(await correctTemplates(call, all), { corrected: ['giay'], kept: ['cua-minh'] })
  assert.deepEqual(
    (await listVersionsOf(db, 'cua-minh')).map((each) => each.state),
    ['draft', 'published'],
  )
  assert.deepEqual(await listVersionsOf(db, 'chua-co'), [])
})

test('two programs that start at once publish a correction once', async (t) => {
  const { db } = await testDatabase(t)
  const call = aCall(db, systemActor, '2026-11-24T09:00')
  await loadTemplates(db, [aTemplate('giay')], { from: '2018-06-21', now: call.now })
  const both = await Promise.all([call, call].map((each) => correctTemplates(each, [corrected('giay')])))
  assert.equal(both.flatMap((each) => each.corrected).length, 1)
  assert.equal((await listVersionsOf(db, 'giay')).length, 2)
})
