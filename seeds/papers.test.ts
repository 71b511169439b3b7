import assert from 'node:assert/strict'
import { test } from 'node:test'
import { correctTemplates, findTemplateOn, listVersionsOf, loadTemplates } from '#server/papers/index.ts'
import { systemActor } from '#server/platform/call.ts'
import { aCall, testDatabase } from '#server/platform/testing.ts'
import { seededTemplates } from './papers.ts'

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
