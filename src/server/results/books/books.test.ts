import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { after, type TestContext, test } from 'node:test'
import { sql } from 'kysely'
import { findDossier } from '#server/dossiers/index.ts'
import { enterInBook, replacePaper, stopSetters, withdrawPaper } from '#server/papers/index.ts'
import { aSealedPaper } from '#server/papers/testing.ts'
import { aCall, anActor, testDatabase } from '#server/platform/testing.ts'
import { aFiledDossier } from '#server/slips/testing.ts'
import {
  columnsOfBook,
  exportBook,
  findViewablePaper,
  listEntries,
  setOfficeBook,
  viewBook,
  viewBooks,
  viewVolumes,
} from '../index.ts'

after(stopSetters)
const houseOf = (t: TestContext) => {
  const dataDir = mkdtempSync('/tmp/dinh-books-')
  t.after(() => rmSync(dataDir, { recursive: true, force: true }))
  return { dataDir, origin: 'https://dinh.example' }
}
const organisationId = 'xa-liem-phong'
const CIVIL = 'Sổ cấp Giấy xác nhận tình trạng hôn nhân của năm (…/UBND-XNTTHN)'
const key = { organisationId, kind: CIVIL, year: 2026 }
const rights = (...acts: string[]) => Object.fromEntries(acts.map((act) => [act, [organisationId]]))
const clerk = anActor(rights('books.view', 'books.keep', 'books.names', 'papers.withdraw'), { organisationId })
const reader = anActor(rights('books.view'), { organisationId })
const page = { limit: 50 }

test('giấy thu hồi, giấy được thay vẫn giữ số trong sổ và sổ nói rõ; họ tên chỉ người có quyền đọc', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const call = aCall(db, clerk, '2026-11-24T09:00')
  const house = houseOf(t)
  const id = await aFiledDossier(db, '1.004873', call.now)
  await db.updateTable('dossier').set({ handling_id: organisationId }).where('id', '=', id).execute()
  const papers = []
  for (const number of [1, 2, 3]) {
    const { paper } = await aSealedPaper(call, house, { subjectId: id, number })
    await enterInBook(call, { organisationId, kind: CIVIL, subject: `Giấy xác nhận ${number}`, paperId: paper.id })
    papers.push(paper)
  }
  await withdrawPaper(call, {
    paperId: papers[0]!.id,
    reason: 'Cấp sai thẩm quyền',
    decision: { number: '1/QĐ-UBND', on: '2026-11-24' },
  })
  await replacePaper(call, { paperId: papers[1]!.id, byPaperId: papers[2]!.id, reason: 'Sai năm sinh' })
  const dossier = (await findDossier(db, id))!
  await enterInBook(call, { organisationId, kind: CIVIL, subject: `Hồ sơ ${dossier.code}` })

  // Sự kiện hộ tịch vào sổ trước, giấy của nó mang số ấy sau.
  const event = await aSealedPaper(call, house, { subjectId: id, number: 5 })
  await enterInBook(call, { organisationId, kind: CIVIL, subject: `Hồ sơ ${dossier.code}` })
  const [ofEvent] = (await listEntries(call, key, { fromNumber: 5 }, page)).items
  assert.deepEqual([ofEvent!.paperId, ofEvent!.notation, ofEvent!.subject], [event.paper.id, '5/XNHN-UBND', 'Kết quả'])

  const { items, book } = await listEntries(call, key, { toNumber: 4 }, page)
  assert.deepEqual(
    items.map((each) => each.number),
    [4, 3, 2, 1],
  )
  const columns = columnsOfBook(book.family)
  const cells = (line: (typeof items)[number]) => Object.fromEntries(columns.map((each) => [each.head, each.of(line)]))
  assert.equal(cells(items[3]!)['Ghi chú'], 'Đã thu hồi: Cấp sai thẩm quyền')
  assert.equal(cells(items[2]!)['Ghi chú'], 'Đã thay bằng số 3/XNHN-UBND: Sai năm sinh')
  assert.deepEqual([cells(items[1]!)['Số, ký hiệu'], cells(items[0]!)['Số, ký hiệu']], ['3/XNHN-UBND', '04'])
  for (const line of items) assert.equal(line.owner, dossier.ownerName)

  const asReader = { ...call, actor: reader }
  const seen = await listEntries(asReader, key, {}, page)
  assert.ok(seen.items.every((line) => line.owner === null && line.receivers === null))
  assert.equal((await viewBook(asReader, key)).names, false)
  const name = { words: dossier.ownerName }
  assert.equal((await listEntries(call, key, name, page)).items.length, 4, 'found by the name of the owner')
  assert.equal(
    (await listEntries(asReader, key, name, page)).items.length,
    0,
    'a name that is not read is not looked for',
  )

  const printed = await setOfficeBook(call, house, key, {})
  assert.equal((await setOfficeBook(call, house, key, {})).id, printed.id, 'the same again is the same paper')
  assert.match(JSON.stringify(printed.data), new RegExp(dossier.ownerName))
  assert.doesNotMatch(
    JSON.stringify((await setOfficeBook(asReader, house, key, {})).data),
    new RegExp(dossier.ownerName),
  )
  assert.equal((await findViewablePaper(call, printed.id)).id, printed.id)
  await assert.rejects(findViewablePaper(asReader, printed.id), { code: 'results.paper-unknown' })
  await exportBook(call, key, {})
  const acts = await db
    .selectFrom('audit_entry')
    .select('act')
    .where('act', 'like', 'books.%')
    .orderBy('at')
    .orderBy('seq')
    .execute()
  assert.deepEqual(
    acts.map((each) => each.act).filter((act) => act !== 'books.entered'),
    ['books.printed', 'books.printed', 'books.printed', 'books.exported'],
  )
})

