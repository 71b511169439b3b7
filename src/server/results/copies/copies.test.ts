import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { after, test } from 'node:test'
import { deflateSync, crc32 } from 'node:zlib'
import { sql } from 'kysely'
import { listOwnPapers, viewDossier } from '#server/dossiers/index.ts'
import { aCitizen, officialOf } from '#server/dossiers/testing.ts'
import { forgetDirectory, loadPosts } from '#server/directory/index.ts'
import { findPaper, one, setPaper, setPicture, stopSetters } from '#server/papers/index.ts'
import { anonymousActor, type Call } from '#server/platform/call.ts'
import { keepFile } from '#server/files/index.ts'
import { migrateJobs } from '#server/platform/jobs.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { bytesSource, verifyPdf } from '#server/signatures/index.ts'
import { findPublicCopy, findPublicCopyOfFile, listCopies, sealPaper, signPaper } from '#server/signing/index.ts'
import { aSigningHouse, type TestHouse } from '#server/signing/testing.ts'
import { copyPaper, keepScan, removeScan, type Scan, signScan, viewCopies, withdrawResultCopy } from '../index.ts'
import { OnItsWay, PIN } from '../testing.ts'
import { whyNoScan } from './rules.ts'

after(stopSetters)
const BIRTH = '1.001193'
const fileOf = (h: TestHouse, sha256: string) => `${h.house.dataDir}/files/${sha256.slice(0, 2)}/${sha256}`

/** A white page as a scanner gives it, with a corner of ink that tells one from another. */
function aPng(width: number, height: number, ink = 0): Uint8Array {
  const chunk = (type: string, data: Uint8Array) => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
    const [head, tail] = [Buffer.alloc(4), Buffer.alloc(4)]
    head.writeUInt32BE(data.length)
    tail.writeUInt32BE(crc32(body))
    return Buffer.concat([head, body, tail])
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 0, 0, 0, 0], 8)
  const rows = Buffer.alloc((width + 1) * height, 255)
  for (let y = 0; y < height; y += 1) rows[y * (width + 1)] = 0
  rows[1] = ink
  const end = chunk('IEND', Buffer.alloc(0))
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', deflateSync(rows)), end])
}
const aPage = (words: string) =>
  setPicture(`#set page(width: 595pt, height: 842pt, margin: 60pt)\n#set text(font: "Tinos")\n${words}`, {}, new Date())

async function aHouse(t: Parameters<typeof aSigningHouse>[0]) {
  const h = await aSigningHouse(t)
  await migrateJobs(h.pool)
  return h
}
/** A dossier on a birth certificate that the leader signed by hand: the records clerk numbers it. */
async function aBirth(h: TestHouse) {
  const way = await OnItsWay.file(h, BIRTH, { atCounter: true })
  const { view } = await way.until('number')
  const at = view.dossier.handlingId
  const leaders = (await loadPosts(h.db, vietnamDate(h.clock.now))).serving(`${at}/leader`)
  await way.keys(leaders[0]!.id, at, { person: leaders[0]!.holder!, title: 'Chủ tịch', organisation: at })
  const posts = await loadPosts(h.db, vietnamDate(h.clock.now))
  const asPost = async (queue: string): Promise<Call> => {
    const post = posts.serving(`${at}/${queue}`)[0] ?? posts.serving(`${at}/${queue}/civil-status`)[0]
    assert.ok(post, queue)
    return {
      db: h.db,
      actor: await officialOf(h.db, post.id, h.clock.now),
      now: way.later(),
      origin: { requestId: 't' },
    }
  }
  const keep = async (call: Call, bytes: Uint8Array, name: string) => {
    const house = { dataDir: h.house.dataDir, maxFileBytes: 1e8 }
    const file = await keepFile(call, house, { name, bytes: one(bytes) })
    return keepScan(call, house, { dossierId: way.id, file: { ...file, name } })
  }
  const sign = (call: Call, scan: Scan, secret = PIN, house = h.house) =>
    signScan(call, house, {
      ...{ dossierId: way.id, scanId: scan.id, fileSha256: scan.fileSha256, form: 'sao-y', secret },
      resultKey: 'tu-choi',
    })
  return { way, at, clerk: await asPost('records-clerk'), asPost, keep, sign }
}

