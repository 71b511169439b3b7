import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import type { Db } from '#server/platform/call.ts'
import { testDatabase } from '#server/platform/testing.ts'
import { seedRuleSets } from '../../../seeds/directory.ts'
import { fullSeeds, seedProcedures } from '../../../seeds/procedures.ts'
import { findPublished, listPublished, searchPublished, sectionsOf, validateAnswers } from './index.ts'

let db: Db
before(async (t) => {
  db = (await testDatabase(t as never)).db
  await seedRuleSets(db)
  await seedProcedures(db, new Date('2026-11-24T02:00:00Z'))
})

test('more than 200 procedures are published, and the fully described can be filed', async () => {
  assert.ok((await listPublished(db, '2026-11-24', {}, 1000)).length >= 200)
  assert.ok((await listPublished(db, '2026-11-24', { fillable: true }, 1000)).length >= 3)
})

test('people find the registration of a birth without accents', async () => {
  const found = await searchPublished(db, '2026-11-24', 'lam giay khai sinh cho con', {}, 5)
  assert.ok(
    found.some((each) => each.code === '1.001193'),
    JSON.stringify(found.map((each) => each.name)),
  )
})

test('a published version never changes', async () => {
  const version = await findPublished(db, '1.001193', '2026-11-24')
  assert.ok(version)
  await assert.rejects(
    db.updateTable('procedure_version').set({ name: 'Khác' }).where('id', '=', version.id).execute(),
    /never changes/,
  )
  await assert.rejects(db.deleteFrom('procedure_version').where('id', '=', version.id).execute(), /never deleted/)
})

test('every form has sections, and an empty form names what is missing', () => {
  for (const seed of fullSeeds()) {
    if (!seed.content.form) continue
    const sections = sectionsOf(seed.content.form, {}, '2026-11-24')
    assert.ok(sections.length > 0, seed.content.code)
    assert.ok(validateAnswers(seed.content.form, {}, '2026-11-24').length > 0, seed.content.code)
  }
})

test('questions come back in the order in which they were written', async () => {
  const seed = fullSeeds().find((each) => each.content.code === '1.001193' && each.effectiveTo === null)!
  const stored = (await findPublished(db, '1.001193', '2026-11-24'))!.content.form
  assert.equal(JSON.stringify(stored), JSON.stringify(seed.content.form))
})
