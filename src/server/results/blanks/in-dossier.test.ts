import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { findPaper, listBlanksOf, receiveBlanks, spoilBlank, stopSetters, viewBlanks } from '#server/papers/index.ts'
import { viewDossier } from '#server/dossiers/index.ts'
import { type Actor, inTransaction } from '#server/platform/call.ts'
import { migrateJobs } from '#server/platform/jobs.ts'
import { aSigningHouse, type TestHouse } from '#server/signing/testing.ts'
import {
  enterEventInBook,
  prepareResult,
  spoilBlankOfResult,
  takeBlanks,
  takeResultStep,
  viewBlankPrinting,
} from '../index.ts'
import { findResult } from '../queries.ts'
import { listTasks } from '#server/workflow/index.ts'
import { OnItsWay, PIN } from '../testing.ts'
import { chanceOf } from '../../../../seeds/dossiers/chance.ts'

after(stopSetters)

async function aHouse(t: Parameters<typeof aSigningHouse>[0]) {
  const h = await aSigningHouse(t)
  await migrateJobs(h.pool)
  return h
}
const MINUTES = { reason: 'Kẹt giấy khi in', minutes: 'Biên bản 01/BB-HP ngày 24/11/2026' }

/** A unit that has received ten blanks of a kind from a serial of its own. */
async function withBlanks(way: OnItsWay, kind: 'birth' | 'marriage' | 'land', series: string, count = 10) {
  const call = await way.holder()
  const { organisationId } = (await listTasks(way.db, way.id)).find((each) => !each.doneAt && !each.side)!
  await receiveBlanks(
    { ...call, actor: keeperOf(call.actor, organisationId) },
    {
      ...{ organisationId, kind, series, first: 101, last: 100 + count, digits: 6 },
      ...{ receivedOn: '2026-01-02', receivedFrom: 'Phòng Tư pháp', document: 'Phiếu xuất 12' },
    },
  )
  return organisationId
}

const keeperOf = (actor: Actor, unit: string): Actor => ({
  ...actor,
  grants: new Map([...actor.grants, ['blanks.keep', new Set([unit])]]),
})
const step = async (way: OnItsWay, act?: string, secret?: string) => {
  const call = await way.holder()
  const { acts } = await viewDossier(call, { id: way.id })
  const chosen = act ?? acts[0]!.key
  const command = { dossierId: way.id, act: chosen, remark: 'Theo hồ sơ', clause: 'Điều 1' }
  return takeResultStep(call, way.h.house, { ...command, ...(secret ? { secret } : {}) })
}
const kindNow = async (way: OnItsWay) => (await way.view()).way.find((each) => !each.doneAt && !each.side)!.stepKind
const take = async (way: OnItsWay) => takeBlanks(await way.holder(), way.h.house, { dossierId: way.id, printer: null })
const printing = async (way: OnItsWay) => (await viewBlankPrinting(await way.holder(), await way.view()))!

async function birthToPrint(h: TestHouse) {
  const way = await OnItsWay.file(h, '1.001193')
  await way.until('appraise')
  await way.prepare('grant')
  await step(way)
  assert.equal(await kindNow(way), 'sign-book')
  return way
}

