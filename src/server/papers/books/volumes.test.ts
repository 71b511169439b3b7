import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Call, inTransaction } from '#server/platform/call.ts'
import { aCall, anActor, testDatabase } from '#server/platform/testing.ts'
import { fold } from '#server/platform/vietnamese-text.ts'
import { chanceOf } from '../../../../seeds/dossiers/chance.ts'
import { changeVolumeSize } from './change-volume-size.ts'
import { closeVolume } from './close-volume.ts'
import { enterInBook } from './enter.ts'
import { countVolume, findBook, listVolumes } from './lists.ts'
import { noteEntry } from './note-entry.ts'

const organisationId = 'xa-liem-phong'
const kind = 'Sổ đăng ký khai sinh của năm'
const book = { organisationId, kind, year: 2026 }
const entry = { organisationId, kind, subject: 'Giấy khai sinh, hồ sơ 0007' }
const clerk = anActor({ 'books.keep': [organisationId] }, { organisationId })
const end = { pages: 100, signedBy: 'Nguyễn Thanh Oanh, Chủ tịch' }

/** Khóa quyển đang dùng, đếm đúng. */
async function close(call: Call, volume: number) {
  const entries = await countVolume(call.db, book, volume)
  return closeVolume(call, { ...book, ...end, volume, entries })
}

test('số chạy liền một mạch qua các quyển, dù khóa sổ, đổi cỡ quyển hay việc bị bỏ giữa chừng, theo thứ tự nào cũng vậy', async (t) => {
  const { db } = await testDatabase(t)
  const call = aCall(db, clerk, '2026-11-24T09:00')
  for (const seed of [1, 2, 3, 4, 5]) {
    const chance = chanceOf(seed)
    await db.deleteFrom('paper_book_volume').execute()
    await db.deleteFrom('paper_book_entry').execute()
    await db.deleteFrom('paper_book').execute()
    const closed = new Set<number>()
    for (let step = 0; step < 60; step += 1) {
      const what = chance.between(1, 10)
      const now = await findBook(db, book)
      if (what <= 6 || !now) await enterInBook(call, entry)
      else if (what === 7) await changeVolumeSize(call, { ...book, perVolume: chance.between(1, 6) })
      else if (what === 8)
        await assert.rejects(
          inTransaction(call, async (within) => {
            await enterInBook(within, entry)
            throw new Error('mất điện')
          }),
        )
      else {
        const open = (await listVolumes(db, book, 100)).filter((each) => !each.closed)
        if (open.length === 0) continue
        const { volume } = chance.pick(open)
        await close(call, volume)
        closed.add(volume)
      }
    }
    const rows = await db.selectFrom('paper_book_entry').select(['number', 'volume']).orderBy('number').execute()
    assert.deepEqual(
      rows.map((row) => row.number),
      rows.map((_, at) => at + 1),
      `seed ${seed}: 1, 2, 3 … without a gap`,
    )
    const volumes = rows.map((row) => row.volume)
    assert.deepEqual(
      volumes,
      volumes.toSorted((a, b) => a - b),
      'a later number never stands in an earlier volume',
    )
    for (const each of await listVolumes(db, book, 100)) {
      assert.equal(await countVolume(db, book, each.volume), each.last - each.first + 1)
      assert.equal(each.closed !== null, closed.has(each.volume))
    }
    for (const kept of await db.selectFrom('paper_book_volume').selectAll().execute())
      assert.equal(
        await countVolume(db, book, kept.volume),
        kept.last - kept.first + 1,
        'nothing came into a closed volume',
      )
  }
})

