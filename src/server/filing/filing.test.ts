import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { test, type TestContext } from 'node:test'
import { officialOf } from '#server/dossiers/testing.ts'
import type { Actor, Call, Db } from '#server/platform/call.ts'
import { removeExpired } from '#server/platform/housekeeping.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { testDatabase } from '#server/platform/testing.ts'
import { documentsFor, findPublished, visibleAnswers } from '#server/procedures/index.ts'
import { inventedAnswers } from '../../../seeds/dossiers/answers.ts'
import { chanceOf } from '../../../seeds/dossiers/chance.ts'
import {
  acceptDraft,
  attachToDraft,
  detachFromDraft,
  findOwnDraftPaper,
  listDrafts,
  openDraft,
  saveSection,
  sendDraft,
  viewDraft,
} from './index.ts'

const MONDAY = new Date('2026-11-23T02:00:00Z')
const ON = '2026-11-23'
const BIRTH = '1.001193'
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
const refuses = (code: string) => (error: unknown) => error instanceof Refusal && error.code === code

async function callOf(db: Db, login: string, now = MONDAY): Promise<Call> {
  const row = await db
    .selectFrom('account')
    .select(['id', 'full_name'])
    .where('login_name', '=', login)
    .executeTakeFirstOrThrow()
  const actor: Actor = { kind: 'citizen', id: row.id, name: row.full_name, grants: new Map(), queues: [] }
  return { db, actor, now }
}

async function birthAnswers(db: Db) {
  const { content } = (await findPublished(db, BIRTH, ON))!
  const answers = inventedAnswers(content, chanceOf(3), ['xa-liem-phong'], ON, {
    'child.motherRecorded': true,
    'child.situation': 'ordinary',
    'applicant.fullName': 'Nguyễn Thị Mai',
    'applicant.identity.paper': 'can-cuoc',
    'applicant.identity.number': '035190000011',
    'applicant.birthDate': '1990-05-12',
  })
  return visibleAnswers(content.form!, answers, ON) as Record<string, Record<string, unknown>>
}

/** Saves every page of the birth form, as if somebody went through it; gives the version reached. */
async function declare(call: Call, draftId: string): Promise<number> {
  let { version } = (await viewDraft(call, draftId)).draft
  for (const [section, answers] of Object.entries(await birthAnswers(call.db))) {
    const saved = await saveSection(call, { draftId, version, section, answers, complete: true })
    assert.deepEqual(saved.faults, [])
    version = saved.version
  }
  return version
}

function aFolder(t: TestContext) {
  const dataDir = mkdtempSync('/tmp/dinh-filing-')
  t.after(() => rmSync(dataDir, { recursive: true, force: true }))
  return { dataDir, maxFileBytes: 10_000 }
}
async function* bytesOf(...chunks: Uint8Array[]) {
  yield* chunks
}
const paper = (draftId: string, documentKey: string, bytes: Uint8Array, fileName = 'ảnh.png') => ({
  ...{ draftId, documentKey, fileName },
  bytes: bytesOf(bytes),
})

async function addWantedPapers(call: Call, draftId: string, place: { dataDir: string; maxFileBytes: number }) {
  const { papers } = await viewDraft(call, draftId)
  for (const each of papers.filter((one) => one.wanted))
    await attachToDraft(call, place, paper(draftId, each.key, PNG, `C:\\giấy\\${each.key}<b>.png`))
}

test('a draft opens with what is known of the person, and is nobody else’s', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const call = await callOf(db, 'congdan')
  const { id } = await openDraft(call, { procedureCode: BIRTH })
  const { draft, ready } = await viewDraft(call, id)
  assert.equal((draft.answers.applicant as { fullName: string }).fullName, call.actor.name)
  assert.equal(ready, false)
  assert.deepEqual(
    (await listDrafts(call)).map((each) => each.id),
    [id],
  )
  const other = await callOf(db, 'congdan2')
  await assert.rejects(viewDraft(other, id), refuses('filing.unknown-draft'))
  await assert.rejects(
    saveSection(other, { draftId: id, version: 1, section: 'applicant', answers: {}, complete: false }),
    refuses('filing.unknown-draft'),
  )
  await assert.rejects(sendDraft(other, id), refuses('filing.unknown-draft'))
  await assert.rejects(viewDraft(call, 'không-phải-mã'), refuses('filing.unknown-draft'))
})

