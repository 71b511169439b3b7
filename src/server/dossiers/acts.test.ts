import assert from 'node:assert/strict'
import { test } from 'node:test'
import { loadDirectory, loadPosts } from '#server/directory/index.ts'
import type { Call, Db } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { aFileHouse, aKeptPaper } from '#server/files/testing.ts'
import { testDatabase } from '#server/platform/testing.ts'
import { documentsFor, findPublished, stepOf, visibleAnswers } from '#server/procedures/index.ts'
import { inventedAnswers } from '../../../seeds/dossiers/answers.ts'
import { chanceOf } from '../../../seeds/dossiers/chance.ts'
import { clockOf } from './clock.ts'
import { clockEvents } from './history.ts'
import {
  acceptDossier,
  askCompletion,
  declineDossier,
  fileAtDesk,
  fileDossier,
  type FileDossier,
  listInbox,
  progressOf,
  reassignTask,
  receiveTask,
  searchDossiers,
  supplyCompletion,
  recordFee,
  takeStep,
  viewDossier,
  withdrawDossier,
} from './index.ts'
import { aCitizen, asHolder, officialOf } from './testing.ts'

const MONDAY = new Date('2026-11-23T02:00:00Z')
const ON = '2026-11-23'
const minutesLater = (minutes: number) => new Date(MONDAY.getTime() + minutes * 60_000)
const refuses = (code: string) => (error: unknown) => error instanceof Refusal && error.code === code

/** The birth of a child in Xã Liêm Phong, as a citizen sends it. */
async function birthCommand(db: Db, seed = 3): Promise<FileDossier> {
  const version = (await findPublished(db, '1.001193', ON))!
  const answers = inventedAnswers(version.content, chanceOf(seed), ['xa-liem-phong'], ON, {
    'child.motherRecorded': true,
    'child.situation': 'ordinary',
  })
  return {
    ...{ procedureVersionId: version.id, receivingId: 'xa-liem-phong', channel: 'online', filedHow: 'alone' },
    ...{ owner: { kind: 'person', name: 'Trần Thị Thử', identity: '035090000001', phone: '0912345678' } },
    ...{
      filer: { accountId: aCitizen().id, name: 'Trần Thị Thử' },
      answers: visibleAnswers(version.content.form!, answers, ON),
    },
    ...{ documents: [], sets: 1, returnBy: 'collect', returnAddress: null },
  }
}
const citizenCall = (db: Db, now = MONDAY): Call => ({ db, actor: aCitizen(), now })
const officialCall = async (db: Db, post: string, now: Date): Promise<Call> => ({
  db,
  actor: await officialOf(db, post, now),
  now,
})

async function allThere(db: Db, id: string) {
  const view = await viewDossier(await asHolder(db, id, MONDAY), { id })
  const version = (await findPublished(db, view.procedure.code, ON))!
  return documentsFor(version.content, view.dossier.answers, ON).map((each) => ({
    documentKey: each.key,
    verdict: 'there' as const,
  }))
}

test('two hundred dossiers sent at once, some of them undone, get gap-free numbers of the day', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const command = await birthCommand(db)
  const undone = new Error('undone on purpose')
  const sent = await Promise.all(
    Array.from({ length: 200 }, (_, at) =>
      at % 7 === 3
        ? db
            .transaction()
            .execute(async (transaction) => {
              await fileDossier(
                { ...citizenCall(db), db: transaction, pending: { audits: [], announcements: [] } },
                command,
              )
              throw undone
            })
            .catch((error: unknown) => assert.equal(error, undone))
        : fileDossier(citizenCall(db), command),
    ),
  )
  const codes = sent.flatMap((each) => (each ? [each.code] : [])).sort()
  assert.match(codes[0]!, /^.+-261123-0001$/)
  assert.deepEqual(
    codes.map((code) => Number(code.slice(-4))),
    codes.map((_, at) => at + 1),
  )
})

