import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { test } from 'node:test'
import { readSettings } from '#server/platform/settings.ts'
import { testDatabase } from '#server/platform/testing.ts'
import { equipDemonstration, signingHouse } from './index.ts'

test('the demonstration gets its certificates little by little, people who can sign in first, each once', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const dataDir = mkdtempSync('/tmp/dinh-equip-')
  t.after(() => rmSync(dataDir, { recursive: true, force: true }))
  const now = new Date('2026-11-24T02:00:00Z')
  const house = await signingHouse(db, readSettings({ DATA_DIR: dataDir }), () => now)
  const first = await equipDemonstration(db, house, now)
  const rows = () => db.selectFrom('certificate').select(['kind', 'fingerprint']).execute()
  assert.equal((await rows()).length, first)
  assert.ok((await rows()).every((row) => row.kind === 'person'))
  const second = await equipDemonstration(db, house, now)
  assert.equal(new Set((await rows()).map((row) => row.fingerprint)).size, first + second)
  const { makeDemonstrationKey: _, ...without } = house
  assert.equal(await equipDemonstration(db, without, now), 0)
})
