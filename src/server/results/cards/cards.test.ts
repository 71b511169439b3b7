import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { loadPosts } from '#server/directory/index.ts'
import { type Dossier, returnResult, viewDossier } from '#server/dossiers/index.ts'
import { aCitizen } from '#server/dossiers/testing.ts'
import { receiveBlanks, stopSetters } from '#server/papers/index.ts'
import { type Call, inTransaction } from '#server/platform/call.ts'
import { migrateJobs } from '#server/platform/jobs.ts'
import { anActor } from '#server/platform/testing.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { aSigningHouse, type TestHouse } from '#server/signing/testing.ts'
import {
  cardOfDossier,
  confirmPrinted,
  deliverBatch,
  downloadBatch,
  makeBatch,
  spoilCard,
  takeResultStep,
  viewBatch,
  viewCards,
} from '../index.ts'
import { findResult } from '../queries.ts'
import { OnItsWay, PIN } from '../testing.ts'
import { decideOnwards } from './card-of-dossier.ts'

after(stopSetters)

async function aHouse(t: Parameters<typeof aSigningHouse>[0]) {
  const h = await aSigningHouse(t)
  await migrateJobs(h.pool)
  return h
}

/** A dossier for a driving licence whose card is signed: it stands at "in thẻ". */
async function atThePrinter(h: TestHouse) {
  const way = await OnItsWay.file(h, '1.002809', { atCounter: true })
  for (let step = 0; step < 10; step += 1) {
    const call = await way.holder()
    const view = await viewDossier(call, { id: way.id })
    const open = view.way.find((each) => !each.doneAt && !each.side)!
    if (open.stepKind === 'print') return { way, code: view.progress.code, call }
    if (open.stepKind === 'appraise' && !(await findResult(h.db, way.id))) await way.prepare('grant')
    if (open.stepKind === 'decide') {
      const post = (await loadPosts(h.db, vietnamDate(h.clock.now))).all.get(call.actor.postId!)!
      const names = { person: post.holder!, title: post.title, organisation: view.dossier.handlingId }
      await way.keys(call.actor.postId!, view.dossier.handlingId, names)
    }
    await forward(way, { ...call, now: way.later() })
  }
  throw new Error('never came to the printer')
}
const forward = async (way: OnItsWay, call: Call) => {
  const { acts } = await viewDossier(call, { id: way.id })
  return takeResultStep(call, way.h.house, { dossierId: way.id, act: acts[0]!.key, secret: PIN })
}
const resultOf = async (way: OnItsWay) => (await findResult(way.db, way.id))!.id
const lot = (organisationId: string, last = 20) => ({
  ...{ organisationId, kind: 'driving-licence' as const, series: 'AB', first: 1, last, digits: 6 },
  ...{ receivedOn: '2026-11-20', receivedFrom: 'Tổng cục Đường bộ', document: 'Phiếu xuất 7' },
})
const minutes = 'Biên bản 02/BB ngày 24/11/2026'