test('bản quét giấy khai sinh: ký sao y, vào hồ sơ và kho giấy tờ của người nộp, kiểm tra là hợp lệ, tra được bằng mã và bằng tệp', async (t) => {
  const h = await aHouse(t)
  const { way, at, clerk, keep } = await aBirth(h)
  const results = (await viewCopies(clerk, await way.view())).results
  assert.equal(results.length, 2)
  const first = await keep(clerk, aPng(1240, 1754), 'trang-1.png')
  assert.deepEqual([first.pages, first.dpi], [1, 150], 'pictures are measured as they are printed')
  const scan = await keep(clerk, aPng(1754, 1240, 9), 'trang-2.png')
  assert.deepEqual([scan.id, scan.pages, scan.pictures.length], [first.id, 2, 2], 'a picture more is a page more')
  const copy = await signScan(clerk, h.house, {
    ...{ dossierId: way.id, scanId: scan.id, fileSha256: scan.fileSha256, form: 'sao-y', secret: PIN },
    resultKey: results[0]!.key,
  })
  assert.deepEqual([copy.pages, copy.organisationId, copy.notation, copy.state], [2, at, null, 'valid'])
  const bytes = readFileSync(fileOf(h, copy.fileSha256))
  if (process.env.KEEP_PAPERS) writeFileSync(`${process.env.KEEP_PAPERS}/ban-sao.pdf`, bytes)
  const report = await verifyPdf(bytesSource(bytes), { anchors: h.anchors, now: h.clock.now })
  assert.equal(report.verdict, 'VALID', JSON.stringify(report, null, 1))
  assert.equal(report.signatures[0]!.level, 'B-LT')
  const altered = Uint8Array.from(bytes)
  const at1000 = altered.indexOf(0x41, 1000)
  altered[at1000] = 0x42
  const judged = await verifyPdf(bytesSource(altered), { anchors: h.anchors, now: h.clock.now })
  assert.equal(judged.verdict, 'INVALID', 'one letter of the copy changed')

  const filer: Call = { db: h.db, actor: aCitizen(), now: way.later() }
  const seen = await viewDossier(filer, { id: way.id })
  const [attached] = seen.attachments.filter((each) => each.kind === 'result')
  assert.deepEqual(
    [attached!.fileSha256, attached!.copy?.code, attached!.copy?.valid],
    [copy.fileSha256, copy.code, true],
  )
  assert.ok(seen.events.some((each) => each.kind === 'copy-ready'))

  const anyone: Call = { db: h.db, actor: anonymousActor, now: way.later() }
  const byCode = (await findPublicCopy(anyone, copy.code.toLowerCase()))!
  assert.deepEqual(byCode, await findPublicCopyOfFile(anyone, copy.fileSha256))
  assert.deepEqual([byCode.words, byCode.kind, byCode.reason], ['Có hiệu lực', 'Bản sao y', null])
  assert.doesNotMatch(JSON.stringify(byCode), /Trần Thị Thử|khai sinh/i, 'nothing names a person or the paper')
  assert.equal(await findPublicCopyOfFile(anyone, scan.fileSha256), undefined, 'the scan itself is no copy')

  await withdrawResultCopy({ ...clerk, now: way.later() }, { copyId: copy.id, reason: 'Quét thiếu mặt sau' })
  const after = (await findPublicCopy(anyone, copy.code))!
  assert.deepEqual([after.words, after.reason], ['Đã thu hồi', 'Quét thiếu mặt sau'])
  const then = await viewDossier(filer, { id: way.id })
  assert.equal(then.attachments.find((each) => each.kind === 'result')!.copy?.valid, false)
  assert.ok(then.events.some((each) => each.kind === 'copy-withdrawn'))
  const again = { copyId: copy.id, reason: 'Lần nữa' }
  await assert.rejects(withdrawResultCopy(clerk, again), { code: 'signing.copy-withdrawn' })
  await assert.rejects(withdrawResultCopy(clerk, { ...again, reason: ' ' }), { code: 'results.copy-reason' })
})

