import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inTransaction } from '#server/platform/call.ts'
import { aCall, anActor, testDatabase } from '#server/platform/testing.ts'
import { calibratePrinter } from './calibrate.ts'
import { findCalibration } from './queries.ts'
import { receiveBlanks } from './receive.ts'
import { viewBlanks } from './register.ts'
import { spoilBlank } from './spoil.ts'
import { takeBlank } from './use.ts'

const organisationId = 'xa-liem-phong'
const keeper = anActor({ 'blanks.keep': [organisationId] })
const lot = {
  ...{ organisationId, kind: 'birth' as const, series: 'KS', first: 101, last: 104, digits: 6 },
  ...{ receivedOn: '2026-11-20', receivedFrom: 'Phòng Tư pháp huyện Thanh Liêm', document: 'Phiếu xuất 12' },
}
const spoiled = { reason: 'Kẹt giấy khi in', minutes: 'Biên bản 01/BB-HP ngày 24/11/2026' }

test('received is used and spoiled and remaining, at every moment', async (t) => {
  const { db } = await testDatabase(t)
  const call = aCall(db, keeper, '2026-11-24T09:00')
  assert.equal((await receiveBlanks(call, lot)).count, 4)
  const balance = async () => {
    const [one] = (await viewBlanks(call, organisationId)).lots
    assert.equal(one!.used + one!.spoiled + one!.remaining, one!.last - one!.first + 1)
    return [one!.used, one!.spoiled, one!.remaining]
  }
  const use = () => takeBlank(call, { organisationId, kind: 'birth', subject: 'Hồ sơ 0007' })
  assert.deepEqual(await balance(), [0, 0, 4])
  assert.equal((await use()).words, 'KS 000101')
  assert.deepEqual(await balance(), [1, 0, 3])
  await spoilBlank(call, { organisationId, kind: 'birth', series: 'KS', serial: 101, ...spoiled })
  assert.deepEqual(await balance(), [0, 1, 3])
  assert.equal((await spoilBlank(call, { organisationId, kind: 'birth', ...spoiled })).words, 'KS 000102')
  assert.equal((await use()).serial, 103)
  assert.equal((await use()).serial, 104)
  assert.deepEqual(await balance(), [2, 2, 0])
  await assert.rejects(use(), { code: 'papers.blank-none' })
  const again = { organisationId, kind: 'birth' as const, series: 'KS', serial: 101, ...spoiled }
  await assert.rejects(spoilBlank(call, again), { code: 'papers.blank-spoiled' })
  await assert.rejects(spoilBlank(call, { ...again, serial: 999 }), { code: 'papers.blank-unknown' })
})

test('two officials who take a blank at once get two serials, and one who gives up leaves no gap', async (t) => {
  const { db } = await testDatabase(t)
  const call = aCall(db, keeper, '2026-11-24T09:00')
  await receiveBlanks(call, lot)
  const use = (by = call) => takeBlank(by, { organisationId, kind: 'birth', subject: 'Hồ sơ' })
  let second: Promise<{ serial: number }> | undefined
  const first = await inTransaction(call, async (within) => {
    const mine = await use(within)
    second = use()
    await new Promise((resolve) => setTimeout(resolve, 100))
    return mine
  })
  assert.deepEqual([first.serial, (await second!).serial], [101, 102])
  await assert.rejects(
    inTransaction(call, async (within) => {
      await use(within)
      throw new Error('máy in hỏng')
    }),
  )
  assert.equal((await use()).serial, 103)
})

test('a serial is received once; ranges, rights and days are checked', async (t) => {
  const { db } = await testDatabase(t)
  const call = aCall(db, keeper, '2026-11-24T09:00')
  await receiveBlanks(call, lot)
  await assert.rejects(receiveBlanks(call, { ...lot, first: 104, last: 110 }), { code: 'papers.blank-there' })
  await receiveBlanks(call, { ...lot, first: 105, last: 110 })
  await assert.rejects(receiveBlanks(call, { ...lot, first: 300, last: 200 }), { code: 'papers.blank-range' })
  await assert.rejects(receiveBlanks(call, { ...lot, first: 200, last: 300, digits: 2 }), {
    code: 'papers.blank-digits',
  })
  await assert.rejects(receiveBlanks(call, { ...lot, receivedOn: '2027-01-01' }), { code: 'papers.blank-day' })
  await assert.rejects(receiveBlanks(call, { ...lot, series: ' ' }), { code: 'papers.blank-fields' })
  await assert.rejects(receiveBlanks(aCall(db, anActor(), '2026-11-24T09:00'), lot), { code: 'papers.blank-no-right' })
})

test('each printer is set once for each kind of blank, and again when it moves', async (t) => {
  const { db } = await testDatabase(t)
  const call = aCall(db, keeper, '2026-11-24T09:00')
  const printer = { organisationId, printer: 'Máy in một cửa', kind: 'birth' as const }
  await calibratePrinter(call, { ...printer, x: 1.5, y: -2 })
  await calibratePrinter(call, { ...printer, x: 0.5, y: -2.25 })
  assert.deepEqual(await findCalibration(db, organisationId, printer.printer, 'birth'), { x: 0.5, y: -2.25 })
  assert.deepEqual(await findCalibration(db, organisationId, 'máy khác', 'birth'), { x: 0, y: 0 })
})
