import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import type { Db } from '#server/platform/call.ts'
import { testDatabase } from '#server/platform/testing.ts'
import { seedDirectory } from '../../../seeds/directory.ts'
import { getWorkCalendar, grantsOfPost, loadDirectory, loadPosts, resolveHolder, ruleSetOn } from './index.ts'

let db: Db
before(async (t) => {
  db = (await testDatabase(t as never)).db
  await seedDirectory(db)
})

test('the 116 communes of 2019 are 109 from 2020-01-01 on, and an old name leads to the unit of today', async () => {
  assert.equal((await loadDirectory(db, '2019-12-31')).communes().length, 116)
  const today = await loadDirectory(db, '2020-01-01')
  assert.equal(today.communes().length, 109)
  assert.deepEqual(today.findByName('Xã Nhân Hưng'), ['xa-tran-hung-dao'])
  assert.deepEqual(today.findByName('xa nhan dao'), ['xa-tran-hung-dao'])
})

test('the department has its counter in the centre, and the centre stands under the Office', async () => {
  const directory = await loadDirectory(db, '2020-03-02')
  assert.equal(directory.deskOf('so-tu-phap'), 'quay-so-tu-phap')
  assert.deepEqual(
    directory.ancestors('quay-so-tu-phap').map((each) => each.id),
    ['ttpvhcc', 'vp-ubnd-tinh', 'ubnd-tinh'],
  )
})

test('a step finds its holder: a division in a district, a post in a commune', async () => {
  const directory = await loadDirectory(db, '2020-03-02')
  const place = { deskId: 'motcua-xa-liem-phong', receivingId: 'xa-liem-phong', handlingId: 'xa-liem-phong' }
  const officer = { role: 'officer', unit: { of: 'handling', function: 'civil-status' } } as const
  assert.equal(resolveHolder(directory, officer, place).queue, 'xa-liem-phong/officer/civil-status')
  assert.equal(
    resolveHolder(directory, officer, { ...place, handlingId: 'ubnd-phu-ly' }).queue,
    'phu-ly-tu-phap/officer',
  )
  const works = { role: 'officer', unit: { of: 'handling', function: 'construction' } } as const
  assert.equal(
    resolveHolder(directory, works, { ...place, handlingId: 'ubnd-thanh-liem' }).queue,
    'thanh-liem-kt-ht/officer',
  )
  const posts = await loadPosts(db, '2020-03-02')
  assert.deepEqual(
    posts.serving('xa-liem-phong/officer/civil-status').map((post) => post.id),
    ['xa-liem-phong.tu-phap'],
  )
})

test('rights reach the subtree of a duty and nothing beside it', async () => {
  const grants = await grantsOfPost(db, 'ubnd-thanh-liem.chu-tich', '2020-03-02')
  assert.ok(grants.get('dossiers.decide')?.has('xa-liem-phong'))
  assert.equal(grants.get('dossiers.decide')?.has('ubnd-phu-ly'), false)
  assert.equal(grants.get('audit.view'), undefined)
})

test('one rule set is in force, and every desk has a calendar', async () => {
  assert.equal((await ruleSetOn(db, '2026-11-24')).id, 'three-tier')
  assert.ok((await getWorkCalendar(db, 'motcua-xa-liem-phong')).hours.length > 0)
})