test('after number 9,999 the code has a fifth digit', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const command = await birthCommand(db)
  const { code } = await fileDossier(citizenCall(db), command)
  const unit = code.slice(0, code.indexOf('-'))
  await db.updateTable('dossier_number').set({ last: 9998 }).where('unit_code', '=', unit).execute()
  assert.match((await fileDossier(citizenCall(db), command)).code, /-9999$/)
  assert.match((await fileDossier(citizenCall(db), command)).code, /-10000$/)
})

test('the desk asks once for what is missing; the filer supplies it; a second time is refused', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const { id, code } = await fileDossier(citizenCall(db), await birthCommand(db))
  const item = {
    target: 'document' as const,
    targetKey: 'giay-chung-sinh',
    words: 'Giấy chứng sinh',
    clause: 'khoản 1 Điều 16 Luật Hộ tịch',
    remedy: 'Chụp rõ cả bốn góc',
  }
  await assert.rejects(
    askCompletion(await asHolder(db, id, MONDAY), { dossierId: id, items: [], checks: [] }),
    refuses('dossiers.nothing-asked'),
  )
  await askCompletion(await asHolder(db, id, MONDAY), { dossierId: id, items: [item], checks: [] })
  assert.equal((await progressOf(db, code, MONDAY))?.national.number, 5)
  await assert.rejects(
    supplyCompletion(
      { ...citizenCall(db), actor: aCitizen('0190a0a0-0000-7000-8000-000000000009') },
      { dossierId: id, files: [], words: 'x' },
    ),
    refuses('dossiers.not-yours'),
  )
  await assert.rejects(
    supplyCompletion(citizenCall(db), { dossierId: id, files: [], words: 'Đã mang đến bộ phận một cửa' }),
    refuses('dossiers.completion-lacks'),
  )
  const paper = await aKeptPaper(db, aFileHouse(t), MONDAY)
  await supplyCompletion(citizenCall(db, minutesLater(60)), { dossierId: id, files: [{ ...paper, item: 1 }] })
  assert.equal((await progressOf(db, code, MONDAY))?.national.number, 1)
  await assert.rejects(
    askCompletion(await asHolder(db, id, minutesLater(70)), { dossierId: id, items: [item], checks: [] }),
    refuses('dossiers.completion-asked-already'),
  )
  await acceptDossier(await asHolder(db, id, minutesLater(80)), { dossierId: id, checks: await allThere(db, id) })
  assert.equal((await progressOf(db, code, MONDAY))?.national.number, 2)
})

test('a dossier at the wrong desk is declined with the right place and handed over in one act, with what was typed', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const first = await fileDossier(citizenCall(db), await birthCommand(db))
  const call = await asHolder(db, first.id, MONDAY)
  const why = { reason: 'Không thuộc địa bàn', clause: 'Điều 13 Luật Hộ tịch' }
  await assert.rejects(
    declineDossier(call, { dossierId: first.id, ...why, rightPlace: '' }),
    refuses('dossiers.decline-needs-place'),
  )
  const { handedOver } = await declineDossier(call, {
    dossierId: first.id,
    ...why,
    rightPlace: 'UBND phường Minh Khai',
    handOverTo: 'phuong-minh-khai',
  })
  assert.equal((await progressOf(db, first.code, MONDAY))?.national.number, 3)
  const there = await viewDossier(citizenCall(db), { code: handedOver!.code })
  const here = await viewDossier(citizenCall(db), { code: first.code })
  assert.deepEqual(there.dossier.answers, here.dossier.answers)
  assert.equal(there.dossier.receivingId, 'phuong-minh-khai')
  assert.notEqual(handedOver!.code.split('-')[0], first.code.split('-')[0])
  assert.equal(here.dossier.code, first.code)
  await assert.rejects(withdrawDossier(citizenCall(db), { dossierId: first.id }), refuses('dossiers.not-possible'))
})

