import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { after, test, type TestContext } from 'node:test'
import { fileDossier, findOwnPaper, listOwnPapers, viewDossier } from '#server/dossiers/index.ts'
import { stopSetters, withdrawPaper } from '#server/papers/index.ts'
import { aSealedPaper } from '#server/papers/testing.ts'
import type { Actor, Call, Db } from '#server/platform/call.ts'
import { anActor, testDatabase } from '#server/platform/testing.ts'
import { findPublished, visibleAnswers } from '#server/procedures/index.ts'
import { inventedAnswers } from '../../../seeds/dossiers/answers.ts'
import { chanceOf } from '../../../seeds/dossiers/chance.ts'
import { attachOwnPaper, openDraft, saveSection, sendDraft, viewDraft } from './index.ts'

after(stopSetters)
const NOW = new Date('2026-11-23T02:00:00Z')
const ON = '2026-11-23'
const STATUS = '1.004873'
const MARRIAGE = '1.000894'
const MAI = '035190000011'

async function callOf(db: Db, login: string): Promise<Call> {
  const row = await db
    .selectFrom('account')
    .select(['id', 'full_name'])
    .where('login_name', '=', login)
    .executeTakeFirstOrThrow()
  const actor: Actor = { kind: 'citizen', id: row.id, name: row.full_name, grants: new Map(), queues: [] }
  return { db, actor, now: NOW }
}

/** A settled dossier on marital status for this owner, filed by this call, and its sealed result. */
async function aResult(t: TestContext, call: Call, owner: { name: string; identity: string }) {
  const { db } = call
  const { id: procedureVersionId, content } = (await findPublished(db, STATUS, ON))!
  const invented = inventedAnswers(content, chanceOf(4), ['xa-liem-phong'], ON)
  const { id: dossierId } = await fileDossier(call, {
    ...{ procedureVersionId, receivingId: 'xa-liem-phong', channel: 'online', filedHow: 'alone' },
    owner: { kind: 'person', identityPaper: 'can-cuoc', ...owner },
    filer: { accountId: call.actor.id, name: call.actor.name },
    answers: visibleAnswers(content.form!, invented, ON),
    ...{ documents: [], sets: 1, returnBy: 'electronic', returnAddress: null },
  })
  const dataDir = mkdtempSync('/tmp/dinh-own-')
  t.after(() => rmSync(dataDir, { recursive: true, force: true }))
  const { paper } = await aSealedPaper(call, { dataDir, origin: 'https://dinh.example' }, { subjectId: dossierId })
  const settle = (at: Date | null) =>
    db.updateTable('dossier').set({ settled_at: at, outcome: 'grant' }).where('id', '=', dossierId).execute()
  return { paper, dossierId, settle }
}

/** A marriage declared by this citizen that asks for the marital status of the one who lives elsewhere. */
async function aMarriage(call: Call, identity = MAI) {
  const { id: draftId } = await openDraft(call, { procedureCode: MARRIAGE })
  const { content } = (await findPublished(call.db, MARRIAGE, ON))!
  const given = { 'request.oneLivesElsewhere': true, 'applicant.identity.number': identity }
  const invented = inventedAnswers(content, chanceOf(2), ['xa-liem-phong'], ON, given)
  const answers = visibleAnswers(content.form!, invented, ON) as Record<string, Record<string, unknown>>
  let { version } = (await viewDraft(call, draftId)).draft
  for (const [section, part] of Object.entries(answers))
    ({ version } = await saveSection(call, { draftId, version, section, answers: part, complete: true }))
  return draftId
}
const offeredIn = async (call: Call, draftId: string) =>
  (await viewDraft(call, draftId)).papers.find((each) => each.key === 'marital-status')!

test('a result issued electronically is in the store of its owner once the dossier is settled, and in nobody else’s', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const [mai, hoa] = [await callOf(db, 'congdan'), await callOf(db, 'congdan2')]
  await db.updateTable('account').set({ identity_level: 'desk' }).where('login_name', 'in', ['congdan']).execute()
  const { paper, settle } = await aResult(t, mai, { name: mai.actor.name, identity: MAI })
  assert.deepEqual(await listOwnPapers(mai), [])
  await settle(NOW)
  assert.deepEqual(
    (await listOwnPapers(mai)).map((each) => [each.id, each.words, each.notation, each.aboutHim]),
    [[paper.id, 'Có hiệu lực', '12/XNHN-UBND', true]],
  )
  assert.deepEqual(await listOwnPapers(hoa), [])
  assert.equal(await findOwnPaper(hoa, paper.id), undefined)
  await db.updateTable('dossier').set({ fee_state: 'due' }).where('id', '=', paper.subjectId).execute()
  assert.deepEqual(await listOwnPapers(mai), [], 'while its fee is owed it is not given')
})