test('khai sinh: vào sổ, lấy phôi và in, một phôi hỏng, ký, đóng dấu; số trong sổ là số trên bản điện tử', async (t) => {
  const h = await aHouse(t)
  const way = await birthToPrint(h)
  const unit = await withBlanks(way, 'birth', 'KSA')
  await assert.rejects(take(way), { code: 'results.blank-not-here' })
  await step(way)
  assert.equal(await kindNow(way), 'print')
  await assert.rejects(step(way), { code: 'results.blank-not-printed' })
  const before = await printing(way)
  assert.deepEqual(before.lacking, [])
  assert.match(before.entry!.notation, /^01\/2026$/)
  assert.equal(before.entry!.book, '01/2026')
  const [first] = await take(way)
  assert.deepEqual(
    (await take(way)).map((each) => each.words),
    [first!.words],
    'pressed twice is one serial',
  )
  const spoiled = { dossierId: way.id, spoiled: [first!], printer: null, again: true }
  const blanks = await spoilBlankOfResult(await way.holder(), h.house, { ...spoiled, ...MINUTES })
  assert.deepEqual(
    blanks.map((each) => [each.serial, each.state]),
    [
      [first!.serial, 'spoiled'],
      [first!.serial + 1, 'used'],
    ],
  )
  await assert.rejects(spoilBlankOfResult(await way.holder(), h.house, { ...spoiled, ...MINUTES }), {
    code: 'papers.blank-spoiled',
  })
  await step(way)
  const leader = await way.holder()
  const paper = (await findResult(h.db, way.id))!
  await way.keys(leader.actor.postId!, unit, { person: 'Thử', title: leader.actor.postTitle!, organisation: unit })
  await step(way, 'grant', PIN)
  await way.complete(paper.paperId)
  await step(way, undefined, PIN)
  const { events } = await way.view()
  assert.equal(events.find((each) => each.kind === 'settled')!.facts.resultNumber, '01/2026')
  const entries = await h.db
    .selectFrom('paper_book_entry')
    .select('number')
    .where('kind', 'like', 'Sổ đăng ký khai sinh%')
    .execute()
  assert.equal(entries.length, 1, 'the event stands in the book once')
  const keeper = await way.h.db
    .selectFrom('blank')
    .select('subject')
    .where('state', '=', 'used')
    .executeTakeFirstOrThrow()
  assert.match(keeper.subject, /^Hồ sơ 000\.\d\d\.\d\d\.H25-/)
})

test('kết hôn: vào sổ ngay ở bước ký sổ, hai bản chính là hai phôi; hai cán bộ bấm cùng lúc vẫn là hai phôi', async (t) => {
  const h = await aHouse(t)
  const way = await OnItsWay.file(h, '1.000894', { atCounter: true })
  await way.until('appraise')
  await way.prepare('grant')
  await step(way)
  assert.equal(await kindNow(way), 'sign-book')
  const unit = await withBlanks(way, 'marriage', 'KHA')
  await assert.rejects(take(way), { code: 'results.blank-no-number' })
  assert.deepEqual(
    (await printing(way)).lacking.map((each) => [each.key, each.where]),
    [
      ['number', 'book'],
      ['registeredOn', 'book'],
    ],
  )
  const enter = async () => enterEventInBook(await way.holder(), h.house, { dossierId: way.id })
  const entry = await enter()
  assert.equal((await enter()).notation, entry.notation, 'pressed twice is one number')
  const call = await way.holder()
  const both = { dossierId: way.id, printer: null }
  let second: ReturnType<typeof takeBlanks> | undefined
  const first = await inTransaction(call, async (within) => {
    const mine = await takeBlanks(within, h.house, both)
    second = takeBlanks(call, h.house, both)
    await new Promise((resolve) => setTimeout(resolve, 100))
    return mine
  })
  const serials = first.map((each) => each.serial)
  assert.equal(serials.length, 2)
  assert.deepEqual(
    (await second!).map((each) => each.serial),
    serials,
  )
  assert.deepEqual(
    first.map((each) => each.copy),
    [1, 2],
  )
  const one = { dossierId: way.id, spoiled: [first[1]!], printer: null, again: false }
  await spoilBlankOfResult(await way.holder(), h.house, { ...one, ...MINUTES })
  await assert.rejects(step(way), { code: 'results.blank-not-printed' })
  const again = await take(way)
  assert.deepEqual(again.map((each) => [each.copy, each.serial]).toSorted(), [
    [1, serials[0]],
    [2, serials[1]! + 1],
  ])
  await step(way)
  assert.equal(await kindNow(way), 'decide')
  await step(way, 'send-back')
  const waiting = (await printing(way)).toSpoil
  assert.equal(waiting.length, 2)
  await step(way)
  const returned = { dossierId: way.id, spoiled: waiting, printer: null, again: true, ...MINUTES }
  await spoilBlankOfResult(await way.holder(), h.house, returned)
  assert.equal((await printing(way)).printed, 2, 'both are spoiled by one minutes and printed again in one act')
  const { lots } = await viewBlanks({ ...call, actor: keeperOf(call.actor, unit) }, unit)
  const lot = lots.find((each) => each.kind === 'marriage' && each.spoiled === 3)!
  assert.equal(lot.used + lot.spoiled + lot.remaining, lot.last - lot.first + 1)
})

