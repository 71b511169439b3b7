import assert from 'node:assert/strict'
import { test } from 'node:test'
import { strToU8, zipSync } from 'fflate'
import { utils, write } from 'cfb'
import {
  aBmp,
  aDocx,
  aHeic,
  aJpeg,
  anAvif,
  aPdf,
  aPdfOfOwner,
  aPdfWithPassword,
  aPng,
  aTiff,
  aWebp,
} from '../testing.ts'
import { lookAt } from './look.ts'
import { marksOfJpeg } from './picture-marks.ts'
import type { Seen } from './seen.ts'

const look = (bytes: Uint8Array | string, name = '', scanned = false): Promise<Seen> =>
  lookAt(typeof bytes === 'string' ? strToU8(bytes) : bytes, name, { scanned, depth: 0 })
const utf16 = (text: string, big = false) => {
  const bytes = Buffer.from(`\uFEFF${text}`, 'utf16le')
  return new Uint8Array(big ? bytes.swap16() : bytes)
}
const ole = (streams: Record<string, Uint8Array>) => {
  const file = utils.cfb_new()
  for (const [name, bytes] of Object.entries(streams)) utils.cfb_add(file, name, Buffer.from(bytes))
  return new Uint8Array(write(file, { type: 'buffer' }) as Buffer)
}
const word97 = (flag = 0) => {
  const stream = new Uint8Array(5000)
  stream.set([0xec, 0xa5, 0xc1, 0, 0, 0, 0, 0, 0, 0, 0, flag])
  return stream
}