test('of many devices that save over one version exactly one is kept, and the rest are told', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const call = await callOf(db, 'congdan')
  const { id: draftId } = await openDraft(call, { procedureCode: BIRTH })
  for (let round = 1; round <= 10; round += 1) {
    const { version } = (await viewDraft(call, draftId)).draft
    const saves = await Promise.allSettled(
      Array.from({ length: 4 }, (_, device) =>
        saveSection(call, {
          ...{ draftId, version, section: 'applicant', complete: false },
          answers: { fullName: `Lần ${round} máy ${device}` },
        }),
      ),
    )
    const kept = saves.flatMap((each, device) => (each.status === 'fulfilled' ? [device] : []))
    assert.equal(kept.length, 1)
    for (const each of saves)
      if (each.status === 'rejected') assert.ok(refuses('filing.changed-elsewhere')(each.reason))
    const { draft } = await viewDraft(call, draftId)
    assert.deepEqual(draft.answers.applicant, { fullName: `Lần ${round} máy ${kept[0]}` })
    assert.equal(draft.version, version + 1)
    const stale = { draftId, version, section: 'child', answers: {}, complete: false }
    await assert.rejects(saveSection(call, stale), refuses('filing.changed-elsewhere'))
  }
})

test('what is faulty is kept as typed and named; a section the form does not have is refused', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const call = await callOf(db, 'congdan')
  const { id: draftId } = await openDraft(call, { procedureCode: BIRTH })
  const answers = { fullName: '<script>alert(1)</script>', phone: '0912' }
  const saved = await saveSection(call, { draftId, version: 1, section: 'applicant', answers, complete: true })
  assert.ok(saved.faults.some((fault) => fault.path === 'applicant.phone'))
  const { draft } = await viewDraft(call, draftId)
  assert.deepEqual(draft.answers.applicant, answers)
  assert.ok(!draft.doneSections.includes('applicant'))
  for (const section of ['__proto__', 'constructor', 'khong-co'])
    await assert.rejects(
      saveSection(call, { draftId, version: saved.version, section, answers: {}, complete: true }),
      refuses('filing.unknown-section'),
    )
  const long = { draftId, version: saved.version, section: 'applicant', complete: false }
  await assert.rejects(
    saveSection(call, { ...long, answers: { fullName: 'a'.repeat(400_001) } }),
    refuses('filing.too-long'),
  )
})

test('papers are taken by what they are, not by their name, and only while the draft is open', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const place = aFolder(t)
  const call = await callOf(db, 'congdan')
  const { id } = await openDraft(call, { procedureCode: BIRTH })
  await declare(call, id)
  const { key } = (await viewDraft(call, id)).papers[0]!
  const program = Buffer.concat([Buffer.from('MZ'), Buffer.alloc(200)])
  await assert.rejects(attachToDraft(call, place, paper(id, key, program, 'giay.pdf')), refuses('files.program'))
  await assert.rejects(attachToDraft(call, place, paper(id, key, Buffer.alloc(0))), refuses('files.empty'))
  await assert.rejects(
    attachToDraft(call, place, paper(id, key, Buffer.alloc(10_001))),
    refuses('platform.file-too-large'),
  )
  await assert.rejects(attachToDraft(call, place, paper(id, 'khong-co', PNG)), refuses('filing.unknown-paper'))
  const added = await attachToDraft(call, place, paper(id, key, PNG, '../../etc/<b>\u202egnp.exe'))
  const file = (await findOwnDraftPaper(call, added.id))!
  assert.deepEqual([file.mediaType, file.fileName], ['image/png', 'bgnp.exe.png'])
  const other = await callOf(db, 'congdan2')
  await assert.rejects(findOwnDraftPaper(other, added.id), refuses('filing.unknown-draft'))
  await assert.rejects(detachFromDraft(other, id, added.id), refuses('filing.unknown-draft'))
  await detachFromDraft(call, id, added.id)
  assert.equal(await findOwnDraftPaper(call, added.id), undefined)
})

test('sent by ten at once it is one dossier with one code; what is missing is named before', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const place = aFolder(t)
  const call = await callOf(db, 'congdan')
  const { id } = await openDraft(call, { procedureCode: BIRTH })
  const version = await declare(call, id)
  const before = await viewDraft(call, id)
  assert.deepEqual(before.faults, [])
  if (before.missingPapers.length > 0) await assert.rejects(sendDraft(call, id), refuses('filing.papers-missing'))
  await addWantedPapers(call, id, place)
  const choice = {
    ...{ draftId: id, version, receivingId: 'xa-liem-phong', returnBy: 'collect' },
    ...{ returnAddress: null, authorisation: null },
  }
  const sent = await Promise.all(Array.from({ length: 10 }, () => sendDraft(call, id, choice)))
  assert.equal(new Set(sent.map((each) => each.code)).size, 1)
  assert.equal((await sendDraft(call, id)).code, sent[0]!.code)
  const codes = await db.selectFrom('dossier').select('id').where('code', '=', sent[0]!.code).execute()
  assert.equal(codes.length, 1)
  assert.deepEqual(await listDrafts(call), [])
  await assert.rejects(
    saveSection(call, { draftId: id, version: version + 1, section: 'applicant', answers: {}, complete: false }),
    refuses('filing.sent-already'),
  )
  const { key } = before.papers[0]!
  await assert.rejects(attachToDraft(call, place, paper(id, key, PNG)), refuses('filing.sent-already'))
})