test('ai không giữ con dấu thì không ký sao; ai không giải quyết hồ sơ thì không đưa bản quét vào; mã PIN sai thì bản quét còn nguyên', async (t) => {
  const h = await aHouse(t)
  const { clerk, asPost, keep, sign, way } = await aBirth(h)
  const officer = await asPost('officer')
  const scan = await keep(officer, await aPage('Giấy khai sinh, bản quét'), 'ks.pdf')
  assert.equal(scan.dpi, null, 'a page without a picture has no resolution')
  await assert.rejects(sign(officer, scan), { code: 'signing.no-right' })
  const stranger = await officialOf(h.db, 'so-tu-phap.giam-doc', h.clock.now)
  await assert.rejects(keep({ ...officer, actor: stranger }, aPng(10, 10), 'x.png'), { code: 'dossiers.unknown' })
  const receiver = await asPost('receiver').catch(() => undefined)
  if (receiver) await assert.rejects(keep(receiver, aPng(10, 10), 'x.png'), { code: 'results.scan-no-right' })
  await assert.rejects(keep(officer, new TextEncoder().encode('không phải ảnh'), 'x.txt'), {
    code: 'results.scan-unreadable',
  })
  await assert.rejects(keep(officer, new TextEncoder().encode('%PDF-1.4 rác'), 'x.pdf'), {
    code: 'files.damaged',
  })
  await assert.rejects(sign(clerk, scan, '000000'), { code: 'signing.wrong-pin' })
  assert.equal((await viewCopies(clerk, await way.view())).scan?.id, scan.id)
  await assert.rejects(removeScan(clerk, { dossierId: way.id, scanId: crypto.randomUUID() }), {
    code: 'results.scan-gone',
  })
  await removeScan(clerk, { dossierId: way.id, scanId: scan.id })
  assert.equal((await viewCopies(clerk, await way.view())).scan, undefined)
  await assert.rejects(sign(clerk, scan), { code: 'results.scan-gone' })
})

test('nơi cấp dấu thời gian không trả lời: không giữ gì, bản quét còn chờ; làm lại thì được', async (t) => {
  const h = await aHouse(t)
  const { clerk, keep, sign, way } = await aBirth(h)
  const scan = await keep(clerk, aPng(1654, 2339), 'a.png')
  assert.equal(scan.dpi, 200)
  const stamp = () => Promise.reject(new Error('away'))
  const house = { ...h.house, validation: { ...h.house.validation, stamp } }
  await assert.rejects(sign(clerk, scan, PIN, house), { code: 'signing.stamp-away' })
  const { rows } = await sql<{ count: number }>`select count(*)::int from signed_copy`.execute(h.db)
  assert.equal(rows[0]!.count, 0)
  const waits = await viewCopies(clerk, await way.view())
  assert.deepEqual([waits.scan?.fileSha256, waits.copies.length], [scan.fileSha256, 0])
  assert.equal((await sign({ ...clerk, now: way.later() }, scan)).state, 'valid')
})

test('hai văn thư ký một bản quét cùng lúc: một bản sao, người sau được báo', async (t) => {
  const h = await aHouse(t)
  const { clerk, keep, sign, way } = await aBirth(h)
  const scan = await keep(clerk, aPng(1654, 2339), 'a.png')
  // Both hold a finished signature before either may write: the stamp of the first waits for that of the second.
  let [waiting, let_]: [number, () => void] = [0, () => {}]
  const both = new Promise<void>((resolve) => (let_ = resolve))
  const { stamp: inside } = h.house.validation
  const stamp: typeof inside = async (digest, imprint) => {
    waiting += 1
    if (waiting === 2) let_()
    await both
    return inside(digest, imprint)
  }
  const house = { ...h.house, validation: { ...h.house.validation, stamp } }
  const done = await Promise.allSettled([sign(clerk, scan, PIN, house), sign(clerk, scan, PIN, house)])
  assert.deepEqual(done.map((each) => each.status).toSorted(), ['fulfilled', 'rejected'])
  const late = done.find((each) => each.status === 'rejected')!
  assert.equal((late as PromiseRejectedResult).reason.code, 'results.scan-gone')
  const seen = await way.view()
  assert.equal(seen.attachments.filter((each) => each.kind === 'result').length, 1)
  assert.equal((await viewCopies(clerk, seen)).copies.length, 1)
})

