import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { after, test, type TestContext } from 'node:test'
import { sql } from 'kysely'
import { loadPosts } from '#server/directory/index.ts'
import { fileDossier, viewDossier } from '#server/dossiers/index.ts'
import { aCitizen, officialOf } from '#server/dossiers/testing.ts'
import { stopSetters } from '#server/papers/index.ts'
import { aSealedPaper } from '#server/papers/testing.ts'
import type { Call, Db } from '#server/platform/call.ts'
import { testDatabase } from '#server/platform/testing.ts'
import { findPublished, visibleAnswers } from '#server/procedures/index.ts'
import { inventedAnswers } from '../../../seeds/dossiers/answers.ts'
import { chanceOf } from '../../../seeds/dossiers/chance.ts'
import { acceptDraft, attachOwnPaper, lookUpResults, openDraft, saveSection, viewDraft } from './index.ts'

after(stopSetters)
const NOW = new Date('2026-11-23T02:00:00Z')
const ON = '2026-11-23'
const [STATUS, MARRIAGE, MAI, HOA] = ['1.004873', '1.000894', '035190000011', '035190000022']

/** Marital status confirmed for this personal id, filed by somebody else for him: sealed and settled. */
async function aResult(t: TestContext, db: Db, identity: string) {
  const { id: procedureVersionId, content } = (await findPublished(db, STATUS, ON))!
  const invented = inventedAnswers(content, chanceOf(4), ['xa-liem-phong'], ON)
  const call: Call = { db, actor: aCitizen(), now: NOW }
  const { id: dossierId } = await fileDossier(call, {
    ...{ procedureVersionId, receivingId: 'xa-liem-phong', channel: 'online', filedHow: 'alone' },
    owner: { kind: 'person', identityPaper: 'can-cuoc', name: 'Trần Thị Mai', identity },
    filer: { accountId: aCitizen().id, name: 'Người nộp hộ' },
    answers: visibleAnswers(content.form!, invented, ON),
    ...{ documents: [], sets: 1, returnBy: 'electronic', returnAddress: null },
  })
  const dataDir = mkdtempSync('/tmp/dinh-desk-')
  t.after(() => rmSync(dataDir, { recursive: true, force: true }))
  const { paper } = await aSealedPaper(call, { dataDir, origin: 'https://dinh.example' }, { subjectId: dossierId })
  await db.updateTable('dossier').set({ settled_at: NOW, outcome: 'grant' }).where('id', '=', dossierId).execute()
  return paper
}

async function aDesk(db: Db): Promise<Call> {
  const post = (await loadPosts(db, ON)).serving('motcua-xa-liem-phong/receiver')[0]!
  const account = await db
    .selectFrom('account')
    .select('id')
    .where('login_name', '=', 'motcua.liemphong')
    .executeTakeFirstOrThrow()
  return { db, actor: { ...(await officialOf(db, post.id, NOW)), id: account.id }, now: NOW }
}

/** A marriage filled in at the desk for the person before it, who shows this personal id. */
async function aMarriageAtDesk(desk: Call, identity: string) {
  const { id: draftId } = await openDraft(desk, { procedureCode: MARRIAGE, deskId: 'motcua-xa-liem-phong' })
  const { content } = (await findPublished(desk.db, MARRIAGE, ON))!
  const answersFor = (number: string) =>
    visibleAnswers(
      content.form!,
      inventedAnswers(content, chanceOf(2), ['xa-liem-phong'], ON, {
        'request.oneLivesElsewhere': true,
        'applicant.identity.number': number,
        'applicant.identity.paper': 'can-cuoc',
      }),
      ON,
    ) as Record<string, Record<string, unknown>>
  const save = async (number: string) => {
    let { version } = (await viewDraft(desk, draftId)).draft
    for (const [section, part] of Object.entries(answersFor(number)))
      ({ version } = await saveSection(desk, { draftId, version, section, answers: part, complete: true }))
  }
  await save(identity)
  return { draftId, save }
}
const statusIn = async (call: Call, draftId: string) =>
  (await viewDraft(call, draftId)).papers.find((each) => each.key === 'marital-status')!
const audited = async (db: Db) =>
  (
    await sql<{ act: string; facts: Record<string, unknown> }>`
      select act, convert_from(entry, 'UTF8')::jsonb -> 'facts' as facts from audit_entry
      where act like 'filing.result%' order by seq`.execute(db)
  ).rows

test('tại quầy: chỉ sau khi tra, kết quả đã cấp cho đúng số định danh trong tờ khai mới hiện; dùng thì vào hồ sơ là đã có, đã kiểm tra; nhật ký ghi việc tra và việc dùng', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const [paper, others] = [await aResult(t, db, MAI), await aResult(t, db, HOA)]
  const desk = await aDesk(db)
  const { draftId, save } = await aMarriageAtDesk(desk, MAI)
  assert.equal((await statusIn(desk, draftId)).offered.length, 0, 'nothing is shown before somebody asks')
  const use = { draftId, documentKey: 'marital-status', paperId: paper.id }
  await assert.rejects(attachOwnPaper(desk, use), { code: 'filing.paper-not-yours' })
  assert.deepEqual((await viewDraft(desk, draftId)).store, { may: true, done: false })

  assert.deepEqual(await lookUpResults(desk, draftId), { found: 1 })
  assert.deepEqual(
    (await statusIn(desk, draftId)).offered.map((each) => each.id),
    [paper.id],
  )
  await assert.rejects(attachOwnPaper(desk, { ...use, paperId: others.id }), { code: 'filing.paper-not-yours' })
  const twice = await Promise.all([attachOwnPaper(desk, use), attachOwnPaper(desk, use)])
  assert.equal(twice[0].id, twice[1].id)
  assert.deepEqual(
    (await audited(db)).map(({ act, facts }) => [act, facts.purpose, facts.identity ?? facts.paper]),
    [
      ['filing.results-looked-up', MARRIAGE, '…0011'],
      ['filing.result-reused', MARRIAGE, paper.code],
    ],
  )

  await save(HOA)
  const changed = await statusIn(desk, draftId)
  assert.deepEqual([changed.offered.length, changed.files[0]?.lapsed], [0, true], 'another number in the form')
  await save(MAI)
  const { papers } = await viewDraft(desk, draftId)
  const checks = papers.map(({ key }) => ({ documentKey: key, verdict: 'there' as const }))
  const { id } = await acceptDraft(desk, { draftId, checks })
  const seen = await viewDossier(desk, { id })
  const [handed] = seen.papers.find((each) => each.key === 'marital-status')!.files
  assert.deepEqual([handed?.fromStore?.code, handed?.fromStore?.valid], [paper.code, true])
})

test('tại quầy: không tra khi tờ khai chưa có số định danh, khi không phải bản khai của quầy mình, hay khi không có quyền nộp hộ', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const desk = await aDesk(db)
  const { draftId } = await aMarriageAtDesk(desk, '123456789')
  await assert.rejects(lookUpResults(desk, draftId), { code: 'filing.identity-first' })
  const other = { ...desk, actor: { ...desk.actor, postId: 'xa-liem-phong.xa-hoi' } }
  await assert.rejects(lookUpResults(other, draftId), { code: 'filing.unknown-draft' })
  const without = { ...desk, actor: { ...desk.actor, grants: new Map() } }
  // Who may no longer file there has lost the drafts of that desk too.
  await assert.rejects(lookUpResults(without, draftId), { code: 'filing.unknown-draft' })
  assert.deepEqual(await audited(db), [])
})
