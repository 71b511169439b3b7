import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { loadDirectory, ruleSetOn } from '#server/directory/index.ts'
import { type Actor, type Call, type Db, systemActor } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { aFileHouse, aKeptPaper } from '#server/files/testing.ts'
import { testDatabase } from '#server/platform/testing.ts'
import {
  findPublished,
  listPublished,
  type ProcedureVersion,
  searchPublished,
  visibleAnswers,
} from '#server/procedures/index.ts'
import { listTasks } from '#server/workflow/index.ts'
import { inventedAnswers } from '../../../seeds/dossiers/answers.ts'
import { chanceOf } from '../../../seeds/dossiers/chance.ts'
import { seedTwoTier } from '../../../seeds/two-tier.ts'
import {
  askCompletion,
  fileAtDesk,
  fileDossier,
  listInbox,
  progressOf,
  returnResult,
  supplyCompletion,
  takeStep,
} from './index.ts'
import { succeedDossier, succeedUnits } from './succeed.ts'
import { aCitizen, asHolder, officialOf } from './testing.ts'

const FROM = '2026-12-01'
const BEFORE = new Date('2026-11-27T02:00:00Z')
const AFTER = new Date('2026-12-02T02:00:00Z')
const BUSINESS = '1.001612'
const BIRTH = '1.001193'
const refuses = (code: string) => (error: unknown) => error instanceof Refusal && error.code === code
const system = (db: Db, now = AFTER): Call => ({ db, actor: systemActor, now })

function commandFor(version: ProcedureVersion, commune: string, receivingId: string, on: string) {
  const { form } = version.content
  const answers = inventedAnswers(version.content, chanceOf(3), [commune], on, {
    'child.motherRecorded': true,
    'child.situation': 'ordinary',
  })
  return {
    ...{ procedureVersionId: version.id, receivingId, channel: 'counter' as const, filedHow: 'assisted' as const },
    ...{ owner: { kind: 'person' as const, name: 'Trần Thị Thử' }, filer: { name: 'Trần Thị Thử' } },
    ...{ answers: visibleAnswers(form!, answers, on), documents: [], sets: 1 },
    ...{ returnBy: 'collect' as const, returnAddress: null },
  }
}
const there = (version: ProcedureVersion) =>
  version.content.requiredDocuments.map((each) => ({ documentKey: each.key, verdict: 'there' as const }))

/** A household business of Xã Liêm Phong, accepted at the desk of Thanh Liêm district while there are districts. */
async function openAtDistrict(db: Db) {
  const version = (await findPublished(db, BUSINESS, '2026-11-27'))!
  const desk: Actor = await officialOf(db, 'motcua-thanh-liem.tiep-nhan-1', BEFORE)
  const command = commandFor(version, 'xa-liem-phong', 'ubnd-thanh-liem', '2026-11-27')
  const filed = await fileAtDesk({ db, actor: desk, now: BEFORE }, { ...command, checks: there(version) })
  return { ...filed, version }
}

async function switched(t: TestContext) {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const open = await openAtDistrict(db)
  await seedTwoTier(db, FROM)
  return { db, open }
}

test('on each day exactly one rule set is in force, and two at once are impossible', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  await seedTwoTier(db, FROM)
  assert.equal((await ruleSetOn(db, '2026-11-30')).id, 'three-tier')
  assert.equal((await ruleSetOn(db, FROM)).id, 'two-tier')
  const sets = await db.selectFrom('rule_set_in_use').selectAll().orderBy('effective_from').execute()
  assert.deepEqual(
    sets.map((each) => [each.effective_from, each.effective_to]),
    [
      ['2018-06-21', '2026-11-30'],
      [FROM, null],
    ],
  )
  await assert.rejects(db.updateTable('rule_set').set({ effective_to: null }).execute(), /rule_set_one_a_day/)
})