test('khóa sổ trong lúc người khác đang lấy số: số ấy nằm trong quyển được đếm, hoặc mở quyển sau', async (t) => {
  const { db } = await testDatabase(t)
  const call = aCall(db, clerk, '2026-11-24T09:00')
  await enterInBook(call, entry)
  let closing: Promise<unknown> | undefined
  await inTransaction(call, async (within) => {
    await enterInBook(within, entry)
    closing = closeVolume(call, { ...book, ...end, volume: 1, entries: 1 }).catch((error: unknown) => error)
    await new Promise((resolve) => setTimeout(resolve, 100))
  })
  assert.deepEqual((await closing) && ((await closing) as { code: string }).code, 'books.count-differs')
  let third: Promise<{ number: number; volume: number }> | undefined
  await inTransaction(call, async (within) => {
    await closeVolume(within, { ...book, ...end, volume: 1, entries: 2 })
    third = enterInBook(call, entry)
    await new Promise((resolve) => setTimeout(resolve, 100))
  })
  const { number, volume } = (await third)!
  assert.deepEqual([number, volume], [3, 2])
})

test('khóa sổ đòi đếm đúng, số trang và người ký; khóa rồi không khóa lại; năm sau giữ cỡ quyển', async (t) => {
  const { db } = await testDatabase(t)
  const call = aCall(db, clerk, '2026-12-31T09:00')
  const command = { ...book, ...end, volume: 1, entries: 1 }
  await assert.rejects(closeVolume(call, command), { code: 'books.volume-unknown' })
  await enterInBook(call, entry)
  await assert.rejects(closeVolume(call, { ...command, entries: 2 }), { code: 'books.count-differs' })
  await assert.rejects(closeVolume(call, { ...command, pages: 0 }), { code: 'books.pages-missing' })
  await assert.rejects(closeVolume(call, { ...command, signedBy: ' ' }), { code: 'books.signer-missing' })
  await assert.rejects(closeVolume(call, { ...command, volume: 2 }), { code: 'books.volume-unknown' })
  await closeVolume(call, command)
  await assert.rejects(closeVolume(call, command), { code: 'books.closed-already' })
  await assert.rejects(changeVolumeSize(call, { ...book, perVolume: 0 }), { code: 'books.size-wrong' })
  await changeVolumeSize(call, { ...book, perVolume: 50 })
  await enterInBook({ ...call, now: new Date('2027-01-04T02:00:00Z') }, entry)
  assert.equal((await findBook(db, { ...book, year: 2027 }))!.perVolume, 50)
  const audits = await db.selectFrom('audit_entry').select('act').where('act', 'like', 'books.%').execute()
  assert.deepEqual(
    audits.map((each) => each.act).filter((act) => act !== 'books.entered'),
    ['books.closed', 'books.volume-size'],
  )
})

test('văn thư ghi chú, khóa sổ của đơn vị mình; quyền ở cấp trên không tới sổ của cấp dưới', async (t) => {
  const { db } = await testDatabase(t)
  const call = aCall(db, clerk, '2026-11-24T09:00')
  await enterInBook(call, entry)
  const note = { ...book, number: 1, note: 'Cấp lại bản chính ngày 20/11/2026', copies: 2, keptBy: 'Văn phòng' }
  await noteEntry(call, note)
  const row = await db.selectFrom('paper_book_entry').selectAll().executeTakeFirstOrThrow()
  assert.deepEqual([row.note, row.copies, row.kept_by, row.number], [note.note, 2, 'Văn phòng', 1])
  assert.equal(row.search, fold(`${entry.subject} ${note.note}`), 'the database folds as the program does')
  await assert.rejects(noteEntry(call, { ...note, number: 2 }), { code: 'books.entry-unknown' })
  const above = {
    ...call,
    actor: anActor({ 'books.keep': [organisationId, 'ubnd-tinh'] }, { organisationId: 'ubnd-tinh' }),
  }
  const reader = { ...call, actor: anActor({ 'books.view': [organisationId] }, { organisationId }) }
  for (const other of [above, reader])
    for (const act of [
      () => noteEntry(other, note),
      () => closeVolume(other, { ...book, ...end, volume: 1, entries: 1 }),
      () => changeVolumeSize(other, { ...book, perVolume: 10 }),
    ])
      await assert.rejects(act, { code: 'books.no-right' })
})
