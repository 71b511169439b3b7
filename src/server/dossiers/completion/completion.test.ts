import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { aFileHouse, aKeptPaper, aPng } from '#server/files/testing.ts'
import type { Call, Db } from '#server/platform/call.ts'
import { testDatabase } from '#server/platform/testing.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { answerAt, findPublished, getVersion, visibleAnswers } from '#server/procedures/index.ts'
import { loadPosts } from '#server/directory/index.ts'
import { inventedAnswers } from '../../../../seeds/dossiers/answers.ts'
import { chanceOf } from '../../../../seeds/dossiers/chance.ts'
import { askCompletion } from '../ask-completion.ts'
import { fileDossier } from '../file.ts'
import type { SupplyFault } from './decide.ts'
import { withAnswers } from './decide.ts'
import { keepCompletion, supplyCompletion } from './supply.ts'
import { suppliedWords, viewCompletion } from './view.ts'
import { proposeItem } from './propose.ts'
import { aCitizen, asHolder, officialOf } from '../testing.ts'
import { viewDossier } from '../view.ts'

const NOW = new Date('2026-11-23T09:00:00+07:00')
const BIRTH = '1.001193'

async function anAskedDossier(t: TestContext, wanted: { target: 'document' | 'field' | 'other'; targetKey: string }[]) {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const on = vietnamDate(NOW)
  const version = (await findPublished(db, BIRTH, on))!
  const answers = inventedAnswers(version.content, chanceOf(3), ['xa-liem-phong'], on, {
    'child.motherRecorded': true,
    'child.situation': 'ordinary',
  })
  const citizen: Call = { db, actor: aCitizen(), now: NOW, origin: { requestId: 'test' } }
  const { id } = await fileDossier(citizen, {
    procedureVersionId: version.id,
    receivingId: 'xa-liem-phong',
    channel: 'online',
    filedHow: 'alone',
    owner: { kind: 'person', name: 'Trần Thị Thử', identity: '035090000001', phone: '0912345678' },
    filer: { accountId: aCitizen().id, name: 'Trần Thị Thử' },
    answers: visibleAnswers(version.content.form!, answers, on),
    documents: [],
    sets: 1,
    returnBy: 'collect',
    returnAddress: null,
  })
  const items = wanted.map((each) => ({
    ...each,
    words: `Cần ${each.targetKey}`,
    clause: 'Điều 16',
    remedy: 'Gửi lại',
  }))
  const call = await asHolder(db, id, NOW)
  await askCompletion(call, { dossierId: id, items, checks: [] })
  const view = async () => (await viewDossier(citizen, { id })).dossier
  return { db, citizen, id, view, house: aFileHouse(t) }
}
const lacks = async (act: Promise<unknown>): Promise<SupplyFault[]> => {
  const refused = (await act.then(
    () => assert.fail('it was taken'),
    (error: unknown) => error,
  )) as { code: string; facts: { faults: SupplyFault[] } }
  assert.equal(refused.code, 'dossiers.completion-lacks')
  return refused.facts.faults
}

test('a note alone supplies nothing, and of two papers one is not enough; what came is kept until all is there', async (t) => {
  const { db, citizen, id, view, house } = await anAskedDossier(t, [
    { target: 'document', targetKey: 'birth-slip' },
    { target: 'document', targetKey: 'identity' },
  ])
  assert.equal((await lacks(supplyCompletion(citizen, { dossierId: id, files: [], words: 'đã nộp rồi' }))).length, 2)
  const paper = await aKeptPaper(db, house, NOW)
  await keepCompletion(citizen, { dossierId: id, files: [{ ...paper, item: 1 }], words: 'Còn giấy sau' })
  const left = await lacks(supplyCompletion(citizen, { dossierId: id, files: [] }))
  assert.deepEqual(
    left.map(({ item }) => item),
    [2],
  )
  const kept = await viewCompletion(citizen, await view())
  assert.deepEqual([kept.lines[0]!.files.length, kept.note, kept.lacking.length], [1, 'Còn giấy sau', 1])
  assert.equal((await view()).state, 'completing', 'the dossier goes on waiting')
  const second = await aKeptPaper(db, house, NOW, { name: 'the.png', bytes: aPng() })
  await supplyCompletion(citizen, { dossierId: id, files: [{ ...second, item: 2 }] })
  const { attachments, dossier, completion } = await viewDossier(citizen, { id })
  assert.equal(dossier.state, 'filed')
  assert.deepEqual(
    attachments.flatMap(({ kind, documentKey }) => (kind === 'completion' ? [documentKey] : [])).toSorted(),
    ['birth-slip', 'identity'],
  )
  assert.deepEqual(
    completion.map(({ suppliedBy }) => suppliedBy),
    ['file', 'file'],
  )
})

