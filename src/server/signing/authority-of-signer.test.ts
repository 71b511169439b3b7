import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { sql } from 'kysely'
import { forgetDirectory, loadDirectory, loadPosts } from '#server/directory/index.ts'
import { stopSetters } from '#server/papers/index.ts'
import { migrateJobs } from '#server/platform/jobs.ts'
import { anActor } from '#server/platform/testing.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { decideAuthority, requireAuthority } from './authority-of-signer.ts'
import { decideHead } from './head-of-paper.ts'
import { signPaper } from './index.ts'
import { aDecision, aSigningHouse, callOf, giveKey, NOW, PIN } from './testing.ts'

after(stopSetters)

const COMMITTEE = 'TM. ỦY BAN NHÂN DÂN'
const bare = (title: string) => title.replace(/^Phó /, '')

test('every seeded leader signs with the lines of his post, a deputy only while he has it in writing', async (t) => {
  const { db } = await aSigningHouse(t)
  const on = vietnamDate(NOW)
  const [directory, posts] = await Promise.all([loadDirectory(db, on), loadPosts(db, on)])
  const leaders = [...posts.all.values()].filter((post) =>
    post.duties.some(({ role, organisationId }) => role === 'leader' && organisationId === post.organisationId),
  )
  const deputies = leaders.filter((post) => post.title.startsWith('Phó '))
  assert.ok(leaders.length > 200 && deputies.length > 50)
  const callAs = (postId: string) => callOf(db, anActor({}, { postId }))
  const say = (postId: string, organisationId: string, data: Record<string, unknown>) =>
    requireAuthority(callAs(postId), { organisationId, data }).then(
      () => 'signs',
      (error: { code: string }) => error.code,
    )
  const written = new Set(
    (
      await sql<{ id: string }>`select to_post_id as id from delegation where 'papers.sign' = any(acts)`.execute(db)
    ).rows.map((each) => each.id),
  )
  for (const { id, title, organisationId, holder } of leaders) {
    if (title.startsWith('Phó ') && !written.has(id)) {
      assert.equal(await say(id, organisationId, {}), 'signing.no-delegation', title)
      continue
    }
    const isCommittee = directory.organisation(organisationId)!.kind === 'committee'
    const isDeputy = title.startsWith('Phó ')
    const office = /^(Phó )?(Chủ tịch|Giám đốc|Chi cục trưởng|Chánh Văn phòng|Trưởng)/i.exec(title)
    assert.equal(await say(id, organisationId, { signer: holder ?? '' }), 'signs', title)
    if (!office) continue
    const wrong = isDeputy ? [bare(title)] : [`KT. ${title}`, `Phó ${title}`]
    assert.equal(await say(id, organisationId, { authority: wrong }), 'signing.authority-differs', title)
    if (isCommittee) {
      const own = isDeputy ? ['KT. CHỦ TỊCH', 'PHÓ CHỦ TỊCH'] : ['CHỦ TỊCH']
      for (const lines of [[COMMITTEE, ...own], own])
        assert.equal(await say(id, organisationId, { authority: lines }), 'signs', `${title}: ${lines.join(' ')}`)
    }
    if (holder) assert.equal(await say(id, organisationId, { signer: 'Người Khác' }), 'signing.signer-differs', title)
  }
  await sql`delete from delegation`.execute(db)
  forgetDirectory(db)
  for (const { id, organisationId, title } of deputies)
    assert.equal(await say(id, organisationId, {}), 'signing.no-delegation', title)
})

test('a deputy whose delegation was revoked this morning does not sign a paper that was set for him yesterday', async (t) => {
  const h = await aSigningHouse(t)
  await migrateJobs(h.pool)
  const at = 'xa-liem-phong'
  const postId = `${at}.pho-chu-tich`
  const deputy = anActor({ 'signing.lead': [at] }, { id: 'acc-deputy', name: 'Đặng Duy Nam', postId })
  await giveKey(h, {
    ...{ organisationId: at, postId },
    profile: { kind: 'person', name: deputy.name, organisation: 'Ủy ban nhân dân xã Liêm Phong' },
  })
  const paper = await aDecision(h)
  const sign = () => signPaper(callOf(h.db, deputy), h.house, { paperId: paper.id, key: 'lanh-dao', secret: PIN })
  await sql`update delegation set revoked_at = ${NOW} where to_post_id = ${postId}`.execute(h.db)
  forgetDirectory(h.db)
  await assert.rejects(sign(), { code: 'signing.no-delegation' })
  await sql`update delegation set revoked_at = null where to_post_id = ${postId}`.execute(h.db)
  forgetDirectory(h.db)
  assert.equal((await sign()).state, 'signing')
})

