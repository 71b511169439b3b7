import assert from 'node:assert/strict'
import { test } from 'node:test'
import { loadDirectory, loadPosts } from '#server/directory/index.ts'
import { issuerFacts } from '#server/dossiers/index.ts'
import { testDatabase } from '#server/platform/testing.ts'
import { seededTemplates } from '../../../seeds/papers.ts'
import { fullSeeds } from '../../../seeds/procedures.ts'
import { nameDeciding, nameOfPaper, signerFacts } from './signer-facts.ts'

const templates = new Map(seededTemplates().map((each) => [each.key, each]))
const now = new Date('2026-11-24T02:00:00Z')

test('a decision of the chairman is signed without "TM.", one of the committee with it, by what the procedure says', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const directory = await loadDirectory(db, '2026-11-24')
  const title = 'Chủ tịch UBND xã Liêm Phong'
  const posts = await loadPosts(db, '2026-11-24')
  const chairman = [...posts.all.values()].find((each) => each.title === title && each.holder)!.id
  const lines = async (template: string, decidingBody: string) => {
    const by = nameDeciding(templates.get(template)!, { decidingBody })
    const { authority } = await signerFacts(db, chairman, 'xa-liem-phong', now, by)
    const { deciding } = issuerFacts(directory, 'xa-liem-phong', title, by)
    assert.equal(nameOfPaper({ deciding }), by)
    return [deciding, ...authority]
  }
  const committee = 'Ủy ban nhân dân xã Liêm Phong'
  assert.deepEqual(await lines('quyet-dinh-tro-cap-xa-hoi', 'Chủ tịch UBND cấp huyện'), [
    `Chủ tịch ${committee}`,
    'CHỦ TỊCH',
  ])
  assert.deepEqual(await lines('quyet-dinh-chuyen-muc-dich', 'UBND cấp huyện'), [
    committee,
    'TM. ỦY BAN NHÂN DÂN',
    'CHỦ TỊCH',
  ])
})

test('the head of every sample and its signature speak of the same, and a certificate is signed for the committee', () => {
  for (const { key, example } of templates.values()) {
    const authority = Array.isArray(example.authority) ? example.authority.map(String) : []
    if (!('deciding' in example)) continue
    const forCommittee = authority[0]?.startsWith('TM. ') ?? false
    assert.equal(forCommittee, String(example.deciding).startsWith('Ủy ban nhân dân'), key)
  }
  assert.equal(nameDeciding(templates.get('giay-khai-sinh')!, { decidingBody: 'Chủ tịch UBND cấp xã' }), 'body')
  const seed = fullSeeds().find((each) => each.content.code === '1.000798')!
  assert.equal(nameDeciding(templates.get('quyet-dinh-chuyen-muc-dich')!, seed.content), 'body')
})