test('the desk does not accept while a paper is missing or not ticked', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const { id } = await fileDossier(citizenCall(db), await birthCommand(db))
  const checks = await allThere(db, id)
  const call = await asHolder(db, id, MONDAY)
  await assert.rejects(acceptDossier(call, { dossierId: id, checks: [] }), refuses('dossiers.papers-unchecked'))
  const lacking = checks.map((check) => ({ ...check, verdict: 'missing' as const }))
  await assert.rejects(acceptDossier(call, { dossierId: id, checks: lacking }), refuses('dossiers.papers-missing'))
})

test('the desk takes a dossier back for its filer only with the reason said; the filer needs none', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const { id } = await fileDossier(citizenCall(db), await birthCommand(db))
  const desk = await asHolder(db, id, MONDAY)
  for (const reason of [undefined, '', '   '])
    await assert.rejects(withdrawDossier(desk, { dossierId: id, reason }), refuses('dossiers.withdraw-needs-reason'))
  await withdrawDossier(desk, { dossierId: id, reason: 'Người nộp gọi điện xin rút.' })
  const other = await fileDossier(citizenCall(db), await birthCommand(db))
  await withdrawDossier(citizenCall(db), { dossierId: other.id })
})

test('of two officials who act at once one is told that the other was first', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const { id } = await fileDossier(citizenCall(db), await birthCommand(db))
  const checks = await allThere(db, id)
  const call = await asHolder(db, id, MONDAY)
  const results = await Promise.allSettled([1, 2, 3].map(() => acceptDossier(call, { dossierId: id, checks })))
  assert.equal(results.filter((each) => each.status === 'fulfilled').length, 1)
  for (const each of results) if (each.status === 'rejected') assert.ok(refuses('dossiers.not-possible')(each.reason))
})

test('nobody of another commune sees, accepts or moves the dossier, and a stranger does not learn that it exists', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const { id, code } = await fileDossier(citizenCall(db), await birthCommand(db))
  const checks = await allThere(db, id)
  const posts = await loadPosts(db, ON)
  const directory = await loadDirectory(db, ON)
  const elsewhere = directory
    .communes()
    .find((each) => each.id !== 'xa-liem-phong' && each.districtId === directory.get('xa-liem-phong').parentId)!
  const other = posts.serving(`${directory.deskOf(elsewhere.id)}/receiver`)[0]!
  const call = await officialCall(db, other.id, MONDAY)
  await assert.rejects(viewDossier(call, { code }), refuses('dossiers.unknown'))
  await assert.rejects(acceptDossier(call, { dossierId: id, checks }), refuses('dossiers.no-right'))
  await assert.rejects(
    viewDossier({ ...citizenCall(db), actor: aCitizen('0190a0a0-0000-7000-8000-000000000002') }, { code }),
    refuses('dossiers.unknown'),
  )
  assert.deepEqual(await searchDossiers(call, code), [])
  assert.equal((await searchDossiers(await asHolder(db, id, MONDAY), '0912 345 678')).length, 1)
  assert.equal((await searchDossiers(await asHolder(db, id, MONDAY), 'tran thi')).length, 1)
})

test('counter: filed and accepted in one transaction, with the due date the clock gives; the receipt opens the full view', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const command = { ...(await birthCommand(db)), channel: 'counter' as const }
  const version = (await findPublished(db, '1.001193', ON))!
  const checks = documentsFor(version.content, command.answers, ON).map((each) => ({
    documentKey: each.key,
    verdict: 'there' as const,
  }))
  const call = await officialCall(db, 'xa-liem-phong.tu-phap', MONDAY)
  await assert.rejects(fileAtDesk(call, { ...command, checks: [] }), refuses('dossiers.papers-unchecked'))
  const { code, dueAt, receiptSecret } = await fileAtDesk(call, { ...command, checks })
  assert.match(code, /-0001$/)
  const stranger: Call = { db, actor: aCitizen('0190a0a0-0000-7000-8000-000000000002'), now: MONDAY }
  const view = await viewDossier(stranger, { code, secret: receiptSecret })
  assert.deepEqual(view.dossier.dueAt, dueAt)
  await assert.rejects(viewDossier(stranger, { code, secret: 'x' }), refuses('dossiers.unknown'))
  const { getWorkCalendar } = await import('#server/directory/index.ts')
  const clock = clockOf(clockEvents(view.events), await getWorkCalendar(db, view.dossier.handlingId))
  assert.deepEqual(clock?.dueAt, dueAt)
})

