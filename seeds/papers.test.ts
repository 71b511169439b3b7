import assert from 'node:assert/strict'
import { test } from 'node:test'
import { correctTemplates, findTemplateOn, listVersionsOf, loadTemplates } from '#server/papers/index.ts'
import { systemActor } from '#server/platform/call.ts'
import { aCall, testDatabase } from '#server/platform/testing.ts'
import { correctPapers, seededTemplates } from './papers.ts'

test('an old data folder ends with the wording of this release, from today on; a new one has nothing to correct', async (t) => {
  const today = '2026-11-24'
  const { db } = await testDatabase(t)
  const call = aCall(db, systemActor, `${today}T09:00`)
  const templates = seededTemplates()
  const asReleasedBefore = templates.map((each) => ({ ...each, source: `// Bản cũ\n${each.source}`, verified: false }))
  await loadTemplates(db, asReleasedBefore, { from: '2018-06-21', now: call.now })
  const { corrected, kept } = await correctTemplates(call, templates)
  assert.deepEqual([corrected.length, kept], [templates.length, []])
  for (const { key, source, verified } of templates) {
    const now = await findTemplateOn(db, key, today)
    assert.deepEqual([now?.source, now?.verified, now?.version], [source, verified, 2], key)
  }
  assert.match((await findTemplateOn(db, 'giay-khai-sinh', '2026-11-23'))!.source, /^\/\/ Bản cũ/)
  assert.deepEqual(await correctTemplates(call, templates), { corrected: [], kept: [] })

  const { db: fresh } = await testDatabase(t, 'dinh_demonstration')
  assert.deepEqual(await correctTemplates({ ...call, db: fresh }, templates), { corrected: [], kept: [] })
  assert.equal((await listVersionsOf(fresh, 'giay-khai-sinh')).length, 1)
})

test('a template that came with a later release comes into an old data folder too; a house without templates stays without', async (t) => {
  const { db } = await testDatabase(t)
  const now = new Date('2026-11-24T02:00:00Z')
  const templates = seededTemplates().slice(0, 3)
  const nothing = { added: [], corrected: [], kept: [] }
  assert.deepEqual(await correctPapers(db, now, templates), nothing)
  await loadTemplates(db, templates.slice(1), { from: '2018-06-21', now })
  assert.deepEqual(await correctPapers(db, now, templates), { ...nothing, added: [templates[0]!.key] })
  assert.equal((await findTemplateOn(db, templates[0]!.key, '2026-11-24'))?.source, templates[0]!.source)
  assert.deepEqual(await correctPapers(db, now, templates), nothing)
})
