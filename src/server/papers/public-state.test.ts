import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { after, test, type TestContext } from 'node:test'
import { anonymousActor, type Call, type Db } from '#server/platform/call.ts'
import { LIMITS } from '#server/platform/limits.ts'
import { aCall, anActor, testDatabase } from '#server/platform/testing.ts'
import {
  compareWithPaper,
  findPublicPaper,
  readPaperCode,
  replacePaper,
  spacedCode,
  stopSetters,
  withdrawPaper,
} from './index.ts'
import { aSealedPaper } from './testing.ts'

after(stopSetters)
const houseOf = (t: TestContext) => {
  const dataDir = mkdtempSync('/tmp/dinh-papers-')
  t.after(() => rmSync(dataDir, { recursive: true, force: true }))
  return { dataDir, origin: 'https://dinh.example' }
}
const leader = (db: Db) => aCall(db, anActor({ 'papers.withdraw': ['xa-liem-phong'] }), '2026-11-24T09:00')
const anyone = (db: Db): Call => ({
  ...{ db, actor: anonymousActor, now: new Date('2026-11-24T03:00:00Z') },
  origin: { requestId: 'test', ip: '10.0.0.9' },
})

test('a code is read as people type it or paste its address; what cannot be one is not looked up', () => {
  for (const typed of ['ABCDEFGHJKLM', 'abcd efgh jklm', ' ABCD-EFGH-JKLM ', 'https://x.vn/kiem-tra/abcdefghjklm?a=1'])
    assert.equal(readPaperCode(typed), 'ABCDEFGHJKLM', typed)
  for (const typed of ['', 'ABCDEFGHJKL', 'ABCDEFGHJKLO', 'ABCDEFGHJKL1', '000.01.18.H25-261124-0001'])
    assert.equal(readPaperCode(typed), undefined, typed)
  assert.equal(spacedCode('ABCDEFGHJKLM'), 'ABCD EFGH JKLM')
})

test('whoever holds a code reads state, kind, issuer, number and day, and nothing of the person', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const { paper } = await aSealedPaper(leader(db), houseOf(t), { subjectId: 'Nguyễn Văn Kín' })
  const shown = (await findPublicPaper(anyone(db), spacedCode(paper.code).toLowerCase()))!
  assert.equal(shown.words, 'Có hiệu lực')
  assert.equal(shown.notation, '12/XNHN-UBND')
  assert.equal(shown.issuer, 'UBND xã Liêm Phong')
  assert.ok(shown.signedAt)
  assert.ok(!JSON.stringify(shown).includes('Kín'))
  assert.equal(await findPublicPaper(anyone(db), 'ABCDEFGHJKLM'), undefined)
})

test('a file is told apart: the original, the paper before its seal, before any signature, and any other', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const { paper, files } = await aSealedPaper(leader(db), houseOf(t), { subjectId: 'x' })
  const like = (sha256: string) => compareWithPaper(anyone(db), paper.code, sha256)
  assert.deepEqual(await Promise.all(files.map(like)), ['unsigned', 'before-seal', 'original', 'original'])
  assert.equal(await like('0'.repeat(64)), 'other')
})

test('guessing is counted by address and stopped', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const call = anyone(db)
  const { most } = LIMITS['paper-code.network']
  const used = { key: 'paper-code.network: 10.0.0.9', window_start: call.now, used: most - 1 }
  await db.insertInto('rate_limit').values(used).execute()
  await findPublicPaper(call, 'ABCDEFGHJKLM')
  await assert.rejects(findPublicPaper(call, 'ABCDEFGHJKLM'), { code: 'platform.too-often' })
  assert.equal(
    await findPublicPaper({ ...call, origin: { requestId: 'x', ip: '10.0.0.10' } }, 'ABCDEFGHJKLM'),
    undefined,
  )
})

test('withdrawn or replaced by its own organisation only, once, and the code tells it with the reason', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const house = houseOf(t)
  const call = leader(db)
  const [{ paper: old }, { paper: next }, { paper: other }] = [
    await aSealedPaper(call, house, { subjectId: 'x' }),
    await aSealedPaper(call, house, { subjectId: 'x', number: 13 }),
    await aSealedPaper(call, house, { subjectId: 'y', number: 14 }),
  ]
  const reason = 'Ghi sai ngày'
  const decision = { number: '31/QĐ-UBND', on: '2026-11-24' }
  const beside = aCall(db, anActor({ 'papers.withdraw': ['phuong-minh-khai'] }), '2026-11-24T09:00')
  await assert.rejects(withdrawPaper(beside, { paperId: old.id, reason, decision }), { code: 'papers.no-right' })
  await assert.rejects(replacePaper(call, { paperId: old.id, byPaperId: other.id, reason }), {
    code: 'papers.not-a-replacement',
  })
  const both = await Promise.allSettled([
    replacePaper(call, { paperId: old.id, byPaperId: next.id, reason }),
    replacePaper(call, { paperId: next.id, byPaperId: old.id, reason }),
  ])
  assert.equal(both.filter((each) => each.status === 'fulfilled').length, 1)
  const states = await Promise.all([old, next].map((each) => findPublicPaper(anyone(db), each.code)))
  const replaced = states.find((each) => each?.state === 'replaced')!
  assert.equal(replaced.reason, reason)
  assert.equal(replaced.replacedBy, states.find((each) => each?.state === 'valid')?.code)
  await withdrawPaper(call, { paperId: other.id, reason, decision })
  assert.deepEqual(
    [(await findPublicPaper(anyone(db), other.code))?.words, (await findPublicPaper(anyone(db), other.code))?.reason],
    ['Đã thu hồi', reason],
  )
  await assert.rejects(withdrawPaper(call, { paperId: other.id, reason, decision }), { code: 'papers.not-valid' })
})