test('thẻ đi từ chữ ký đến tay người dân: lập lô, in hỏng một thẻ, in lại, bàn giao, trả', async (t) => {
  const h = await aHouse(t)
  const [one, two] = [await atThePrinter(h), await atThePrinter(h)]
  const printer = { ...one.call, now: h.clock.now }
  const organisationId = printer.actor.organisationId!
  await receiveBlanks(printer, lot(organisationId))
  assert.deepEqual((await cardOfDossier(printer, one.way.id))!.state, 'waiting')
  await assert.rejects(forward(one.way, printer), { code: 'cards.not-printed' })
  const waiting = (await viewCards(printer)).places[0]!.waiting
  assert.deepEqual(waiting.map((each) => each.code).toSorted(), [one.code, two.code].toSorted())

  const resultIds = [await resultOf(one.way), await resultOf(two.way)]
  const batch = await makeBatch(printer, { organisationId, resultIds })
  assert.deepEqual([batch.number, batch.cards, batch.state], [1, 2, 'made'])
  assert.deepEqual((await cardOfDossier(printer, one.way.id))!.state, 'printing')
  await assert.rejects(forward(one.way, printer), { code: 'cards.not-printed' })
  const json = await downloadBatch(printer, { batchId: batch.id, format: 'json' })
  const read = JSON.parse(json.text) as { sha256: string; cards: Record<string, string>[] }
  assert.deepEqual([read.sha256, read.cards.length, read.cards[0]!.serial], [batch.sha256, 2, 'AB 000001'])
  for (const key of ['number', 'fullName', 'born', 'class', 'validUntil', 'issuedOn'])
    assert.ok(read.cards[0]![key], key)
  await downloadBatch(printer, { batchId: batch.id, format: 'csv' })
  const downloads = await h.db.selectFrom('audit_entry').select('act').where('act', '=', 'cards.downloaded').execute()
  assert.equal(downloads.length, 2)

  const at = async (code: string, batchId: string) =>
    (await viewBatch(printer, batchId)).cards.find((each) => each.code === code)!
  const [first, second] = [await at(one.code, batch.id), await at(two.code, batch.id)]
  const printed = (serial: string, position: number, batchId = batch.id) =>
    confirmPrinted(printer, { batchId, printed: [{ position, serial }] })
  await assert.rejects(printed(second.serial, first.position), { code: 'cards.serial-differs' })
  await printed(first.serial.toLowerCase().replace(' ', ''), first.position)
  await spoilCard(printer, { batchId: batch.id, position: second.position, reason: 'Kẹt thẻ', minutes })
  assert.equal((await viewBatch(printer, batch.id)).batch.state, 'printed')
  assert.deepEqual(await cardOfDossier(printer, one.way.id), {
    ...{ state: 'printed', serial: first.serial, batchId: batch.id },
  })
  const spoiled = await h.db.selectFrom('blank').select(['serial', 'minutes']).where('state', '=', 'spoiled').execute()
  assert.deepEqual(spoiled, [{ serial: Number(second.serial.slice(-1)), minutes }])

  const again = (await viewCards(printer)).places[0]!.waiting
  assert.deepEqual([again.length, again[0]!.code, again[0]!.spoiled], [1, two.code, 1])
  const next = await makeBatch(printer, { organisationId, resultIds: [again[0]!.resultId] })
  const card = await at(two.code, next.id)
  assert.deepEqual([next.number, card.serial], [2, 'AB 000003'])
  await assert.rejects(deliverBatch(printer, { batchId: next.id, to: 'Quầy' }), { code: 'cards.not-all-printed' })
  await printed(card.serial, card.position, next.id)
  assert.deepEqual(
    (await downloadBatch(printer, { batchId: batch.id, format: 'json' })).sha256,
    batch.sha256,
    'the file of the first batch stays what was printed',
  )

  await forward(one.way, printer)
  const clerk = await one.way.holder()
  await one.way.complete((await findResult(h.db, one.way.id))!.paperId)
  await assert.rejects(forward(one.way, { ...clerk, now: one.way.later() }), { code: 'cards.not-delivered' })
  await deliverBatch(printer, { batchId: batch.id, to: 'Nguyễn Thị An, quầy Sở Giao thông vận tải' })
  await forward(one.way, { ...clerk, now: one.way.later() })
  const desk = await one.way.holder()
  const command = { dossierId: one.way.id, by: 'collect' as const, collectedBy: 'Trần Thị Thử', collectedPaper: 'CCCD' }
  await h.db.updateTable('dossier').set({ fee_state: 'paid' }).where('id', '=', one.way.id).execute()
  await returnResult(desk, command)
  const filer = { db: h.db, actor: aCitizen(), now: h.clock.now }
  assert.equal((await viewDossier(filer, { id: one.way.id })).dossier.state satisfies Dossier['state'], 'returned')
  await assert.rejects(spoilCard(printer, { batchId: batch.id, position: 1, reason: 'x', minutes }), {
    code: 'cards.delivered',
  })
})