test('a wrong answer is corrected as the question it is, by its own rules; the owner follows; the desk sees old and new', async (t) => {
  const { db, citizen, id, view } = await anAskedDossier(t, [{ target: 'field', targetKey: 'child.fullName' }])
  const before = await view()
  const { lines } = await viewCompletion(citizen, before)
  assert.equal(lines[0]!.field?.path, 'child.fullName')
  const was = answerAt(before.answers, 'child.fullName')
  const same = { 'child.fullName': was }
  assert.equal((await lacks(supplyCompletion(citizen, { dossierId: id, files: [], answers: same }))).length, 1)
  const empty = { 'child.fullName': null }
  assert.ok((await lacks(supplyCompletion(citizen, { dossierId: id, files: [], answers: empty }))).length > 0)
  assert.equal(answerAt((await view()).answers, 'child.fullName'), was, 'nothing is changed by what was refused')
  await supplyCompletion(citizen, { dossierId: id, files: [], answers: { 'child.fullName': 'Nguyễn Minh Anh' } })
  const after = await viewDossier(citizen, { id })
  assert.equal(answerAt(after.dossier.answers, 'child.fullName'), 'Nguyễn Minh Anh')
  const { content } = await getVersion(db, after.dossier.procedureVersionId)
  if (content.owner?.name === 'child.fullName') assert.equal(after.dossier.ownerName, 'Nguyễn Minh Anh')
  const [told] = await suppliedWords(citizen, after.dossier, after.completion)
  assert.deepEqual([told!.by, told!.before, told!.after], ['answer', String(was), 'Nguyễn Minh Anh'])
})

test('the desk takes what is brought on paper, but no answer by a tick; another person nothing', async (t) => {
  const { db, citizen, id } = await anAskedDossier(t, [
    { target: 'document', targetKey: 'birth-slip' },
    { target: 'field', targetKey: 'child.fullName' },
    { target: 'other', targetKey: '' },
  ])
  const desk = await deskOf(db, id)
  const left = await lacks(supplyCompletion(desk, { dossierId: id, files: [], received: [1, 2, 3] }))
  assert.deepEqual(
    left.map(({ item }) => item),
    [2],
  )
  assert.equal((await lacks(supplyCompletion(citizen, { dossierId: id, files: [], received: [1, 2, 3] }))).length, 3)
  const other = { ...citizen, actor: aCitizen('0190a0a0-0000-7000-8000-000000000009') }
  await assert.rejects(keepCompletion(other, { dossierId: id, files: [] }), { code: 'dossiers.not-yours' })
  const answers = { 'child.fullName': 'Nguyễn Minh Anh' }
  await supplyCompletion(desk, { dossierId: id, files: [], received: [1, 3], answers })
})

/** The receiving official of the desk, who holds no task while the dossier waits for its filer. */
async function deskOf(db: Db, id: string): Promise<Call> {
  const dossier = await db.selectFrom('dossier').select('desk_id').where('id', '=', id).executeTakeFirstOrThrow()
  const post = (await loadPosts(db, vietnamDate(NOW))).serving(`${dossier.desk_id}/receiver`)[0]!
  return { db, actor: await officialOf(db, post.id, NOW), now: NOW, origin: { requestId: 'test' } }
}

test('the wording and the clause of an item are proposed from the procedure itself', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const { content } = (await findPublished(db, BIRTH, vietnamDate(NOW)))!
  for (const { key, name, madeByForm } of content.requiredDocuments.filter((each) => !each.when)) {
    if (madeByForm) continue
    const item = proposeItem(content, {}, vietnamDate(NOW), { target: 'document', targetKey: key })
    assert.ok(item.words.startsWith(name))
    assert.ok(item.clause && item.remedy, key)
  }
})

test('an answer never reaches what every object has', () => {
  const answers = withAnswers({ a: 1 }, { '__proto__.x': 1, 'constructor.prototype.y': 2 })
  assert.equal(({} as Record<string, unknown>).x, undefined)
  assert.equal(({} as Record<string, unknown>).y, undefined)
  assert.equal(answers.a, 1)
})
