import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { test, type TestContext } from 'node:test'
import { sql } from 'kysely'
import type { Actor, Call, Db } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { testDatabase } from '#server/platform/testing.ts'
import { carryOver, findPublished, visibleAnswers } from '#server/procedures/index.ts'
import { inventedAnswers } from '../../../seeds/dossiers/answers.ts'
import { chanceOf } from '../../../seeds/dossiers/chance.ts'
import { seedTwoTier } from '../../../seeds/two-tier.ts'
import { attachToDraft, compareSection, moveDraft, openDraft, saveSection, sendDraft, viewDraft } from './index.ts'

const FROM = '2026-12-01'
const BEFORE = new Date('2026-11-27T02:00:00Z')
const AFTER = new Date('2026-12-02T02:00:00Z')
const BIRTH = '1.001193'
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
const refuses = (code: string) => (error: unknown) => error instanceof Refusal && error.code === code

async function citizen(db: Db, now = BEFORE): Promise<Call> {
  const row = await db
    .selectFrom('account')
    .select(['id', 'full_name'])
    .where('login_name', '=', 'congdan')
    .executeTakeFirstOrThrow()
  const actor: Actor = { kind: 'citizen', id: row.id, name: row.full_name, grants: new Map(), queues: [] }
  return { db, actor, now }
}
const later = (call: Call): Call => ({ ...call, now: AFTER })

/** A birth form filled in whole under the three-tier version, one question of it answered that the newer form does not have. */
async function begun(t: TestContext) {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const call = await citizen(db)
  const { content } = (await findPublished(db, BIRTH, '2026-11-27'))!
  const answers = visibleAnswers(
    content.form!,
    inventedAnswers(content, chanceOf(3), ['xa-liem-phong'], '2026-11-27', {
      'child.motherRecorded': true,
      'child.situation': 'ordinary',
    }),
    '2026-11-27',
  ) as Record<string, Record<string, unknown>>
  const { id } = await openDraft(call, { procedureCode: BIRTH })
  let version = 1
  for (const [section, each] of Object.entries(answers))
    version = (await saveSection(call, { draftId: id, version, section, answers: each, complete: true })).version
  await db
    .updateTable('draft')
    .set({ answers: sql`${JSON.stringify({ ...answers, child: { ...answers.child, nickname: 'Tí' } })}::jsonb` })
    .where('id', '=', id)
    .execute()
  const dataDir = mkdtempSync('/tmp/dinh-newer-')
  t.after(() => rmSync(dataDir, { recursive: true, force: true }))
  for (const paper of (await viewDraft(call, id)).papers.filter((each) => each.wanted)) {
    const bytes = (async function* () {
      yield PNG
    })()
    const command = { draftId: id, documentKey: paper.key, fileName: 'anh.png', bytes }
    await attachToDraft(call, { dataDir, maxFileBytes: 10_000 }, command)
  }
  return { db, call, id, version }
}

test('a draft keeps the version it was begun under, is not sent under it once it ended, and loses nothing', async (t) => {
  const { db, call, id } = await begun(t)
  const before = await viewDraft(call, id)
  assert.deepEqual([before.outdated, before.ready], [null, true])
  await seedTwoTier(db, FROM)
  const view = await viewDraft(later(call), id)
  assert.equal(view.version.id, before.version.id)
  assert.equal(view.outdated?.newer?.ruleSetId, 'two-tier')
  assert.equal(view.ready, false)
  const choice = { draftId: id, version: view.draft.version, receivingId: null, returnBy: 'collect' }
  await assert.rejects(
    sendDraft(later(call), id, { ...choice, returnAddress: null, authorisation: 'con đẻ' }),
    refuses('filing.version-ended'),
  )
  assert.deepEqual((await viewDraft(later(call), id)).draft.answers, before.draft.answers)
})