test('hai người cùng lập lô với một kết quả: một thẻ, một phôi; người sau được báo là không còn chờ', async (t) => {
  const h = await aHouse(t)
  const one = await atThePrinter(h)
  const printer = { ...one.call, now: h.clock.now }
  const organisationId = printer.actor.organisationId!
  await receiveBlanks(printer, lot(organisationId))
  const command = { organisationId, resultIds: [await resultOf(one.way)] }
  let second: Promise<unknown> | undefined
  await inTransaction(printer, async (within) => {
    await makeBatch(within, command)
    second = makeBatch(printer, command).catch((error: unknown) => error)
    await new Promise((resolve) => setTimeout(resolve, 200))
  })
  assert.equal(((await second) as { code: string }).code, 'cards.not-waiting')
  const blanks = await h.db.selectFrom('blank').select('serial').execute()
  assert.deepEqual(blanks, [{ serial: 1 }])
})

test('hết phôi giữa chừng thì không có lô nào và không phôi nào mất; ai không in thẻ ở đó thì không biết lô tồn tại', async (t) => {
  const h = await aHouse(t)
  const [one, two] = [await atThePrinter(h), await atThePrinter(h)]
  const printer = { ...one.call, now: h.clock.now }
  const organisationId = printer.actor.organisationId!
  await receiveBlanks(printer, lot(organisationId, 1))
  const both = [await resultOf(one.way), await resultOf(two.way)]
  await assert.rejects(makeBatch(printer, { organisationId, resultIds: both }), { code: 'papers.blank-none' })
  assert.equal((await h.db.selectFrom('blank').select('serial').execute()).length, 0)
  await assert.rejects(makeBatch(printer, { organisationId, resultIds: [] }), { code: 'cards.none-chosen' })
  const batch = await makeBatch(printer, { organisationId, resultIds: both.slice(0, 1) })
  const other = anActor({ 'cards.print': ['xa-liem-phong'], 'blanks.keep': ['xa-liem-phong'] })
  const stranger = { ...printer, actor: other }
  for (const act of [
    () => viewBatch(stranger, batch.id),
    () => downloadBatch(stranger, { batchId: batch.id, format: 'json' }),
    () => confirmPrinted(stranger, { batchId: batch.id, printed: [{ position: 1, serial: 'AB 000001' }] }),
    () => spoilCard(stranger, { batchId: batch.id, position: 1, reason: 'x', minutes }),
    () => deliverBatch(stranger, { batchId: batch.id, to: 'x' }),
  ])
    await assert.rejects(act, { code: 'cards.unknown' })
  await assert.rejects(async () => makeBatch(stranger, { organisationId, resultIds: both }), { code: 'cards.no-right' })
  await assert.rejects(viewCards({ ...printer, actor: anActor() }), { code: 'cards.no-right' })
  assert.deepEqual((await viewCards(stranger)).places, [])
})

test('từ bước in thẻ trở đi hồ sơ chỉ đi tới khi thẻ đã in, và chỉ trả khi thẻ đã ở một cửa', () => {
  const kinds = ['appraise', 'decide', 'print', 'number', 'return'] as const
  const workflow = { steps: kinds.map((kind) => ({ key: kind, kind })) } as never
  const code = (
    state: 'waiting' | 'printing' | 'printed' | 'delivered',
    stepKey: string,
    to: string | null,
    back = false,
  ) => {
    try {
      decideOnwards({ state }, { workflow }, { stepKey, back, to })
      return 'goes'
    } catch (error) {
      return (error as { code: string }).code
    }
  }
  for (const state of ['waiting', 'printing'] as const) {
    assert.equal(code(state, 'decide', 'print'), 'goes')
    assert.equal(code(state, 'print', 'number'), 'cards.not-printed')
    assert.equal(code(state, 'number', 'return'), 'cards.not-printed')
    assert.equal(code(state, 'print', 'decide', true), 'goes')
    assert.equal(code(state, 'return', null), 'cards.not-printed')
  }
  assert.equal(code('printed', 'print', 'number'), 'goes')
  assert.equal(
    code('printed', 'number', 'return'),
    'cards.not-delivered',
    'the citizen is told to come when it is there',
  )
  assert.equal(code('printed', 'return', null), 'cards.not-delivered')
  assert.deepEqual([code('delivered', 'number', 'return'), code('delivered', 'return', null)], ['goes', 'goes'])
  assert.equal(decideOnwards(undefined, { workflow }, { stepKey: 'print', back: false, to: 'number' }), undefined)
})