test('hồ sơ đã trả vẫn ký sao được về sau; kho giấy tờ của người nộp có bản sao; sổ bản sao ghi đủ', async (t) => {
  const h = await aHouse(t)
  const { clerk, keep, sign, way, at, asPost } = await aBirth(h)
  await way.until('return')
  await h.db
    .updateTable('dossier')
    .set({ state: 'returned', returned_at: way.later(), fee_state: 'paid' })
    .where('id', '=', way.id)
    .execute()
  const scan = await keep(clerk, aPng(1654, 2339), 'a.png')
  const copy = await sign({ ...clerk, now: way.later() }, scan)
  const account = { id: aCitizen().id, full_name: 'Trần Thị Thử' }
  await sql`insert into account (id, kind, full_name, created_at) values (${account.id}, 'citizen', ${account.full_name}, ${clerk.now}) on conflict do nothing`.execute(
    h.db,
  )
  const [own] = await listOwnPapers({ db: h.db, actor: aCitizen(), now: way.later() })
  assert.deepEqual([own?.id, own?.fileSha256, own?.kind, own?.state], [copy.id, copy.fileSha256, 'copy', 'valid'])
  const { items, next } = await listCopies(clerk)
  assert.deepEqual([items.map((each) => each.code), next], [[copy.code], null])
  const officer = await asPost('officer')
  await assert.rejects(listCopies(officer), { code: 'signing.no-right' })
  const { rows } = await sql<{ act: string; organisation_id: string }>`
    select act, organisation_id from audit_entry where act in ('results.scan-kept', 'signing.copied')`.execute(h.db)
  assert.deepEqual(rows.map((each) => [each.act, each.organisation_id]).toSorted(), [
    ['results.scan-kept', at],
    ['signing.copied', at],
  ])
})

test('sao y một văn bản điện tử đã đóng dấu: văn thư được xem hồ sơ mới sao được; bản gốc không đổi; sao lần nữa thì chỉ ra bản đang có', async (t) => {
  const h = await aHouse(t)
  const { way, at, clerk } = await aBirth(h)
  const paper = await setPaper(clerk, h.house, {
    ...{ templateKey: 'quyet-dinh-thu', organisationId: at, subjectKind: 'dossier', subjectId: way.id },
    ...{
      title: 'Quyết định chấp thuận',
      data: { title: 'QUYẾT ĐỊNH', issuer: '', place: 'Liêm Phong', leader: 'Thử' },
    },
  })
  const leaderPost = (await loadPosts(h.db, vietnamDate(h.clock.now))).serving(`${at}/leader`)[0]!
  const leader = { ...clerk, actor: await officialOf(h.db, leaderPost.id, h.clock.now) }
  const command = { paperId: paper.id, form: 'sao-y' as const, secret: PIN }
  await assert.rejects(copyPaper(clerk, h.house, command), { code: 'results.copy-not-valid' })
  await signPaper(leader, h.house, { paperId: paper.id, key: 'lanh-dao', secret: PIN })
  await way.complete(paper.id)
  const numbering = { series: 'QĐ', symbol: 'QĐ-UBND' }
  await sealPaper({ ...clerk, now: way.later() }, h.house, { paperId: paper.id, key: 'dau', secret: PIN, numbering })
  await way.complete(paper.id)
  const sealed = (await findPaper(h.db, paper))!
  await assert.rejects(copyPaper(leader, h.house, command), { code: 'signing.no-right' })
  const other = (await loadPosts(h.db, vietnamDate(h.clock.now))).serving('so-tu-phap/records-clerk')[0]!
  const stranger = { ...clerk, actor: await officialOf(h.db, other.id, h.clock.now) }
  await assert.rejects(copyPaper(stranger, h.house, command), { code: 'results.paper-unknown' })
  const citizen = { ...clerk, actor: aCitizen() }
  await assert.rejects(copyPaper(citizen, h.house, command), { code: 'results.paper-unknown' })
  const copy = await copyPaper({ ...clerk, now: way.later() }, h.house, command)
  assert.deepEqual([copy.subjectKind, copy.subjectWords, copy.organisationId], ['paper', sealed.notation, at])
  const bytes = readFileSync(fileOf(h, copy.fileSha256))
  const report = await verifyPdf(bytesSource(bytes), { anchors: h.anchors, now: h.clock.now })
  assert.deepEqual([report.verdict, report.signatures.length], ['VALID', 1])
  if (process.env.KEEP_PAPERS) writeFileSync(`${process.env.KEEP_PAPERS}/sao-y-dien-tu.pdf`, bytes)
  assert.deepEqual(await findPaper(h.db, paper), sealed)
  await assert.rejects(copyPaper(clerk, h.house, command), { code: 'signing.copy-there' })
  const twice = [
    { ...command, form: 'trich-sao' as const },
    { ...command, form: 'trich-sao' as const },
  ]
  const done = await Promise.allSettled(twice.map((each) => copyPaper({ ...clerk, now: h.clock.now }, h.house, each)))
  assert.deepEqual(done.map((each) => each.status).toSorted(), ['fulfilled', 'rejected'])
})