test('sổ của đơn vị nào đơn vị ấy xem: quyền ở cấp trên, ở đơn vị khác hay không có quyền đều không thấy', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const call = aCall(db, clerk, '2026-11-24T09:00')
  await enterInBook(call, { organisationId, kind: CIVIL, subject: 'Giấy xác nhận' })
  await enterInBook(call, { organisationId: 'ubnd-phu-ly', kind: CIVIL, subject: 'Giấy xác nhận' })
  assert.deepEqual(
    (await viewBooks(call)).map((book) => [book.organisationId, book.family, book.last]),
    [[organisationId, 'civil-status', 1]],
  )
  const everywhere = { 'books.view': [organisationId, 'ubnd-tinh', 'ubnd-phu-ly'] }
  for (const actor of [
    anActor(everywhere, { organisationId: 'ubnd-tinh' }),
    anActor(rights('books.keep'), { organisationId }),
  ]) {
    const other = { ...call, actor }
    for (const act of [
      () => viewBook(other, key),
      () => listEntries(other, key, {}, page),
      () => viewVolumes(other, key),
      () => exportBook(other, key, {}),
      () => setOfficeBook(other, houseOf(t), key, {}),
    ])
      await assert.rejects(act, { code: 'books.no-right' })
  }
  const bySubtree = {
    ...call,
    actor: anActor(everywhere, { organisationId: 'x', queues: [`${organisationId}/leader`] }),
  }
  assert.equal((await viewBook(bySubtree, key)).last, 1, 'who serves a queue of the unit belongs to it')
})

test('trong sổ năm vạn việc, lọc theo ngày, số, quyển, chữ rồi lật trang đều đọc từ chỉ mục và không sót dòng nào', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const call = aCall(db, clerk, '2026-11-24T09:00')
  const count = 50_000
  await sql`insert into paper_book (organisation_id, kind, year, volume, entries_in_volume, per_volume, last)
    values (${organisationId}, ${CIVIL}, 2026, 250, 200, 200, ${count})`.execute(db)
  await sql`insert into paper_book_entry (organisation_id, kind, year, number, volume, subject, entered_at, entered_by)
    select ${organisationId}, ${CIVIL}, 2026, n, (n - 1) / 200 + 1, 'Giấy xác nhận, thôn ' || (n % 5000),
      timestamptz '2026-01-01 08:00+07' + n * interval '9 minutes', 'test' from generate_series(1, ${count}) n`.execute(
    db,
  )
  await sql`analyze paper_book_entry`.execute(db)
  const all = async (filter: object, most = 2000) => {
    const numbers: number[] = []
    for (let after: number | undefined; numbers.length < most;) {
      const { items, next } = await listEntries(call, key, filter, { after, limit: 100 })
      numbers.push(...items.map((each) => each.number))
      if (next === null) break
      after = next
    }
    return numbers
  }
  const run = (from: number, to: number) => Array.from({ length: from - to + 1 }, (_, at) => from - at)
  assert.deepEqual(await all({}, 300), run(count, count - 299))
  assert.deepEqual(await all({ volume: 7 }), run(1400, 1201))
  assert.deepEqual(await all({ fromNumber: 990, toNumber: 1240 }), run(1240, 990))
  const day = await all({ from: '2026-03-05', to: '2026-03-06' })
  assert.equal(day.length, 320)
  assert.deepEqual(day, run(day[0]!, day.at(-1)!))
  assert.deepEqual(
    await all({ words: 'THÔN 4999' }),
    run(10, 1).map((each) => each * 5000 - 1),
  )
  assert.deepEqual(await all({ words: 'không có chữ này' }), [])
  const volumes = await viewVolumes(call, key)
  assert.deepEqual([volumes.volumes.length, volumes.next, volumes.volumes[0]!.last], [50, 201, count])

  const where = sql`organisation_id = ${organisationId} and kind = ${CIVIL} and year = 2026`
  const plan = async (condition: ReturnType<typeof sql>, ordered = sql`number desc`) => {
    const { rows } = await sql<{ 'QUERY PLAN': string }>`
      explain select * from paper_book_entry where ${where} and ${condition} order by ${ordered} limit 51`.execute(db)
    return rows.map((row) => row['QUERY PLAN']).join('\n')
  }
  const { rows: found } = await sql<{ 'QUERY PLAN': string }>`explain select number from paper_book_entry where ${where}
    and array_to_tsvector(string_to_array(search, ' ')) @@ ${"'4999'"}::tsquery limit 10001`.execute(db)
  assert.match(found.map((row) => row['QUERY PLAN']).join('\n'), /paper_book_entry_words/)
  for (const [condition, index] of [
    [sql`number < 40000`, 'paper_book_entry_pkey'],
    [sql`volume = 7 and number < 1300`, 'paper_book_entry_volume|paper_book_entry_pkey'],
  ] as const) {
    const shown = await plan(condition)
    assert.match(shown, new RegExp(index))
    assert.doesNotMatch(shown, /Seq Scan/)
  }
  assert.match(await plan(sql`entered_at >= '2026-03-05'`, sql`entered_at, number`), /paper_book_entry_time/)
})