test('lãnh đạo trả lại sau khi in: phôi chờ ghi hỏng, không ai chuyển bước khi chưa ghi; đơn vị không có phôi thì như trước', async (t) => {
  const h = await aHouse(t)
  const way = await birthToPrint(h)
  await withBlanks(way, 'birth', 'KSB')
  await step(way)
  const [printed] = await take(way)
  await step(way)
  assert.equal(await kindNow(way), 'decide')
  await step(way, 'send-back')
  const waiting = await printing(way)
  assert.deepEqual([waiting.printed, waiting.toSpoil.map((each) => each.words)], [0, [printed!.words]])
  await step(way)
  await step(way)
  assert.equal(await kindNow(way), 'print')
  await assert.rejects(step(way), { code: 'results.blank-to-spoil' })
  await assert.rejects(take(way), { code: 'results.blank-to-spoil' })
  const spoil = { dossierId: way.id, spoiled: [printed!], printer: null, again: true, ...MINUTES }
  await spoilBlankOfResult(await way.holder(), h.house, spoil)
  const after = await printing(way)
  assert.equal(after.printed, 1)
  assert.equal(after.entry!.notation, waiting.entry!.notation, 'the number in the book is kept')
  await way.prepare('grant')
  assert.equal((await printing(way)).toSpoil.length, 0, 'prepared the same again, the blank holds')
  await step(way)
  assert.equal(await kindNow(way), 'decide')

  const other = await birthToPrint(h)
  await h.db.deleteFrom('blank').execute()
  await h.db.deleteFrom('blank_lot').execute()
  await step(other)
  await step(other)
  assert.equal(await kindNow(other), 'decide')
})

test('soạn lại khác đi, hoặc người khác ký, thì phôi đã in không được dùng', async (t) => {
  const h = await aHouse(t)
  const way = await birthToPrint(h)
  const unit = await withBlanks(way, 'birth', 'KSC')
  await step(way)
  await take(way)
  const result = (await findResult(h.db, way.id))!
  await prepareResult(await way.holder(), h.house, {
    ...{ dossierId: way.id, resultKey: result.resultKey },
    data: { ...result.data, birthPlace: 'Bệnh viện tỉnh' },
  })
  const [old] = (await printing(way)).toSpoil
  const spoil = { dossierId: way.id, spoiled: [old!], printer: null, again: true, ...MINUTES }
  await spoilBlankOfResult(await way.holder(), h.house, spoil)
  await step(way)
  const leader = await way.holder()
  await way.keys(leader.actor.postId!, unit, { person: 'Thử', title: leader.actor.postTitle!, organisation: unit })
  await h.db
    .updateTable('dossier_result')
    .set({ data: JSON.stringify({ ...result.data, signer: 'Người khác' }) })
    .where('dossier_id', '=', way.id)
    .where('state', '=', 'draft')
    .execute()
  await assert.rejects(step(way, 'grant', PIN), { code: 'results.blank-other-signer' })
})

test('chỉ người giữ hồ sơ ở bước in và giữ phôi của đơn vị mới lấy được phôi', async (t) => {
  const h = await aHouse(t)
  const way = await birthToPrint(h)
  await withBlanks(way, 'birth', 'KSD')
  await step(way)
  const call = await way.holder()
  const with_ = (change: Partial<typeof call.actor>) => ({ ...call, actor: { ...call.actor, ...change } })
  const both = { dossierId: way.id, printer: null }
  await assert.rejects(takeBlanks(with_({ grants: new Map() }), h.house, both), (error: { code?: string }) =>
    ['papers.blank-no-right', 'dossiers.no-right'].includes(error.code ?? ''),
  )
  await assert.rejects(takeBlanks(with_({ queues: [], postId: 'khac' }), h.house, both), { code: 'dossiers.no-right' })
  const grants = new Map([...call.actor.grants].filter(([act]) => act !== 'blanks.keep'))
  await assert.rejects(takeBlanks(with_({ grants }), h.house, both), { code: 'papers.blank-no-right' })
  assert.deepEqual(await listBlanksOf(h.db, { kind: 'dossier', id: way.id }), [])
})