test('moved to the newer form it keeps every answer that has a question there, lists the rest, and can be sent', async (t) => {
  const { db, call, id, version } = await begun(t)
  await seedTwoTier(db, FROM)
  const { answers } = (await viewDraft(call, id)).draft
  const moved = await moveDraft(later(call), { draftId: id, version })
  assert.deepEqual(moved.leftBehind, [{ path: 'child.nickname', title: 'nickname', words: 'Tí' }])
  const view = await viewDraft(later(call), id)
  const { nickname: _, ...child } = answers.child as Record<string, unknown>
  assert.deepEqual(view.draft.answers, { ...answers, child })
  assert.deepEqual([view.outdated, view.ready], [null, true])
  assert.ok(view.draft.doneSections.length > 0)
  const choice = { draftId: id, version: view.draft.version, receivingId: 'xa-liem-ha', returnBy: 'collect' }
  const sent = await sendDraft(later(call), id, { ...choice, returnAddress: null, authorisation: 'con đẻ' })
  assert.match(sent.code, /^H25\.\d{3}\.00-261202-0001$/)
  const row = await db.selectFrom('dossier').selectAll().where('id', '=', sent.id).executeTakeFirstOrThrow()
  assert.deepEqual([row.procedure_version_id, row.rule_set_id], [view.version.id, 'two-tier'])
})

test('moved by several devices at once it is moved once, and nothing is listed twice', async (t) => {
  const { db, call, id, version } = await begun(t)
  await seedTwoTier(db, FROM)
  const moves = await Promise.all(Array.from({ length: 5 }, () => moveDraft(later(call), { draftId: id, version })))
  for (const each of moves) assert.deepEqual([each.version, each.leftBehind.length], [version + 1, 1])
  assert.equal((await viewDraft(later(call), id)).draft.version, version + 1)
})

test('a move and a save at once: one of them wins, and the other is told', async (t) => {
  const { db, call, id, version } = await begun(t)
  await seedTwoTier(db, FROM)
  const save = { draftId: id, version, section: 'applicant', answers: { fullName: 'Nguyễn Văn Gõ' }, complete: false }
  const [moved, saved] = await Promise.allSettled([
    moveDraft(later(call), { draftId: id, version }),
    saveSection(later(call), save),
  ])
  const outcomes = [moved, saved].map((each) => each.status).toSorted()
  assert.deepEqual(outcomes, ['fulfilled', 'rejected'])
  const lost = [moved, saved].find((each) => each.status === 'rejected') as PromiseRejectedResult
  assert.ok(refuses('filing.changed-elsewhere')(lost.reason))
})

test('a stale save is shown beside what the other device saved, question by question', async (t) => {
  const { call, id, version } = await begun(t)
  const { applicant } = (await viewDraft(call, id)).draft.answers as { applicant: Record<string, unknown> }
  const theirs = { ...applicant, fullName: 'Trần Thị Kia' }
  await saveSection(call, { draftId: id, version, section: 'applicant', answers: theirs, complete: true })
  const mine = { ...applicant, fullName: 'Trần Thị Này' }
  const stale = { draftId: id, version, section: 'applicant', answers: mine, complete: true }
  await assert.rejects(saveSection(call, stale), refuses('filing.changed-elsewhere'))
  const compared = await compareSection(call, stale)
  assert.equal(compared.version, version + 1)
  assert.deepEqual(
    compared.differences.map(({ path, mine: here, theirs: there }) => [path, here, there]),
    [['applicant.fullName', 'Trần Thị Này', 'Trần Thị Kia']],
  )
})

test('a question that changed its kind or its choices takes only answers it can hold; rows go one by one', () => {
  const form = (properties: object) => ({ type: 'object', properties: { a: { type: 'object', properties } } }) as never
  const rows = (properties: object) => ({ type: 'array', title: 'Con', items: { type: 'object', properties } })
  const text = { type: 'string', 'x-kind': 'text', title: 'Tên' }
  const choice = (...values: string[]) => ({
    'x-kind': 'choice',
    title: 'Nơi',
    enum: values,
    'x-labels': { x: 'Ở xa' },
  })
  const from = form({
    ...{ name: text, place: choice('x', 'y'), at: { 'x-kind': 'commune', title: 'Xã' } },
    kids: rows({ n: text, old: text }),
  })
  const to = form({ name: { ...text, 'x-kind': 'full-name' }, place: choice('y'), kids: rows({ n: text }) })
  const answers = { a: { name: 'An', place: 'x', at: 'xa-a', kids: [{ n: 'Tí', old: 'cũ' }, { n: 'Sửu' }] } }
  assert.deepEqual(
    carryOver(from, to, answers, (id) => `Xã ${id}`),
    {
      answers: { a: { name: 'An', kids: [{ n: 'Tí' }, { n: 'Sửu' }] } },
      left: [
        { path: 'a.place', title: 'Nơi', words: 'Ở xa' },
        { path: 'a.at', title: 'Xã', words: 'Xã xa-a' },
        { path: 'a.kids.0.old', title: 'Tên', words: 'cũ' },
      ],
    },
  )
})
