import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { loadPosts } from '#server/directory/index.ts'

import { officialOf } from '#server/dossiers/testing.ts'
import { findPaper, stopSetters } from '#server/papers/index.ts'
import { pumpAnnouncements } from '#server/platform/announcement-pump.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { sealPaper, signPaper } from '#server/signing/index.ts'
import { takeResultStep } from '../index.ts'
import { findResult, listResults } from '../queries.ts'
import { OnItsWay, PIN } from '../testing.ts'
import { aHouse, bytesOf, keysFor, scanOf, signAndSeal, verify, wordsOf } from './testing.ts'

after(stopSetters)

test('cải chính hộ tịch: trích lục và ghi chú ở mặt sau giấy cũ ký một lần, đóng dấu một lần; cả hai kiểm tra là hợp lệ', async (t) => {
  const h = await aHouse(t)
  const way = await OnItsWay.file(h, '1.004859', { answers: { 'change.kind': 'supplement' } })
  await way.until('appraise')
  await way.prepare('grant', undefined, { key: 'extract' })
  const scan = await scanOf('Giấy khai sinh đã cấp năm 1998')
  const note = await way.prepare('grant', undefined, { key: 'note', laidOn: await way.scan(scan) })
  await signAndSeal(way)
  const results = await listResults(h.db, way.id)
  assert.deepEqual(
    results.map((each) => [each.resultKey, each.part, each.state]),
    [
      ['extract', 0, 'complete'],
      ['note', 1, 'complete'],
    ],
  )
  for (const { paperId } of results) {
    const report = await verify(h, await bytesOf(h, paperId))
    assert.equal(report.verdict, 'VALID', JSON.stringify(report, null, 1))
    assert.equal(report.signatures.length, 2)
  }
  const paper = (await findPaper(h.db, { id: note.paper.id }))!
  assert.equal(paper.notation, null, 'a note takes no number of a book')
  const bytes = await bytesOf(h, paper.id)
  assert.equal(Buffer.compare(bytes.subarray(0, scan.length), scan), 0)
  const words = wordsOf(bytes)
  if (words !== undefined) assert.match(words, /ngày 24 tháng 11 năm 2026/)
  const files = (await way.view()).attachments.filter((each) => each.kind === 'result').map((each) => each.fileName)
  assert.equal(files.length, 2)
  assert.ok(files.some((name) => name.endsWith('-note.pdf')))
})

test('ghi chú mà lãnh đạo chưa ký thì văn thư chưa đóng dấu; quyết định từ chối thì ghi chú đã soạn bỏ đi', async (t) => {
  const h = await aHouse(t)
  const way = await OnItsWay.file(h, '1.004859', { answers: { 'change.kind': 'supplement' } })
  await way.until('appraise')
  await way.prepare('grant', undefined, { key: 'extract' })
  const { result } = await way.prepare('grant', undefined, {
    ...{ key: 'note', laidOn: await way.scan(await scanOf('Giấy khai sinh')) },
  })
  await way.prepare('refuse')
  const { call, view } = await way.until('decide')
  await keysFor(way, call.actor.postId!, view.dossier.handlingId)
  const refuse = view.acts.find((each) => each.outcome === 'refuse')!.key
  const why = { remark: 'Không đủ căn cứ', clause: 'Điều 28' }
  await takeResultStep(call, h.house, { dossierId: way.id, act: refuse, secret: PIN, ...why })
  assert.deepEqual(
    (await listResults(h.db, way.id)).map((each) => each.outcome),
    ['refuse'],
  )
  assert.equal((await findPaper(h.db, { id: result.paperId }))!.state, 'withdrawn')
})

test('đăng ký biến động: ghi lên giấy chứng nhận đã cấp thay cho cấp mới; giám đốc chi nhánh ký, dấu của chi nhánh', async (t) => {
  const h = await aHouse(t)
  const way = await OnItsWay.file(h, '1.013831')
  await way.until('print')
  const { paper } = await way.prepare('grant', undefined, {
    ...{ key: 'gcn.note', laidOn: await way.scan(await scanOf('Giấy chứng nhận quyền sử dụng đất, trang 4')) },
  })
  assert.match(paper.organisationId, /^cnvpdk-/, 'the branch notes, not the district')
  await signAndSeal(way, paper.organisationId)
  const report = await verify(h, await bytesOf(h, paper.id))
  assert.equal(report.verdict, 'VALID', JSON.stringify(report, null, 1))
  const { code, events } = { ...(await way.view()), code: (await way.view()).dossier.code }
  assert.equal(events.find((each) => each.kind === 'settled')!.facts.resultNumber, code)
})

test('chuyển mục đích đất: sau quyết định và nộp tiền, ghi chú do chi nhánh ký; chưa ký, chưa đóng dấu thì chưa chuyển một cửa', async (t) => {
  const h = await aHouse(t)
  const way = await OnItsWay.file(h, '1.000798')
  await way.until('appraise')
  await way.prepare('grant', undefined, { key: 'quyet-dinh' })
  await signAndSeal(way)
  const { call } = await way.until('appraise')
  const branch = call.actor.organisationId!
  await assert.rejects(way.prepare('grant', undefined, { key: 'quyet-dinh' }))
  const laidOn = await way.scan(await scanOf('Giấy chứng nhận, trang 4'))
  const { paper } = await way.prepare('grant', undefined, { key: 'gcn', laidOn })
  assert.equal(paper.organisationId, branch)
  const leave = async () =>
    takeResultStep(await way.holder(), h.house, { dossierId: way.id, act: 'chuyen', remark: 'Đã ghi' })
  await assert.rejects(leave(), { code: 'results.beside-open' })
  const posts = await loadPosts(h.db, vietnamDate(h.clock.now))
  const director = posts.serving(`${branch}/leader`)[0]!
  const clerk = posts.serving(`${branch}/records-clerk`)[0]!
  await keysFor(way, director.id, branch)
  const as = async (postId: string) => ({
    db: h.db,
    actor: await officialOf(h.db, postId, h.clock.now),
    now: way.later(),
  })
  await signPaper(await as(director.id), h.house, { paperId: paper.id, key: 'lanh-dao', secret: PIN })
  await way.complete(paper.id)
  await pumpAnnouncements(h.db, way.later())
  await assert.rejects(leave(), { code: 'results.beside-open' })
  await sealPaper(await as(clerk.id), h.house, { paperId: paper.id, key: 'dau', secret: PIN })
  await way.complete(paper.id)
  await pumpAnnouncements(h.db, way.later())
  assert.equal((await verify(h, await bytesOf(h, paper.id))).verdict, 'VALID')
  assert.deepEqual(
    (await listResults(h.db, way.id)).map((each) => each.state),
    ['complete', 'complete'],
  )
  await leave()
  assert.equal((await findResult(h.db, way.id))!.resultKey, 'quyet-dinh')
})