test('a procedure is found only under the rule set of the day, in lists, in search and on its page', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const three = (await findPublished(db, BIRTH, '2026-11-30'))!
  const all = (await listPublished(db, '2026-11-30', {}, 1000)).length
  await seedTwoTier(db, FROM)
  const two = (await findPublished(db, BIRTH, FROM))!
  assert.deepEqual([three.ruleSetId, two.ruleSetId], ['three-tier', 'two-tier'])
  assert.equal((await findPublished(db, BIRTH, '2026-11-30'))?.id, three.id)
  assert.equal((await listPublished(db, '2026-11-30', {}, 1000)).length, all)
  assert.deepEqual(
    (await listPublished(db, FROM, {}, 1000)).map((each) => each.code).toSorted(),
    [BIRTH, BUSINESS, '2.000815'].toSorted(),
  )
  assert.equal(await findPublished(db, '1.004884', FROM), undefined)
  const found = (on: string) => searchPublished(db, on, 'dang ky khai sinh', {}, 50)
  assert.ok((await found('2026-11-30')).every((each) => each.ruleSetId === 'three-tier'))
  assert.deepEqual(
    (await found(FROM)).map((each) => each.id),
    [two.id],
  )
  assert.doesNotMatch(JSON.stringify(two.content), /huyện/)
})

test('an unfinished draft of the old version cannot be sent as a dossier of the new rules', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const version = (await findPublished(db, BIRTH, '2026-11-27'))!
  await seedTwoTier(db, FROM)
  const command = commandFor(version, 'xa-liem-phong', 'xa-liem-ha', FROM)
  await assert.rejects(
    fileDossier({ db, actor: aCitizen(), now: AFTER }, { ...command, channel: 'online', filedHow: 'alone' }),
    refuses('dossiers.version-not-in-force'),
  )
})

test('old addresses lead to the communes of today, all of them where a commune was split', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  await seedTwoTier(db, FROM)
  const today = await loadDirectory(db, FROM)
  assert.equal(today.communes().length, 33)
  assert.deepEqual(today.findByName('Xã Liêm Phong'), ['xa-liem-ha'])
  assert.deepEqual(today.findByName('Phường Quang Trung'), ['phuong-phu-ly', 'phuong-ha-nam'])
  assert.deepEqual(today.findByName('Xã Nhân Hưng'), ['xa-tran-thuong'])
  const before = await loadDirectory(db, '2026-11-30')
  assert.equal(before.communes().length, 109)
  for (const { id } of before.communes())
    assert.equal(today.get(today.successor(id)).parentId, 'ubnd-tinh', `${id} leads nowhere`)
  for (const commune of today.communes()) assert.ok(today.deskOf(commune.id))
})

test('a new dossier goes to the new commune, under a code of TT 03/2025; old ones keep theirs of TT 01/2018', async (t) => {
  const { db, open } = await switched(t)
  assert.match(open.code, /^000\.00\.29\.H25-261127-\d{4}$/)
  const version = (await findPublished(db, BIRTH, '2026-12-02'))!
  const actor = await officialOf(db, 'xa-liem-ha.tiep-nhan-1', AFTER)
  const command = commandFor(version, 'xa-liem-phong', 'xa-liem-ha', '2026-12-02')
  const birth = await fileAtDesk({ db, actor, now: AFTER }, { ...command, checks: there(version) })
  assert.match(birth.code, /^H25\.\d{3}\.00-261202-0001$/)
  const held = (await listTasks(db, birth.id)).find((each) => !each.doneAt)!
  assert.equal(held.organisationId, 'xa-liem-ha-vp')
})

test('what a district had open is finished by the commune that carries it on, with its code, version, clock and date', async (t) => {
  const { db, open } = await switched(t)
  const row = (id: string) => db.selectFrom('dossier').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
  const before = await row(open.id)
  assert.deepEqual(await succeedUnits(system(db)), { moved: 1 })
  const after = await row(open.id)
  for (const name of ['code', 'procedure_version_id', 'rule_set_id', 'accepted_at', 'due_at'] as const)
    assert.deepEqual(after[name], before[name], name)
  assert.deepEqual([after.receiving_id, after.desk_id], ['xa-liem-ha', 'ttpvhcc-xa-liem-ha'])

  const head = await officialOf(db, 'xa-liem-ha.kinh-te.truong', AFTER)
  const inbox = await listInbox({ db, actor: head, now: AFTER })
  assert.deepEqual(
    inbox.items.map((each) => each.code),
    [open.code],
  )
  assert.equal((await progressOf(db, open.code, AFTER))?.receiving, 'UBND xã Liêm Hà')

  for (let steps = 0; steps < 20; steps += 1) {
    const call = await asHolder(db, open.id, AFTER)
    const task = (await listTasks(db, open.id)).find((each) => !each.doneAt)!
    assert.match(task.organisationId, /xa-liem-ha/)
    if (task.stepKind === 'return') break
    const act = open.version.content.workflow!.steps.find((each) => each.key === task.stepKey)!.acts[0]!
    await takeStep(call, { dossierId: open.id, act: act.key, remark: 'Đủ điều kiện' })
  }
  const collected = { by: 'collect' as const, collectedBy: 'Trần Thị Thử', collectedPaper: 'Căn cước 035090000001' }
  await returnResult(await asHolder(db, open.id, AFTER), { dossierId: open.id, ...collected })
  assert.equal((await row(open.id)).state, 'returned')
})

