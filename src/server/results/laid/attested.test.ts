import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { viewDossier } from '#server/dossiers/index.ts'
import { findPaper, stopSetters } from '#server/papers/index.ts'
import { bytesSource, flattened, PdfFile } from '#server/signatures/index.ts'
import { printAttestation, takeResultStep, viewResult } from '../index.ts'
import { columnsOfBook } from '../books/book-words.ts'
import { listLines } from '../books/queries.ts'
import { findResult, listResults } from '../queries.ts'
import { OnItsWay, PIN } from '../testing.ts'
import { aHouse, bytesOf, entriesOf, keysFor, scanOf, signAndSeal, verify, wordsOf } from './testing.ts'

after(stopSetters)
const atCommune = { 'request.place': 'commune' }

test('chứng thực bản sao: lời chứng ghi sau bản quét, ký, lấy số chứng thực và quyển số khi đóng dấu, kiểm tra là hợp lệ', async (t) => {
  const h = await aHouse(t)
  const way = await OnItsWay.file(h, '2.000815', { atCounter: true, answers: atCommune })
  await way.until('print')
  const scan = await scanOf('Bằng tốt nghiệp đại học')
  await assert.rejects(way.prepare('grant'), { code: 'results.scan-needed' })
  const { result } = await way.prepare('grant', undefined, { laidOn: await way.scan(scan) })
  await signAndSeal(way)
  const paper = (await findPaper(h.db, { id: result.paperId }))!
  const bytes = await bytesOf(h, paper.id)
  const report = await verify(h, bytes)
  assert.equal(report.verdict, 'VALID', JSON.stringify(report, null, 1))
  assert.equal(report.signatures.length, 2)
  assert.equal(Buffer.compare(bytes.subarray(0, scan.length), scan), 0, 'the scan stays byte for byte')
  assert.equal(paper.notation, '01 quyển số 01/2026-SCT/BS')
  const [entry] = await entriesOf(h, 'SCT/BS')
  assert.equal(entry!.paper_id, paper.id)
  const facts = entry!.facts as Record<string, string>
  assert.deepEqual(
    [facts.copies, facts.requester, facts.signer],
    [paper.data.copies, paper.data.requester, paper.data.signer],
  )
  const key = { organisationId: paper.organisationId, kind: 'SCT/BS', year: 2026 }
  const [line] = await listLines(h.db, key, { limit: 1 }, true)
  const shown = Object.fromEntries(columnsOfBook('certification').map(({ head, of }) => [head, of(line!)]))
  assert.deepEqual(
    [shown['Số chứng thực'], shown['Ngày, tháng'], shown['Người yêu cầu chứng thực'], shown['Số lượng bản']],
    ['01', '24/11/2026', facts.requester, facts.copies],
  )
  assert.equal(shown['Giấy tờ được chứng thực'], facts.document)
  const done = await viewDossier(await way.holder(), { id: way.id })
  assert.equal(done.events.find((each) => each.kind === 'settled')!.facts.resultNumber, paper.notation)
  assert.equal((await findResult(h.db, way.id))!.state, 'complete')
  for (const at of [100, Math.floor(scan.length / 2), scan.length - 20]) {
    const changed = new Uint8Array(bytes)
    changed[at]! ^= 1
    assert.equal((await verify(h, changed)).verdict, 'INVALID', `byte ${at} of the scan`)
  }
})

