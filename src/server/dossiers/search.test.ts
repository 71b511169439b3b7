import assert from 'node:assert/strict'
import { test } from 'node:test'
import { systemActor } from '#server/platform/call.ts'
import { testDatabase } from '#server/platform/testing.ts'
import { findPublished, visibleAnswers } from '#server/procedures/index.ts'
import { setAt } from '#own-keys'
import { inventedAnswers } from '../../../seeds/dossiers/answers.ts'
import { chanceOf } from '../../../seeds/dossiers/chance.ts'
import { bringSearchAlong, fileDossier, ownerFrom, readSearch, searchDossiers } from './index.ts'
import { officialOf } from './testing.ts'

const NOW = new Date('2026-11-30T02:00:00Z')
const ON = '2026-11-30'

/** Three births at the desk of Xã Liêm Phong, named as people are named. */
async function world(t: Parameters<typeof testDatabase>[0]) {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const call = { db, actor: await officialOf(db, 'xa-liem-phong.tu-phap', NOW), now: NOW }
  const version = (await findPublished(db, '1.001193', ON))!
  const codes: string[] = []
  for (const [at, [owner, child, phone]] of [
    ['Ðặng Thị Ðào', 'Nguyễn Bảo Ngọc', '+84 912 345 678'],
    ['K’Brôi Kră Jăn', 'K’Thiện', '0912345679'],
    ['TRẦN THỊ ĐƯỢC', 'Trần Ý', '(0226) 3851234'],
  ].entries()) {
    const invented = inventedAnswers(version.content, chanceOf(at + 3), ['xa-liem-phong'], ON, {
      'child.motherRecorded': true,
      'child.situation': 'ordinary',
    })
    for (const [path, value] of [
      ['applicant.fullName', owner],
      ['child.fullName', child],
      ['applicant.phone', phone],
    ] as const)
      setAt(invented, path, value)
    const answers = visibleAnswers(version.content.form!, invented, ON)
    const parties = ownerFrom(version.content, answers)
    const { code } = await fileDossier(call, {
      ...{ procedureVersionId: version.id, receivingId: 'xa-liem-phong', channel: 'counter', filedHow: 'assisted' },
      ...{ owner: parties, filer: { name: parties.name, phone: parties.phone ?? null }, answers, documents: [] },
      ...{ sets: 1, returnBy: 'collect', returnAddress: null },
    })
    codes.push(code)
  }
  const find = async (typed: string) =>
    (await searchDossiers(call, typed)).map((line) => codes.indexOf(line.code)).filter((at) => at >= 0)
  return { db, call, codes, find }
}

// select2 #4800, opencrvs-core #4715 and #5127, Vaccom #116: people are asked for in other ways than they were typed.
test('people are found by any part of a name, with or without marks and apostrophes, and by the child of a birth', async (t) => {
  const { find } = await world(t)
  for (const typed of [
    'Đặng Thị Đào',
    'dang thi dao',
    'ĐÀO',
    'đào',
    'thị đào',
    'Ðào',
    'dang dao',
    'Ｄａｏ',
    'bảo ngọc',
    'ngoc',
  ])
    assert.ok((await find(typed)).includes(0), typed)
  for (const typed of ["K'Brôi", 'K’Brôi', 'kbroi', 'k broi', 'KBrôi', 'kră jăn', 'k thien', 'KThiện'])
    assert.ok((await find(typed)).includes(1), typed)
  for (const typed of ['được', 'thi duoc', 'tran thi duoc', 'DUOC']) assert.ok((await find(typed)).includes(2), typed)
  assert.deepEqual(await find('được liêm phong'), [2], 'with the commune')
  assert.deepEqual(await find('được minh khai'), [])
  assert.deepEqual(await find("'; drop table dossier; --"), [])
  for (const typed of ['&', ':*', '!', '((', '%', '_', '\\', ' ', '\u200b', 'a & | b']) await find(typed)
})

test('a phone is found in any spelling, a dossier by the day and number of its code', async (t) => {
  const { find, codes } = await world(t)
  for (const typed of [
    '0912345678',
    '+84912345678',
    '84912345678',
    '+84 (0) 912-345-678',
    '0912–345–678',
    '0912\u200b345678',
  ])
    assert.deepEqual(await find(typed), [0], typed)
  for (const typed of ['0226 3851234', '+84 226 385 1234']) assert.deepEqual(await find(typed), [2], typed)
  const tail = codes[1]!.slice(-11)
  for (const typed of [
    ...[codes[1]!, codes[1]!.toLowerCase(), tail, tail.replace('-', ''), ` ${tail} `, tail.replace('-', '–')],
    ...[tail.replace('-0', '-').replace('-0', '-'), codes[1]!.replaceAll('.', '').replaceAll('-', '')],
  ])
    assert.deepEqual(await find(typed), [1], typed)
  assert.deepEqual(readSearch('035 190 000 011'), { by: 'identity', words: '035190000011' })
  assert.deepEqual(readSearch('01689123456'), { by: 'phone', words: '0389123456' })
})

test('another commune finds none of them', async (t) => {
  const { db, call, codes } = await world(t)
  const other = { ...call, actor: await officialOf(db, 'xa-thanh-ha.tu-phap', NOW) }
  for (const typed of ['đào', '0912345678', codes[0]!, codes[0]!.slice(-11)])
    assert.deepEqual(
      (await searchDossiers(other, typed)).filter((line) => codes.includes(line.code)),
      [],
      typed,
    )
})

test('what an earlier version kept is brought along by the same function, once', async (t) => {
  const { db, codes, find } = await world(t)
  await db.deleteFrom('dossier_search').execute()
  await db
    .updateTable('dossier')
    .set({ owner_search: 'ang thi ao', owner_phone: '+84912345678', filer_phone: '01689123456' })
    .where('code', '=', codes[0]!)
    .execute()
  assert.deepEqual(await find('đào'), [])
  const system = { db, actor: systemActor, now: NOW }
  assert.ok((await bringSearchAlong(system)) >= 3)
  assert.equal(await bringSearchAlong(system), 0)
  assert.deepEqual(await find('đào'), [0])
  assert.deepEqual(await find('0912345678'), [0])
  assert.deepEqual(await find('0389123456'), [0])
  const row = await db.selectFrom('dossier').select('owner_search').where('code', '=', codes[0]!).executeTakeFirst()
  assert.equal(row?.owner_search, 'dang thi dao')
})