test('a head reassigns; the other official may act, the first may not', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const { id } = await fileDossier(citizenCall(db), await birthCommand(db))
  const checks = await allThere(db, id)
  await acceptDossier(await asHolder(db, id, MONDAY), { dossierId: id, checks })
  const holder = await asHolder(db, id, minutesLater(5))
  await receiveTask(holder, { dossierId: id })
  await assert.rejects(receiveTask(holder, { dossierId: id }), refuses('dossiers.received-already'))
  const chair = await officialCall(db, 'xa-liem-phong.chu-tich', minutesLater(6))
  await assert.rejects(
    reassignTask(chair, { dossierId: id, postId: 'ubnd-tinh.chu-tich' }),
    refuses('dossiers.post-not-there'),
  )
  await reassignTask(chair, { dossierId: id, postId: holder.actor.postId! })
  const view = await viewDossier(holder, { id })
  assert.equal(view.whyNot, null)
  assert.ok(view.acts.length > 0)
  const inbox = await listInbox({ ...holder, now: minutesLater(7) })
  assert.ok(inbox.items.some((line) => line.dossierId === id))
})

test('an act that wants a remark is refused without one, and sending back goes one step back', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const version = (await findPublished(db, '1.001193', ON))!
  const withRemark = version.content.workflow!.steps.flatMap((step) =>
    step.acts.filter((act) => act.remark).map((act) => ({ step, act })),
  )[0]
  assert.ok(withRemark)
  const { id } = await fileDossier(citizenCall(db), await birthCommand(db))
  await acceptDossier(await asHolder(db, id, MONDAY), { dossierId: id, checks: await allThere(db, id) })
  for (let step = 1; step < 12; step += 1) {
    const call = await asHolder(db, id, minutesLater(step * 10))
    const view = await viewDossier(call, { id })
    if (view.dossier.stepKey !== withRemark.step.key) {
      await takeStep(call, { dossierId: id, act: view.acts[0]!.key, remark: 'Đủ', clause: 'Điều 1' })
      continue
    }
    await assert.rejects(
      takeStep(call, { dossierId: id, act: withRemark.act.key, clause: 'Điều 1' }),
      refuses('dossiers.remark-needed'),
    )
    const moved = await takeStep(call, {
      dossierId: id,
      act: withRemark.act.key,
      remark: 'Sửa tên mẹ',
      clause: 'Điều 1',
    })
    assert.equal(moved.stepKey, stepOf(version.content, withRemark.act.to!).key)
    return
  }
  assert.fail('the step was never reached')
})

// Land-use money passes 2,147,483,647 đồng every day (budget-tracker #264: VND in integer columns).
test('a fee of three thousand million đồng is noted and read back; an absurd one is refused with a sentence', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const { id } = await fileDossier(citizenCall(db), await birthCommand(db))
  const call = await asHolder(db, id, minutesLater(30))
  const fee = { state: 'paid' as const, total: 3_000_000_000, receipt: '0001' }
  await acceptDossier(call, { dossierId: id, checks: await allThere(db, id), fee })
  assert.equal((await viewDossier(call, { id })).dossier.feeTotal, 3_000_000_000)
  for (const total of [1e15, -1, 0.5, 1e23, Number.NaN])
    await assert.rejects(
      recordFee(call, { dossierId: id, state: 'paid', total, receipt: '0002' }),
      refuses('platform.values-wrong'),
      String(total),
    )
  await recordFee(call, { dossierId: id, state: 'paid', total: 999_999_999_999_999, receipt: '0003' })
  assert.equal((await viewDossier(call, { id })).dossier.feeTotal, 999_999_999_999_999)
})