test('mỗi loại giấy tờ một số chứng thực: hai giấy trong một hồ sơ là hai lời chứng, hai số liền nhau, một lần ký', async (t) => {
  const h = await aHouse(t)
  const others = [{ name: 'Căn cước công dân', pages: 2, copies: 3 }]
  const way = await OnItsWay.file(h, '2.000815', { atCounter: true, answers: atCommune })
  const answers = (await way.view()).dossier.answers as { paper: object }
  const both = JSON.stringify({ ...answers, paper: { ...answers.paper, others } })
  await h.db.updateTable('dossier').set({ answers: both }).where('id', '=', way.id).execute()
  await way.until('print')
  const laidOn = await way.scan(await scanOf('Bằng tốt nghiệp'))
  await way.prepare('grant', undefined, { laidOn })
  const second = await way.scan(await scanOf('Căn cước công dân'))
  const { paper } = await way.prepare('grant', undefined, { laidOn: second, key: 'certified-copy.1' })
  assert.deepEqual([paper.data.document, paper.data.pages, paper.data.copies], ['Căn cước công dân', '2', '3'])
  await signAndSeal(way)
  const results = await listResults(h.db, way.id)
  assert.deepEqual(
    results.map((each) => [each.part, each.state]),
    [
      [0, 'complete'],
      [100, 'complete'],
    ],
  )
  for (const { paperId } of results) assert.equal((await verify(h, await bytesOf(h, paperId))).verdict, 'VALID')
  const entries = await entriesOf(h, 'SCT/BS')
  assert.deepEqual(
    entries.map((each) => [each.number, each.volume, (each.facts as Record<string, string>).copies]),
    [
      [1, 1, results[0]!.data.copies],
      [2, 1, '3'],
    ],
  )
})

test('hai văn thư đóng dấu cùng lúc ở một xã: hai số liền nhau; việc đóng dấu hỏng trả lại số, không để trống', async (t) => {
  const h = await aHouse(t)
  const ways = [1, 2, 3].map(() => OnItsWay.file(h, '2.000815', { atCounter: true, answers: atCommune }))
  const clerks = []
  for (const each of ways) {
    const way = await each
    await way.until('print')
    await way.prepare('grant', undefined, { laidOn: await way.scan(await scanOf('Giấy tờ')) })
    const { call, view } = await way.until('decide')
    await keysFor(way, call.actor.postId!, view.dossier.handlingId)
    await takeResultStep(call, h.house, { dossierId: way.id, act: view.acts[0]!.key, secret: PIN })
    await way.complete((await findResult(h.db, way.id))!.paperId)
    const clerk = await way.holder()
    const [act] = (await viewDossier(clerk, { id: way.id })).acts
    clerks.push({ way, seal: () => takeResultStep(clerk, h.house, { dossierId: way.id, act: act!.key, secret: PIN }) })
  }
  await h.pool.query("alter table signature_job add constraint broken check (field <> 'dau')")
  await assert.rejects(clerks[0]!.seal())
  await h.pool.query('alter table signature_job drop constraint broken')
  assert.deepEqual(await entriesOf(h, 'SCT/BS'), [], 'what failed entered nothing')
  await Promise.all(clerks.map(({ seal }) => seal()))
  const entries = await entriesOf(h, 'SCT/BS')
  assert.deepEqual(
    entries.map((each) => each.number),
    [1, 2, 3],
  )
  assert.equal(new Set(entries.map((each) => each.paper_id)).size, 3)
})

test('chứng thực chữ ký: chưa xác nhận đã ký trước mặt thì không ghi lời chứng; có rồi thì đi hết đường, số của sổ chữ ký', async (t) => {
  const h = await aHouse(t)
  const way = await OnItsWay.file(h, '2.000884', { atCounter: true, answers: atCommune })
  const { call, view } = await way.until('verify')
  const [signed] = view.acts
  await assert.rejects(takeResultStep(call, h.house, { dossierId: way.id, act: signed!.key }), {
    code: 'dossiers.confirm-needed',
  })
  const laidOn = await way.scan(await scanOf('Sơ yếu lý lịch'))
  await assert.rejects(way.prepare('grant', undefined, { laidOn }), { code: 'results.not-in-person' })
  await takeResultStep(call, h.house, { dossierId: way.id, act: signed!.key, confirmed: true })
  const kept = (await way.view()).events.find((each) => typeof each.facts.confirmed === 'string')!
  assert.equal(kept.actorId, call.actor.id)
  const { result } = await way.prepare('grant', undefined, { laidOn })
  await signAndSeal(way)
  const bytes = await bytesOf(h, result.paperId)
  const report = await verify(h, bytes)
  assert.equal(report.verdict, 'VALID', JSON.stringify(report, null, 1))
  assert.equal(report.signatures.length, 2)
  assert.equal((await findPaper(h.db, { id: result.paperId }))!.notation, '01 quyển số 01/2026-SCT/CK,ĐC')
  assert.equal((await entriesOf(h, 'SCT/BS')).length, 0, 'each kind of certification has its own book')
})