test('qua mọi việc ngẫu nhiên trong các hồ sơ, đã nhận luôn bằng đã dùng cộng hỏng cộng còn lại', async (t) => {
  const h = await aHouse(t)
  const ways = [await birthToPrint(h), await birthToPrint(h)]
  const unit = await withBlanks(ways[0]!, 'birth', 'KSE', 6)
  for (const way of ways) await step(way)
  const chance = chanceOf(20261124)
  const acts: ((way: OnItsWay) => Promise<unknown>)[] = [
    take,
    async (way) => {
      const used = (await printing(way)).blanks.find((each) => each.state === 'used')
      const spoiled = [used ?? { series: 'KSE', serial: 1 }]
      const command = { dossierId: way.id, spoiled, printer: null, again: chance.percent(50), ...MINUTES }
      return spoilBlankOfResult(await way.holder(), h.house, command)
    },
    async (way) => {
      const call = await way.holder()
      return spoilBlank(
        { ...call, actor: keeperOf(call.actor, unit) },
        { organisationId: unit, kind: 'birth', ...MINUTES },
      )
    },
    (way) =>
      step(way, 'reprint')
        .then(() => step(way))
        .then(() => step(way)),
  ]
  for (let at = 0; at < 40; at += 1) {
    const way = ways[at % 2]!
    await chance
      .pick(acts)(way)
      .catch((error: { code?: string }) => {
        if (!error.code) throw error
      })
    const call = await way.holder()
    const { lots } = await viewBlanks({ ...call, actor: keeperOf(call.actor, unit) }, unit)
    for (const lot of lots) assert.equal(lot.used + lot.spoiled + lot.remaining, lot.last - lot.first + 1)
    for (const each of ways) {
      const used = (await listBlanksOf(h.db, { kind: 'dossier', id: each.id })).filter(
        (blank) => blank.state === 'used',
      )
      assert.ok(used.length <= 1, 'one original, never two blanks in use')
    }
  }
})

test('đăng ký lại khai sinh in ở bước lấy số sau khi ký: chưa in thì chưa đóng dấu, số trên phôi là số trên bản điện tử', async (t) => {
  const h = await aHouse(t)
  const way = await OnItsWay.file(h, '1.004884')
  await way.until('appraise')
  await way.prepare('grant')
  const unit = await withBlanks(way, 'birth', 'KSF')
  await step(way)
  const leader = await way.holder()
  await way.keys(leader.actor.postId!, unit, { person: 'Thử', title: leader.actor.postTitle!, organisation: unit })
  await step(way, 'grant', PIN)
  await way.complete((await findResult(h.db, way.id))!.paperId)
  assert.equal(await kindNow(way), 'number')
  await assert.rejects(step(way, undefined, PIN), { code: 'results.blank-not-printed' })
  const entry = await enterEventInBook(await way.holder(), h.house, { dossierId: way.id })
  assert.equal((await take(way)).length, 1)
  await step(way, undefined, PIN)
  const { paperId } = (await findResult(h.db, way.id))!
  assert.equal((await findPaper(h.db, { id: paperId }))!.notation, entry.notation)
  assert.equal((await way.view()).events.find((each) => each.kind === 'settled')!.facts.resultNumber, entry.notation)
})

test('giấy chứng nhận đất: vào sổ ở bước in, số vào sổ và số phát hành của phôi tự vào dự thảo; ghi biến động thì không buộc in', async (t) => {
  const h = await aHouse(t)
  const answers = { 'sides.newBook': false }
  const way = await OnItsWay.file(h, '1.013831', { atCounter: true, answers })
  await way.until('print')
  await way.prepare('grant')
  await withBlanks(way, 'land', 'DM')
  const entry = await enterEventInBook(await way.holder(), h.house, { dossierId: way.id })
  const lacking = (await printing(way)).lacking
  assert.deepEqual(lacking, [], JSON.stringify(lacking))
  const [blank] = await take(way)
  const result = (await findResult(h.db, way.id))!
  assert.deepEqual(
    [result.data.entry, result.data.serial],
    [`CS ${String(entry.number).padStart(5, '0')}`, blank!.words],
  )
  assert.equal((await printing(way)).toSpoil.length, 0)
  await spoilBlankOfResult(await way.holder(), h.house, {
    ...{ dossierId: way.id, spoiled: [blank!], printer: null, again: false },
    ...MINUTES,
  })
  await step(way)
  assert.equal(await kindNow(way), 'decide')
})
