import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { after, test } from 'node:test'
import { deflateSync } from 'node:zlib'
import { hintsOf, setTemplate, stopSetters } from '#server/papers/index.ts'
import { bytesSource, Dict, PdfFile, pageBox, Update } from '#server/signatures/index.ts'
import { seededTemplates } from '../../../../seeds/papers.ts'
import { layOnScan, scanAsPdf } from './lay-on-scan.ts'

after(stopSetters)
const AT = new Date('2026-11-24T02:00:00Z')
const templateOf = (key: string) => seededTemplates().find((each) => each.key === key)!
const set = (key: string) =>
  setTemplate(templateOf(key), templateOf(key).example, {
    ...{ origin: 'https://dinh.example', code: 'ABCDEFGHJKLM', at: AT },
  })
const pagesOf = async (pdf: Uint8Array) => (await PdfFile.open(bytesSource(pdf))).pages()
const hasQpdf = spawnSync('qpdf', ['--version']).status === 0

/** What another program thinks of the file. */
function check(t: { after: (work: () => void) => void }, pdf: Uint8Array) {
  if (!hasQpdf) return
  const folder = mkdtempSync('/tmp/dinh-lay-')
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  writeFileSync(`${folder}/a.pdf`, pdf)
  const { status, stdout, stderr } = spawnSync('qpdf', ['--check', `${folder}/a.pdf`], { encoding: 'utf8' })
  assert.equal(status, 0, `${stdout}${stderr}`)
}

test('lời chứng đứng ở trang sau bản quét; bản quét còn nguyên từng byte; ô ký, số, ngày theo trang ấy', async (t) => {
  const scan = (await set('bien-ban-hoa-giai')).pdf
  const before = (await pagesOf(scan)).length
  const words = await set('loi-chung-ban-sao')
  const laid = await layOnScan(scan, words, 'page')
  assert.equal(Buffer.compare(laid.pdf.subarray(0, scan.length), scan), 0)
  assert.deepEqual([(await pagesOf(laid.pdf)).length, laid.pages], [before + 1, before + 1])
  assert.deepEqual(
    laid.places.map((each) => [each.key, each.page]).toSorted(),
    ['lanh-dao', 'ngay', 'quyen', 'so'].map((key) => [key, before]),
  )
  assert.deepEqual(laid.places[0]!.rect, words.places[0]!.rect)
  check(t, laid.pdf)
})

test('ghi chú đứng ở mặt sau lớn bằng tờ giấy, hoặc ở cuối trang cuối như mẫu nói; trang cuối bị xoay thì ra mặt sau', async (t) => {
  const scan = (await set('giay-khai-sinh')).pdf
  const count = (await pagesOf(scan)).length
  const words = await set('ghi-chu-ho-tich')
  const back = await layOnScan(scan, words, 'back')
  const file = await PdfFile.open(bytesSource(back.pdf))
  assert.deepEqual((await pageBox(file, count)).box, (await pageBox(file, count - 1)).box)
  assert.ok(back.places.every((each) => each.page === count && each.rect[3] < 842 && each.rect[1] > 400))
  const foot = await layOnScan(scan, words, 'foot-of-last-page')
  assert.equal((await pagesOf(foot.pdf)).length, count)
  assert.ok(foot.places.every((each) => each.page === count - 1 && each.rect[1] > 0 && each.rect[3] < 260))
  assert.equal(Buffer.compare(foot.pdf.subarray(0, scan.length), scan), 0)
  check(t, back.pdf)
  check(t, foot.pdf)

  const opened = await PdfFile.open(bytesSource(scan))
  const update = new Update(opened)
  const { ref, page } = (await opened.pages()).at(-1)!
  update.replace(ref, new Dict(page).set('Rotate', 90) as Dict)
  const turned = Buffer.concat([scan, (await update.bytes()).bytes])
  const laid = await layOnScan(turned, words, 'foot-of-last-page')
  assert.deepEqual([laid.pages, laid.places[0]!.page], [count + 1, count])
  check(t, laid.pdf)
})