test('what a clerk can open is taken, by its bytes and not by its name', async () => {
  const good: [string, Uint8Array | string, string][] = [
    ['PDF', aPdf(), 'application/pdf'],
    ['PDF behind some bytes', Buffer.concat([Buffer.from('\n\n'), aPdf()]), 'application/pdf'],
    ['PDF whose first page is blank', aPdf(['', 'Trang hai']), 'application/pdf'],
    ['JPEG', aJpeg(), 'image/jpeg'],
    ['PNG', aPng(), 'image/png'],
    ['Word', aDocx(), 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
    ['Word 97', ole({ '/WordDocument': word97() }), 'application/msword'],
    ['RTF', String.raw`{\rtf1\ansi\ansicpg1258 \u272?\u417?n xin\par}`, 'application/rtf'],
    ['text', 'Đơn xin xác nhận', 'text/plain'],
    ['UTF-16', utf16('Đơn xin xác nhận'), 'text/plain'],
    ['UTF-16, other order', utf16('Đơn xin xác nhận', true), 'text/plain'],
    ['an electronic invoice', '<?xml version="1.0"?><HDon><Ten>Công ty Hà Nam</Ten></HDon>', 'application/xml'],
    ['ZIP of papers', zipSync({ 'giay-to/don.pdf': aPdf(), 'anh.jpg': aJpeg() }), 'application/zip'],
  ]
  for (const [what, bytes, mediaType] of good) {
    const seen = await look(bytes, 'x.bin')
    assert.equal(seen.fault, null, what)
    assert.equal(seen.mediaType, mediaType, what)
  }
})

test('what is no paper is refused with its reason', async () => {
  const macro = aDocx('Đơn xin', { 'word/vbaProject.bin': new Uint8Array(10) })
  const bad: [string, Uint8Array | string, string][] = [
    ['nothing', '', 'empty'],
    ['one byte', '%', 'too-little'],
    ['three letters', 'abc', 'too-little'],
    ['blanks', '   \r\n\r\n', 'blank'],
    ['a batch file', '@echo off\r\ndel *\r\n', 'program'],
    ['a batch file without its first line', 'del *.*\r\nformat c:\r\n', 'program'],
    ['a script', '#!/bin/sh\nrm -rf /', 'program'],
    ['a page', '<html><script>alert(1)</script></html>', 'program'],
    ['a page behind a comment', '<!-- đơn xin -->\n<ScRiPt src=x></ScRiPt>', 'program'],
    ['a drawing with script', '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', 'program'],
    ['a page in UTF-16', utf16('<html><script>alert(1)</script></html>'), 'program'],
    [
      'XML of a page',
      '<?xml version="1.0"?><a:html xmlns:a="http://www.w3.org/1999/xhtml">Đơn xin</a:html>',
      'program',
    ],
    ['a program', Buffer.concat([Buffer.from('MZ'), Buffer.alloc(300, 7)]), 'program'],
    ['a program of Linux', Buffer.from('\x7fELF\x02\x01\x01 đơn xin', 'latin1'), 'program'],
    ['a name that runs', 'Đơn xin xác nhận tạm trú', 'program'],
    ['bytes of no kind', Buffer.from(Array.from({ length: 400 }, (_, at) => (at * 7919) % 256)), 'kind-unknown'],
    ['Word with macros', macro, 'macro'],
    ['Word that says macroEnabled', aDocx('Đơn', {}, '<Types>macroEnabled.main+xml wordprocessingml</Types>'), 'macro'],
    ['Word 97 with macros', ole({ '/WordDocument': word97(), '/Macros/VBA/_VBA_PROJECT': word97() }), 'macro'],
    ['an empty Word document', aDocx(''), 'blank'],
    ['a Word document cut short', aDocx().subarray(0, 200), 'damaged'],
    ['Word with a password', ole({ '/EncryptionInfo': word97(), '/EncryptedPackage': word97() }), 'password'],
    ['Word 97 with a password', ole({ '/WordDocument': word97(1) }), 'password'],
    ['RTF that starts something', String.raw`{\rtf1 Don xin {\object\objupdate{\*\objdata 0105}}}`, 'unsafe-inside'],
    ['RTF without words', String.raw`{\rtf1\ansi\par}`, 'too-little'],
    ['ZIP with a program', zipSync({ 'don.pdf': aPdf(), 'a/chay.exe': strToU8('MZ…') }), 'unsafe-inside'],
    ['ZIP with a program by another name', zipSync({ 'don.txt': strToU8('@echo off\r\ndel *') }), 'unsafe-inside'],
    ['ZIP in ZIP with macros', zipSync({ 'trong.zip': zipSync({ 'don.docx': macro }) }), 'unsafe-inside'],
    ['ZIP with nothing', zipSync({}), 'blank'],
    ['ZIP cut short', zipSync({ 'don.pdf': aPdf() }).subarray(0, 100), 'damaged'],
  ]
  for (const [what, bytes, fault] of bad)
    assert.equal((await look(bytes, what === 'a name that runs' ? 'don.pdf.bat ' : '')).fault, fault, what)
})

test('a PDF that nobody can read is no paper; one with a password of the owner alone is', async () => {
  assert.equal((await look(aPdfWithPassword())).fault, 'password')
  assert.equal((await look(aPdfOfOwner())).fault, null)
  assert.equal((await look(aPdf(['', '']))).fault, 'blank')
  assert.equal((await look(aPdf().subarray(0, 120))).fault, 'damaged')
  assert.equal((await look('%PDF-1.7\n rác')).fault, 'damaged')
  assert.equal((await look(aPdf([]))).fault, 'blank')
  assert.equal((await look(aPdf(['Một', 'Hai', 'Ba'].map((each) => `${each} xxx`)))).pages, 3)
})

test('cut pictures and pictures of a hostile size are refused', async () => {
  assert.equal((await look(aJpeg().subarray(0, 250))).fault, 'damaged')
  assert.equal((await look(aPng().subarray(0, -14))).fault, 'damaged')
  const flipped = Uint8Array.from(aPng())
  flipped[45]! ^= 0xff
  assert.equal((await look(flipped)).fault, 'damaged')
  const large = { width: 100_000, height: 100_000 }
  assert.equal((await look(aPng(4, 4, large))).fault, 'too-many-pixels')
  assert.equal((await look(aBmp(4, 4, large))).fault, 'too-many-pixels')
  assert.equal((await look(aTiff([{ width: 4, height: 4 }]).map((byte) => byte))).fault, null)
  const heic = Buffer.from(aHeic())
  const size = heic.lastIndexOf('ispe')
  heic.writeUInt32BE(100_000, size + 8)
  heic.writeUInt32BE(100_000, size + 12)
  assert.equal((await look(heic)).fault, 'too-many-pixels')
  // Heads alone, without a picture: ../shared/cases/onestop/files/anh-iphone.heic and anh-mif1.heic are such.
  const head = Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic\0\0\0\x08mdat', 'latin1')
  assert.equal((await look(Buffer.concat([head, Buffer.alloc(64)]))).fault, 'damaged')
})

test('pictures of phones become pages that every clerk can open', async () => {
  const mif1 = Buffer.from(aHeic())
  mif1.write('mif1', 8, 'latin1')
  for (const [kind, bytes] of [
    ['heif', aHeic()],
    ['heif', mif1],
    ['avif', anAvif()],
    ['webp', aWebp()],
    ['bmp', aBmp()],
  ] as const) {
    const seen = await look(bytes)
    assert.equal(seen.fault, null, kind)
    assert.equal(seen.kind, kind)
    assert.equal(seen.rendition?.mediaType, 'image/jpeg')
    assert.ok(marksOfJpeg(seen.rendition.bytes).whole)
  }
})

test('a TIFF of several pages becomes a PDF of as many, and a turned one is turned', async () => {
  const many = await look(aTiff([1, 2, 3].map(() => ({ width: 20, height: 30 }))))
  assert.equal(many.fault, null)
  assert.equal(many.rendition?.mediaType, 'application/pdf')
  const pdf = await look(many.rendition.bytes)
  assert.equal(pdf.pages, 3)
  assert.equal(pdf.fault, null)
  const turned = await look(aTiff([{ width: 20, height: 30, orientation: 6 }]))
  const { width, height } = marksOfJpeg(turned.rendition!.bytes)
  assert.deepEqual([width, height], [30, 20])
})

test('what is not known in an archive is left to the scanner where there is one', async () => {
  const zip = zipSync({
    'ban-do.shp': Uint8Array.from([0, 0, 0x27, 0x0a, 200, 201, 202, 0, 1, 2, 3]),
    'don.pdf': aPdf(),
  })
  assert.equal((await look(zip)).fault, 'unsafe-inside')
  assert.equal((await look(zip)).inside, 'ban-do.shp')
  assert.equal((await look(zip, '', true)).fault, null)
})