test('filed by another, it is his by a confirmed identity only; an identity somebody merely states opens nothing', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const [mai, hoa] = [await callOf(db, 'congdan'), await callOf(db, 'congdan2')]
  const level = (identity_level: string) =>
    db
      .updateTable('account')
      .set({ identity_level, identity_paper: 'can-cuoc' })
      .where('login_name', '=', 'congdan')
      .execute()
  const { paper, settle } = await aResult(t, hoa, { name: mai.actor.name, identity: MAI })
  await settle(NOW)
  await level('stated')
  assert.deepEqual(await listOwnPapers(mai), [])
  await level('desk')
  assert.deepEqual(
    (await listOwnPapers(mai)).map((each) => each.id),
    [paper.id],
  )
  const [held] = await listOwnPapers(hoa)
  assert.equal(held?.aboutHim, false)
  const draftId = await aMarriage(hoa, '035188000022')
  assert.deepEqual((await offeredIn(hoa, draftId)).offered, [], 'her paper does not serve his own marriage')
  const command = { draftId, documentKey: 'marital-status', paperId: paper.id }
  await assert.rejects(attachOwnPaper(hoa, command), { code: 'filing.paper-not-yours' })
})

test('the paper he has is offered where it is asked for, put in once, and seen at the desk as checked', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const mai = await callOf(db, 'congdan')
  const { paper, settle } = await aResult(t, mai, { name: mai.actor.name, identity: MAI })
  await settle(NOW)
  const draftId = await aMarriage(mai)
  assert.deepEqual(
    (await offeredIn(mai, draftId)).offered.map((each) => each.id),
    [paper.id],
  )
  const command = { draftId, documentKey: 'marital-status', paperId: paper.id }
  const twice = await Promise.all([attachOwnPaper(mai, command), attachOwnPaper(mai, command)])
  assert.equal(twice[0].id, twice[1].id)
  const there = await offeredIn(mai, draftId)
  assert.deepEqual([there.files.length, there.files[0]?.sha256, there.offered.length], [1, paper.fileSha256, 0])
  assert.match(there.files[0]!.fileName, /^Giấy xác nhận tình trạng hôn nhân số 12-XNHN-UBND ngày 23-11-2026\.pdf$/)
  await assert.rejects(attachOwnPaper(mai, { ...command, documentKey: 'identity' }), { code: 'filing.unknown-paper' })
  const hoa = await callOf(db, 'congdan2')
  await assert.rejects(attachOwnPaper(hoa, command), { code: 'filing.unknown-draft' })
  const { draft, places } = await viewDraft(mai, draftId)
  await db
    .updateTable('draft')
    .set({ receiving_id: places[0]!.id, return_by: 'collect' })
    .where('id', '=', draft.id)
    .execute()
  const { missingPapers } = await viewDraft(mai, draftId)
  for (const each of (await viewDraft(mai, draftId)).papers)
    if (missingPapers.includes(each.name))
      await db
        .insertInto('draft_attachment')
        .values({
          ...{ id: crypto.randomUUID(), draft_id: draftId, document_key: each.key, file_sha256: paper.fileSha256 },
          ...{ file_name: 'a.pdf', media_type: 'application/pdf', size_bytes: 1, added_at: NOW },
        })
        .execute()
  const sent = await sendDraft(mai, draftId)
  const { papers } = await viewDossier(mai, { id: sent.id })
  const handed = papers.find((each) => each.key === 'marital-status')!.files[0]!
  assert.deepEqual(handed.fromStore, {
    ...{ code: paper.code, notation: '12/XNHN-UBND', numberedOn: '2026-11-23', valid: true, words: 'Có hiệu lực' },
  })
})

test('a paper withdrawn, too old, or of a refused dossier is not offered; put in before, it no longer counts', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const mai = await callOf(db, 'congdan')
  const { paper, dossierId, settle } = await aResult(t, mai, { name: mai.actor.name, identity: MAI })
  await settle(NOW)
  const draftId = await aMarriage(mai)
  const command = { draftId, documentKey: 'marital-status', paperId: paper.id }
  const later: Call = { ...mai, now: new Date('2027-05-24T02:00:00Z') }
  assert.equal((await offeredIn({ ...mai, now: new Date('2027-05-23T02:00:00Z') }, draftId)).offered.length, 1)
  assert.equal((await offeredIn(later, draftId)).offered.length, 0)
  await assert.rejects(attachOwnPaper(later, command), { code: 'filing.paper-does-not-fit' })
  await db.updateTable('dossier').set({ outcome: 'refuse' }).where('id', '=', dossierId).execute()
  assert.equal((await offeredIn(mai, draftId)).offered.length, 0)
  await settle(NOW)
  await attachOwnPaper(mai, command)
  const leader: Call = { ...mai, actor: anActor({ 'papers.withdraw': ['xa-liem-phong'] }) }
  await withdrawPaper(leader, {
    ...{ paperId: paper.id, reason: 'Cấp sai' },
    decision: { number: '90/QĐ-UBND', on: '2026-11-23' },
  })
  const after = await offeredIn(mai, draftId)
  assert.deepEqual([after.files[0]?.lapsed, after.offered.length], [true, 0])
  await assert.rejects(attachOwnPaper(mai, command), { code: 'filing.paper-does-not-fit' })
  assert.equal((await listOwnPapers(mai))[0]?.words, 'Đã thu hồi')
})