test('đánh số bản sao khi quy định của nơi cài đặt muốn: một dãy số trong năm, không nhảy số', async (t) => {
  const h = await aHouse(t)
  const { clerk, keep, sign, way } = await aBirth(h)
  await sql`update rule_set set settings = settings || '{"electronicCopyNumbers":"yes"}' where active`.execute(h.db)
  forgetDirectory(h.db)
  const numbers = []
  for (const ink of [1, 2]) {
    const scan = await keep({ ...clerk, now: way.later() }, aPng(1654, 2339, ink), 'a.png')
    numbers.push((await sign({ ...clerk, now: way.later() }, scan)).notation)
  }
  assert.deepEqual(numbers, ['01/SY-UBND', '02/SY-UBND'])
})

test('khi nào thì quét: từ bước ký kết quả trở đi; trả lại soạn lại thì chưa; kết quả điện tử thì không cần', () => {
  const steps = ['receive', 'appraise', 'decide', 'pay', 'appraise', 'number', 'return'].map((kind, at) => ({
    ...{ key: `${kind}-${at}`, kind, name: kind, holder: { role: 'officer' }, acts: [] },
  }))
  const content = { workflow: { steps }, results: [{ kind: 'decision' }] } as unknown as Parameters<typeof whyNoScan>[1]
  const why = (stepKey: string) => whyNoScan({ state: 'processing', stepKey, outcome: null }, content, undefined)
  assert.deepEqual(['receive-0', 'appraise-1', 'decide-2', 'pay-3', 'appraise-4', 'number-5'].map(why), [
    'too-early',
    'too-early',
    null,
    null,
    null,
    null,
  ])
  assert.equal(whyNoScan({ state: 'returned', stepKey: null, outcome: null }, content, undefined), null)
  assert.equal(whyNoScan({ state: 'declined', stepKey: null, outcome: null }, content, undefined), 'ended')
  assert.equal(
    whyNoScan({ state: 'settled', stepKey: null, outcome: null }, content, { state: 'complete' }),
    'electronic',
  )
  assert.equal(
    whyNoScan({ state: 'settled', stepKey: null, outcome: null }, content, { state: 'draft' }),
    null,
    'a draft that was printed and signed by hand',
  )
  const onBlank = { ...content, results: [{ kind: 'state-blank' }] } as unknown as typeof content
  const settled = { state: 'settled' as const, stepKey: null }
  assert.equal(
    whyNoScan({ ...settled, outcome: 'grant' }, onBlank, { state: 'complete' }),
    null,
    'the blank is handed over too',
  )
  assert.equal(whyNoScan({ ...settled, outcome: 'refuse' }, onBlank, { state: 'complete' }), 'electronic')
})