test('the deputy of the provincial Office signs for its head by a written assignment of the demonstration', async (t) => {
  const { db } = await aSigningHouse(t)
  const call = callOf(db, anActor({}, { postId: 'vp-ubnd-tinh.pho-chanh' }))
  const paper = (authority: string[]) => ({ organisationId: 'vp-ubnd-tinh', data: { authority } })
  await requireAuthority(call, paper(['KT. CHÁNH VĂN PHÒNG', 'PHÓ CHÁNH VĂN PHÒNG']))
  await assert.rejects(requireAuthority(call, paper(['CHÁNH VĂN PHÒNG'])), { code: 'signing.authority-differs' })
})

test('TM., KT., TL., TUQ. hold for a head as for a leader; who receives signs his own act', () => {
  const issuer = { kind: 'committee' as const, name: 'UBND xã Liêm Phong' }
  const deputy = { title: 'Phó Chủ tịch UBND xã', holder: 'Đặng Duy Nam', issuer }
  const form = (each: 'KT' | 'TL' | 'TUQ', fromTitle: string) => ({ form: each, fromTitle, documentNumber: '15/QĐ' })
  const cases: [Parameters<typeof decideAuthority>, string | undefined][] = [
    [[{ headName: 'Đặng Duy Nam' }, { ...deputy, delegation: undefined }, 'head'], 'signing.no-delegation'],
    [[{ headName: 'Đặng Duy Nam' }, { ...deputy, delegation: form('KT', 'Chủ tịch UBND xã') }, 'head'], undefined],
    [
      [{ headName: 'Người Khác' }, { ...deputy, delegation: form('KT', 'Chủ tịch UBND xã') }, 'head'],
      'signing.signer-differs',
    ],
    [
      [
        { authority: ['TL. CHỦ TỊCH', 'TRƯỞNG PHÒNG'] },
        { ...{ title: 'Trưởng phòng Tư pháp', holder: null, issuer }, delegation: form('TL', 'Chủ tịch UBND huyện') },
        'head',
      ],
      undefined,
    ],
    [
      [
        { authority: ['TUQ. GIÁM ĐỐC', 'TRƯỞNG PHÒNG'] },
        {
          ...{
            title: 'Trưởng phòng Hành chính',
            holder: null,
            issuer: { kind: 'department' as const, name: 'Sở Tư pháp' },
          },
          delegation: form('TUQ', 'Giám đốc Sở Tư pháp'),
        },
        'receiver',
      ],
      undefined,
    ],
    [
      [
        { receiver: 'Lê Thị Một' },
        { title: 'Công chức tư pháp', holder: 'Lê Thị Một', issuer, delegation: undefined },
        'receiver',
      ],
      undefined,
    ],
    [
      [
        { receiver: 'Lê Thị Một', authority: ['TUQ. CHỦ TỊCH', 'CÔNG CHỨC TƯ PHÁP'] },
        { title: 'Công chức tư pháp', holder: 'Lê Thị Một', issuer, delegation: undefined },
        'receiver',
      ],
      'signing.no-delegation',
    ],
  ]
  for (const [given, code] of cases) assert.equal(decideAuthority(...given)?.code, code, JSON.stringify(given))
})

