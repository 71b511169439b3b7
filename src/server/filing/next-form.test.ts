import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fileDossier } from '#server/dossiers/index.ts'
import type { Actor, Call, Db } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { testDatabase } from '#server/platform/testing.ts'
import { findPublished, nextProcedures, visibleAnswers } from '#server/procedures/index.ts'
import { inventedAnswers } from '../../../seeds/dossiers/answers.ts'
import { chanceOf } from '../../../seeds/dossiers/chance.ts'
import { openDraft, viewDraft } from './index.ts'

const MONDAY = new Date('2026-11-23T02:00:00Z')
const ON = '2026-11-23'
const DEATH = '1.000656'
const FUNERAL = 'H25.26.001'

async function callOf(db: Db, login: string): Promise<Call> {
  const row = await db
    .selectFrom('account')
    .select(['id', 'full_name'])
    .where('login_name', '=', login)
    .executeTakeFirstOrThrow()
  const actor: Actor = { kind: 'citizen', id: row.id, name: row.full_name, grants: new Map(), queues: [] }
  return { db, actor, now: MONDAY }
}

/** A death declared online by this citizen at Liêm Phong. */
async function aDeath(call: Call) {
  const version = (await findPublished(call.db, DEATH, ON))!
  const answers = visibleAnswers(
    version.content.form!,
    inventedAnswers(version.content, chanceOf(5), ['xa-liem-phong'], ON, { 'deceased.fullName': 'Trần Văn Đã Mất' }),
    ON,
  )
  const { code } = await fileDossier(call, {
    ...{ procedureVersionId: version.id, receivingId: 'xa-liem-phong', channel: 'online', filedHow: 'alone' },
    ...{ owner: { kind: 'person', name: call.actor.name }, filer: { accountId: call.actor.id, name: call.actor.name } },
    ...{ answers, documents: [], sets: 1, returnBy: 'collect', returnAddress: null },
  })
  return { code, answers: answers as { deceased: { birthDate: string }; death: { diedOn: string } } }
}

test('after a death the funeral allowance is offered, and its form opens with what was declared', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const call = await callOf(db, 'congdan')
  const { code, answers } = await aDeath(call)
  const { content } = (await findPublished(db, DEATH, ON))!
  const offered = await nextProcedures(db, content, ON, answers)
  assert.ok(offered.find((each) => each.code === FUNERAL)?.carries)
  assert.ok(
    offered.some((each) => each.code === '1.003197' && !each.carries),
    'deletion of residence is named',
  )

  const { id } = await openDraft(call, { procedureCode: FUNERAL, fromDossier: code })
  const { draft } = await viewDraft(call, id)
  const given = draft.answers as { deceased: Record<string, unknown>; applicant: Record<string, unknown> }
  assert.deepEqual(given.deceased, {
    fullName: 'Trần Văn Đã Mất',
    birthDate: answers.deceased.birthDate,
    diedOn: answers.death.diedOn,
  })
  assert.equal(given.applicant['fullName'], call.actor.name)
})

test('nobody fills a form from the dossier of another, and an unrelated procedure takes nothing from it', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const { code } = await aDeath(await callOf(db, 'congdan'))
  await assert.rejects(
    openDraft(await callOf(db, 'congdan2'), { procedureCode: FUNERAL, fromDossier: code }),
    (error) => error instanceof Refusal && error.code === 'dossiers.unknown',
  )
  const { id } = await openDraft(await callOf(db, 'congdan'), { procedureCode: '1.002809', fromDossier: code })
  assert.deepEqual(Object.keys((await viewDraft(await callOf(db, 'congdan'), id)).draft.answers as object), [
    'applicant',
  ])
})

test('the tax code and seat of an enterprise are filled in from its account', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const call = await callOf(db, 'doanhnghiep')
  const { id } = await openDraft(call, { procedureCode: '2.000205' })
  const { enterprise } = (await viewDraft(call, id)).draft.answers as { enterprise: Record<string, unknown> }
  assert.deepEqual(enterprise, {
    taxCode: '0700000011',
    commune: 'phuong-minh-khai',
    address: 'Số 1 đường Lê Lợi',
  })
})
