import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { stopSetters } from '#server/papers/index.ts'
import { migrateJobs } from '#server/platform/jobs.ts'
import { readSettings } from '#server/platform/settings.ts'
import { testDatabase } from '#server/platform/testing.ts'
import { mkdtempSync, rmSync } from 'node:fs'
import { signingHouse } from '#server/signing/index.ts'
import { seedDemonstrationResults } from './results.ts'

after(stopSetters)

test('bản trình diễn có thẻ chờ in, một thẻ đã in, và sổ của xã, của sở có số do chính cán bộ ở đó ký, đóng dấu', async (t) => {
  const { db, pool } = await testDatabase(t, 'dinh_demonstration')
  await migrateJobs(pool)
  const dataDir = mkdtempSync('/tmp/dinh-seeds-')
  t.after(() => rmSync(dataDir, { recursive: true, force: true }))
  let now = new Date('2026-11-24T02:00:00Z').getTime()
  const clock = () => new Date((now += 1000))
  const house = await signingHouse(db, { ...readSettings(), dataDir, demonstration: true }, clock)
  await seedDemonstrationResults({ db, house, clock, worker: false })
  const books = await db
    .selectFrom('paper_book')
    .select(['organisation_id', 'last'])
    .orderBy('organisation_id')
    .execute()
  assert.deepEqual(
    books.map((book) => [book.organisation_id, book.last]),
    [
      ['so-tu-phap', 2],
      ['xa-liem-phong', 3],
    ],
  )
  const cards = await db.selectFrom('card').select(['state', 'serial_words']).execute()
  assert.deepEqual(cards, [{ state: 'printed', serial_words: 'HN 000001' }])
  const results = await db.selectFrom('dossier_result').select('state').where('state', '=', 'signed').execute()
  assert.equal(results.length, 3)
  await seedDemonstrationResults({ db, house, clock, worker: false })
  assert.equal((await db.selectFrom('card').select('state').execute()).length, 1, 'once')
})