test('an official keys at the desk he serves for the person before him: filed and accepted in one act', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const post = await db
    .selectFrom('post_duty')
    .select('post_id')
    .where('organisation_id', '=', 'motcua-xa-liem-phong')
    .where('role', '=', 'receiver')
    .executeTakeFirstOrThrow()
  const { actor: keyer } = await callOf(db, 'congdan2')
  const actor = { ...(await officialOf(db, post.post_id, MONDAY)), id: keyer.id }
  const call: Call = { db, actor, now: MONDAY }
  await assert.rejects(
    openDraft(call, { procedureCode: BIRTH, deskId: 'motcua-phuong-minh-khai' }),
    refuses('dossiers.no-right'),
  )
  const { id } = await openDraft(call, { procedureCode: BIRTH, deskId: 'motcua-xa-liem-phong' })
  await declare(call, id)
  await assert.rejects(sendDraft(call, id), refuses('filing.at-the-desk'))
  const { version, draft } = await viewDraft(call, id)
  const checks = documentsFor(version.content, draft.answers, ON).map((each) => ({
    ...{ documentKey: each.key, verdict: 'there' as const },
  }))
  const accepted = await acceptDraft(call, { draftId: id, checks, fee: { state: 'due', total: 0 } })
  assert.ok(accepted.dueAt > MONDAY)
  const row = await db
    .selectFrom('dossier')
    .select(['channel', 'filed_how', 'state'])
    .where('code', '=', accepted.code)
    .executeTakeFirstOrThrow()
  assert.deepEqual([row.channel, row.filed_how], ['counter', 'assisted'])
  await assert.rejects(acceptDraft(call, { draftId: id, checks }), refuses('filing.sent-already'))
})

test('ở quầy: xã của bộ phận một cửa chọn sẵn; số điện thoại được ghi, hoặc nói rõ là không có, không bỏ sót và không bịa (ux 3)', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const post = await db
    .selectFrom('post_duty')
    .select('post_id')
    .where('organisation_id', '=', 'motcua-xa-liem-phong')
    .where('role', '=', 'receiver')
    .executeTakeFirstOrThrow()
  const { actor: keyer } = await callOf(db, 'congdan2')
  const actor = { ...(await officialOf(db, post.post_id, MONDAY)), id: keyer.id }
  const call: Call = { db, actor, now: MONDAY }
  const { id: draftId } = await openDraft(call, { procedureCode: BIRTH, deskId: 'motcua-xa-liem-phong' })
  const { draft } = await viewDraft(call, draftId)
  assert.deepEqual(draft.answers, { applicant: { residence: { commune: 'xa-liem-phong' } } })
  const person = {
    fullName: 'Trần Thị Bưởi',
    birthDate: '1938',
    identity: { paper: 'can-cuoc', number: '035138000017' },
    residence: { commune: 'xa-liem-phong' },
    relation: 'grandparent',
  }
  let { version } = draft
  const save = async (phone: string, withoutPhone: boolean) => {
    const answers = { ...person, phone }
    const saved = await saveSection(call, {
      draftId,
      version,
      section: 'applicant',
      answers,
      complete: true,
      withoutPhone,
    })
    version = saved.version
    return saved.faults.filter(({ path }) => path === 'applicant.phone').map(({ words }) => words)
  }
  assert.match((await save('', false)).join(), /hoặc chọn “Không có điện thoại”/)
  assert.equal((await save('0000000000', false)).length, 1, 'a number that nobody can have is refused')
  assert.match((await save('0912345678', true)).join(), /bỏ chọn/)
  assert.deepEqual(await save('0912345678', false), [])
  assert.deepEqual(await save('', true), [])
  const own = await callOf(db, 'congdan')
  const { id } = await openDraft(own, { procedureCode: BIRTH })
  const first = await viewDraft(own, id)
  const alone = await saveSection(own, {
    draftId: id,
    version: first.draft.version,
    section: 'applicant',
    answers: { ...person, phone: '' },
    complete: true,
  })
  assert.ok(!alone.faults.some(({ words }) => words.includes('chọn “Không có điện thoại”')), 'asked at a counter alone')
})

test('a draft nobody came back to is removed; one that was sent, or is still kept, stays', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const call = await callOf(db, 'congdan')
  const { id } = await openDraft(call, { procedureCode: BIRTH })
  const { expiresAt } = (await viewDraft(call, id)).draft
  await removeExpired(db, new Date(expiresAt.getTime() - 1000))
  assert.equal((await viewDraft(call, id)).draft.id, id)
  await removeExpired(db, new Date(expiresAt.getTime() + 1000))
  await assert.rejects(viewDraft(call, id), refuses('filing.unknown-draft'))
})