test('carried on by two at once it moves once: one hand-over, one line in the history, one audit entry', async (t) => {
  const { db, open } = await switched(t)
  const moved = await Promise.all(Array.from({ length: 6 }, () => succeedDossier(system(db), open.id)))
  assert.equal(moved.filter(Boolean).length, 1)
  const tasks = await listTasks(db, open.id)
  assert.equal(tasks.filter((each) => !each.doneAt).length, 1)
  assert.equal(tasks.filter((each) => each.outcome === 'succeeded').length, 1)
  const events = await db.selectFrom('dossier_event').select('kind').where('dossier_id', '=', open.id).execute()
  assert.equal(events.filter((each) => each.kind === 'succeeded').length, 1)
  const audits = await db.selectFrom('audit_entry').select('act').where('act', '=', 'dossiers.succeeded').execute()
  assert.equal(audits.length, 1)
  assert.equal(await succeedDossier(system(db), open.id), false)
  await assert.rejects(succeedDossier({ ...system(db), actor: aCitizen() }, open.id), refuses('dossiers.no-right'))
})

test('while the units stand nothing is carried on', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const open = await openAtDistrict(db)
  assert.deepEqual(await succeedUnits(system(db, BEFORE)), { moved: 0 })
  assert.equal(await succeedDossier(system(db, BEFORE), open.id), false)
})

test('a dossier that waits for its filer goes over too: what he supplies comes to the new desk', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const version = (await findPublished(db, BIRTH, '2026-11-27'))!
  const command = commandFor(version, 'xa-liem-phong', 'xa-liem-phong', '2026-11-27')
  const filer = { accountId: aCitizen().id, name: 'Trần Thị Thử' }
  const citizen = { db, actor: aCitizen(), now: BEFORE }
  const { id } = await fileDossier(citizen, { ...command, filer, channel: 'online', filedHow: 'alone' })
  const item = { target: 'document' as const, targetKey: 'giay-chung-sinh', words: 'Giấy chứng sinh' }
  const items = [{ ...item, clause: 'khoản 1 Điều 16 Luật Hộ tịch', remedy: 'Chụp rõ cả bốn góc' }]
  await askCompletion(await asHolder(db, id, BEFORE), { dossierId: id, items, checks: [] })
  await seedTwoTier(db, FROM)
  assert.deepEqual(await succeedUnits(system(db)), { moved: 1 })
  const paper = await aKeptPaper(db, aFileHouse(t), AFTER)
  await supplyCompletion({ ...citizen, now: AFTER }, { dossierId: id, files: [{ ...paper, item: 1 }] })
  const open = (await listTasks(db, id)).find((each) => !each.doneAt)!
  assert.equal(open.queue, 'ttpvhcc-xa-liem-ha/receiver')
})

test('an official of the old unit who acts at the same moment: nothing is lost, one task is open, and it lies with the successor', async (t) => {
  const { db, open } = await switched(t)
  const before = await officialOf(db, 'thanh-liem-tckh.truong', BEFORE)
  const act = open.version.content.workflow!.steps[1]!.acts[0]!.key
  await Promise.allSettled([
    takeStep({ db, actor: before, now: AFTER }, { dossierId: open.id, act, remark: 'Giao xử lý' }),
    succeedDossier(system(db), open.id),
  ])
  await succeedUnits(system(db))
  const tasks = (await listTasks(db, open.id)).filter((each) => !each.doneAt)
  assert.equal(tasks.length, 1)
  assert.equal(tasks[0]!.organisationId, 'xa-liem-ha-kinh-te')
})