/** A PNG of one colour: 30 × 20, RGB or with transparency. */
function aPng(colours: 2 | 6): Buffer {
  const chunk = (type: string, body: Buffer) => {
    const head = Buffer.alloc(8)
    head.writeUInt32BE(body.length)
    head.write(type, 4, 'latin1')
    return Buffer.concat([head, body, Buffer.alloc(4)])
  }
  const ihdr = Buffer.alloc(13)
  ihdr.writeUInt32BE(30, 0)
  ihdr.writeUInt32BE(20, 4)
  ihdr.set([8, colours, 0, 0, 0], 8)
  const line = Buffer.concat([Buffer.from([0]), Buffer.alloc(30 * (colours === 2 ? 3 : 4), 128)])
  const body = deflateSync(Buffer.concat(Array.from({ length: 20 }, () => line)))
  const magic = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return Buffer.concat([magic, chunk('IHDR', ihdr), chunk('IDAT', body), chunk('IEND', Buffer.alloc(0))])
}
/** A JPEG as far as a PDF reads it, 40 × 60, with the orientation a camera writes. */
function aJpeg(orientation: number): Buffer {
  const exif = Buffer.alloc(6 + 26)
  exif.write('Exif\0\0MM\0*', 0, 'latin1')
  exif.writeUInt32BE(8, 10)
  exif.writeUInt16BE(1, 14)
  exif.writeUInt16BE(0x0112, 16)
  exif.writeUInt16BE(3, 18)
  exif.writeUInt32BE(1, 20)
  exif.writeUInt16BE(orientation, 24)
  const length = Buffer.alloc(2)
  length.writeUInt16BE(exif.length + 2)
  const frame = Buffer.from([0xff, 0xc0, 0, 17, 8, 0, 60, 0, 40, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1])
  return Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe1]), length, exif, frame, Buffer.from([0xff, 0xd9])])
}

test('ảnh chụp hay ảnh quét (JPEG, PNG) thành một trang PDF, ảnh JPEG giữ nguyên byte và quay theo máy ảnh, rồi ghi lên được', async (t) => {
  for (const [image, type, rotate] of [
    [aPng(2), 'image/png', 0],
    [aPng(6), 'image/png', 0],
    [aJpeg(1), 'image/jpeg', 0],
    [aJpeg(6), 'image/jpeg', 90],
  ] as const) {
    const pdf = await scanAsPdf(image, type)
    if (type === 'image/jpeg') assert.ok(Buffer.from(pdf).includes(image), 'its own bytes stand inside')
    const opened = await PdfFile.open(bytesSource(pdf))
    assert.equal((await pageBox(opened, 0)).rotate, rotate)
    const laid = await layOnScan(pdf, await set('loi-chung-ban-sao'), 'page')
    assert.equal(laid.pages, 2)
    if (type === 'image/png') check(t, laid.pdf)
  }
  for (const [bytes, type, words] of [
    [Buffer.from('GIF89a, không phải ảnh nhận được'), 'image/png', /ảnh thuộc loại/],
    [aJpeg(1).subarray(0, 30), 'image/jpeg', /tệp hỏng/],
  ] as const)
    await assert.rejects(scanAsPdf(bytes, type), (error: { code: string; facts: { reason: string } }) => {
      assert.equal(error.code, 'results.scan-unfit')
      assert.match(error.facts.reason, words)
      return true
    })
})

test('tệp không phải PDF, đặt mật khẩu, cắt cụt: từ chối và nói vì sao', async (t) => {
  const words = await set('loi-chung-ban-sao')
  const scan = (await set('bien-ban-hoa-giai')).pdf
  const unfit = async (bytes: Uint8Array, reason: RegExp) =>
    assert.rejects(layOnScan(bytes, words, 'page'), (error: { code: string; facts: { reason: string } }) => {
      assert.equal(error.code, 'results.scan-unfit')
      assert.match(error.facts.reason, reason)
      return true
    })
  await unfit(new TextEncoder().encode('không phải PDF'), /không phải PDF/)
  await unfit(scan.subarray(0, scan.length - 400), /tệp hỏng/)
  if (!hasQpdf) return
  const folder = mkdtempSync('/tmp/dinh-lay-')
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  writeFileSync(`${folder}/a.pdf`, scan)
  spawnSync('qpdf', ['--encrypt', 'x', 'y', '256', '--', `${folder}/a.pdf`, `${folder}/b.pdf`])
  await unfit(readFileSync(`${folder}/b.pdf`), /mật khẩu/)
})

test('nơi ghi, sổ và việc phải ký trước mặt là dữ liệu có ngày của mẫu', () => {
  assert.deepEqual(hintsOf(templateOf('loi-chung-ban-sao').schema).book?.kind, 'SCT/BS')
  assert.deepEqual(hintsOf(templateOf('loi-chung-chu-ky').schema).inPerson, true)
  assert.equal(hintsOf(templateOf('ghi-chu-ho-tich').schema).lay, 'back')
  assert.deepEqual(hintsOf({ 'x-lay': 'đâu đó' }), { lay: 'page', book: undefined, inPerson: false })
})