test('bản quét đã ký số, tệp của hồ sơ khác, tệp kết quả: không ghi lên được, và dự thảo trước vẫn còn', async (t) => {
  const h = await aHouse(t)
  const one = await OnItsWay.file(h, '2.000815', { atCounter: true, answers: atCommune })
  await one.until('print')
  await one.prepare('grant', undefined, { laidOn: await one.scan(await scanOf('Bản một')) })
  await signAndSeal(one)
  const two = await OnItsWay.file(h, '2.000815', { atCounter: true, answers: atCommune })
  await two.until('print')
  const { result } = await two.prepare('grant', undefined, { laidOn: await two.scan(await scanOf('Bản hai')) })
  const signed = await bytesOf(h, (await findResult(h.db, one.id))!.paperId)
  const again = two.prepare('grant', undefined, { laidOn: await two.scan(signed, 'da-ky.pdf') })
  await assert.rejects(again, (error: { code: string; facts: { reason: string } }) => {
    assert.equal(error.code, 'results.scan-unfit')
    assert.match(error.facts.reason, /đã có chữ ký số/)
    return true
  })
  const ofOther = (await findResult(h.db, one.id))!
  for (const laidOn of [ofOther.laidOn!, ofOther.attachmentId!])
    await assert.rejects(two.prepare('grant', undefined, { laidOn }), { code: 'results.scan-unknown' })
  assert.equal((await findResult(h.db, two.id))!.id, result.id)
})

test('in lời chứng ra giấy: một trang có số và ngày, chỗ ký để trống, không có bản quét; chưa đóng dấu thì chưa in', async (t) => {
  const h = await aHouse(t)
  const way = await OnItsWay.file(h, '2.000815', { atCounter: true, answers: atCommune })
  await way.until('print')
  const { result } = await way.prepare('grant', undefined, { laidOn: await way.scan(await scanOf('Bản chính')) })
  const { code } = (await way.view()).dossier
  const print = async () => printAttestation(await way.holder(), h.house, { code: code!, resultId: result.id })
  await assert.rejects(print(), { code: 'results.no-attestation' })
  await signAndSeal(way)
  const { pdf, fileName } = await print()
  assert.equal(fileName, `loi-chung-${code}.pdf`)
  const printed = await PdfFile.open(bytesSource(pdf))
  assert.equal((await printed.pages()).length, 1)
  const whole = await flattened(bytesSource(await bytesOf(h, result.paperId)))
  assert.ok(pdf.length < whole.length, 'neither the scan nor the pictures of signature and seal')
  const words = wordsOf(pdf)
  if (words === undefined) return
  assert.match(words, /Số chứng thực: 01 +quyển số: 01\/2026-SCT\/BS/)
  assert.match(words, /ngày 24 tháng 11 năm 2026/)
  assert.doesNotMatch(words, /Bản chính$/m)
})

test('trang soạn cho chọn bản quét chỉ khi mẫu ghi lên giấy có sẵn', async (t) => {
  const h = await aHouse(t)
  const way = await OnItsWay.file(h, '2.000815', { atCounter: true, answers: atCommune })
  await way.until('print')
  const id = await way.scan(await scanOf('Bản chính'))
  const call = await way.holder()
  assert.deepEqual(
    (await viewResult(call, await viewDossier(call, { id: way.id }))).scans.map((each) => each.id),
    [id],
  )
})

test('làm ở huyện: Trưởng phòng Tư pháp ký, dấu và sổ của Phòng Tư pháp', async (t) => {
  const h = await aHouse(t)
  const way = await OnItsWay.file(h, '2.000815', { atCounter: true, answers: { 'request.place': 'district' } })
  await way.until('print')
  const { paper } = await way.prepare('grant', undefined, { laidOn: await way.scan(await scanOf('Bản chính')) })
  assert.match(paper.organisationId, /-tu-phap$/)
  await signAndSeal(way, paper.organisationId)
  const report = await verify(h, await bytesOf(h, paper.id))
  assert.equal(report.verdict, 'VALID', JSON.stringify(report, null, 1))
  const [entry] = await entriesOf(h, 'SCT/BS')
  assert.deepEqual([entry!.organisation_id, entry!.number], [paper.organisationId, 1])
})