test('a paper typed by hand is signed only when its head and its signature speak of the same agency and the same decider', () => {
  const committee = { kind: 'committee' as const, name: 'UBND xã Liêm Phong' }
  const department = { kind: 'department' as const, name: 'Sở Lao động - Thương binh và Xã hội' }
  const division = { kind: 'department' as const, name: 'Phòng Tư pháp huyện Thanh Liêm' }
  const FOR = ['TM. ỦY BAN NHÂN DÂN', 'CHỦ TỊCH']
  const OWN = ['CHỦ TỊCH']
  const say = (issuer: typeof committee | typeof department, data: Record<string, unknown>, authority?: string[]) =>
    decideHead(data, issuer, authority)?.code
  const agree: Parameters<typeof say>[] = [
    [committee, { issuer: 'Ủy ban nhân dân xã Liêm Phong', deciding: 'Chủ tịch UBND xã Liêm Phong' }, OWN],
    [committee, { deciding: 'CHỦ TỊCH ỦY BAN NHÂN DÂN\nXÃ LIÊM PHONG, HUYỆN THANH LIÊM' }, OWN],
    [committee, { deciding: 'UỶ BAN NHÂN DÂN XÃ LIÊM PHONG'.normalize('NFD') }, FOR],
    [committee, { deciding: 'Chủ tịch Ủy ban nhân dân' }, ['KT. CHỦ TỊCH', 'PHÓ CHỦ TỊCH']],
    [committee, { deciding: 'Chủ tịch' }, OWN],
    [committee, { deciding: 'Ủy ban nhân dân xã Liêm Phong' }, ['TUQ. CHỦ TỊCH', 'CÔNG CHỨC']],
    [committee, { issuer: '', deciding: '', office: '' }, FOR],
    [committee, {}, FOR],
    [
      department,
      { issuer: 'Sở Lao động – Thương binh và Xã hội', deciding: `Giám đốc ${department.name}` },
      ['GIÁM ĐỐC'],
    ],
    [division, { deciding: 'Trưởng phòng Tư pháp huyện Thanh Liêm' }, ['TRƯỞNG PHÒNG']],
  ]
  for (const each of agree) assert.equal(say(...each), undefined, JSON.stringify(each))
  const differ: Parameters<typeof say>[] = [
    [committee, { deciding: 'Chủ tịch Ủy ban nhân dân xã Liêm Phong' }, FOR],
    [committee, { deciding: 'CHỦ TỊCH UBND XÃ LIÊM PHONG' }, ['TM. ỦY BAN NHÂN DÂN', 'KT. CHỦ TỊCH', 'PHÓ CHỦ TỊCH']],
    [committee, { deciding: 'Ủy ban nhân dân xã Liêm Phong' }, OWN],
    [committee, { office: 'UBND xã Liêm Phong' }, OWN],
    [committee, { deciding: 'Chủ tịch Ủy ban nhân dân xã Liêm Phong Thượng' }, OWN],
    [committee, { deciding: 'Chủ tịch Ủy ban nhân dân xã Liêm Thuận' }, OWN],
    [committee, { issuer: 'Ủy ban nhân dân huyện Thanh Liêm' }, FOR],
    [committee, { deciding: 'Giám đốc Sở Tư pháp' }, OWN],
    [department, { deciding: 'Chủ tịch Ủy ban nhân dân tỉnh Hà Nam' }, ['GIÁM ĐỐC']],
    [department, { issuer: 'Sở Tư pháp' }, ['GIÁM ĐỐC']],
    [division, { deciding: 'Trưởng phòng Nội vụ huyện Thanh Liêm' }, ['TRƯỞNG PHÒNG']],
  ]
  for (const each of differ) assert.equal(say(...each), 'signing.head-differs', JSON.stringify(each))
})

test('a chairman signs his own decision, and is refused to sign it for the committee', async (t) => {
  const { db } = await aSigningHouse(t)
  const directory = await loadDirectory(db, vietnamDate(NOW))
  const call = callOf(db, anActor({}, { postId: 'xa-liem-phong.chu-tich' }))
  const paper = (deciding: string, authority: string[]) => ({
    organisationId: directory.organisation('xa-liem-phong')!.id,
    data: { issuer: 'Ủy ban nhân dân xã Liêm Phong', deciding, authority },
  })
  const chairman = 'Chủ tịch Ủy ban nhân dân xã Liêm Phong'
  await requireAuthority(call, paper(chairman, ['CHỦ TỊCH']))
  await assert.rejects(requireAuthority(call, paper(chairman, [COMMITTEE, 'CHỦ TỊCH'])), {
    code: 'signing.head-differs',
  })
})
