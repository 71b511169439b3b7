import assert from 'node:assert/strict'
import { test } from 'node:test'
import { zlibSync } from 'fflate'
import { FormatFault } from '../format-fault.ts'
import { aPaper, aReservedPaper, aTrust, PLACES, revised } from '../verify/testing.ts'
import { PdfFile } from './file.ts'
import { flattened } from './flatten.ts'
import { fill } from './form.ts'
import { Dict, dict, name, nameOf, type PdfObject, Ref, Str, Stream, text, textOf } from './objects.ts'
import { Parser } from './parse.ts'
import { bytesSource, prefixOf } from './source.ts'
import { unpacked } from './streams.ts'
import { importPage, Update } from './update.ts'
import { ascii, words } from './write.ts'

const parsed = (written: string) => new Parser(ascii(written)).object()
const openOf = (bytes: Uint8Array) => PdfFile.open(bytesSource(bytes))

test('objects are read as the standard writes them, and what is written is read again', () => {
  assert.equal(textOf(parsed('(a\\(b\\)\\101\\\n(c))')), 'a(b)A(c)')
  assert.equal(textOf(parsed('<FEFF00C11EC7>')), 'Áệ')
  assert.equal(nameOf(parsed('/A#20B')), 'A B')
  assert.deepEqual(parsed('[1 -2.5 4 0 R true null]'), [1, -2.5, new Ref(4, 0), true, null])
  assert.deepEqual((parsed('<</A<</B[1]>>%c\n/C()>>') as Dict).get('A'), dict({ B: [1] }))
  const value: PdfObject = [dict({ 'K ý': text('Nguyễn'), S: new Str(Uint8Array.of(0, 40, 255)) }), 1.25, new Ref(3, 1)]
  assert.deepEqual(words(parsed(words(value))), words(value))
  for (const broken of ['<<', '<</A 1/A 2>>', '(', '[1', '<4x>', ')', '<</A>>', ''])
    assert.throws(() => parsed(broken), FormatFault, broken)
})

for (const form of ['table', 'stream'] as const)
  test(`a file of the ${form} form is opened, changed behind its bytes, and read at each revision`, async () => {
    const paper = aPaper(['Mot', 'Hai'], form)
    const other = await revised(paper, async (update) => {
      const [first] = await update.file.pages()
      update.replace(first!.ref, new Dict([...first!.page, ['Rotate', 90]]))
      update.add(text('mới'))
    })
    assert.deepEqual(other.subarray(0, paper.length), paper)
    const now = await openOf(other)
    assert.equal((await now.pages())[0]!.page.get('Rotate'), 90)
    assert.equal((await now.pages()).length, 2)
    const before = await PdfFile.open(prefixOf(bytesSource(other), paper.length))
    assert.equal((await before.pages())[0]!.page.has('Rotate'), false)
    assert.equal(now.sections[0]!.form, form)
    assert.equal(now.sections.length, 2)
  })

test('a hybrid file shows what its table hides', async () => {
  const head = '%PDF-1.5\n'
  const catalog = '1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n'
  const pages = '2 0 obj\n<</Type/Pages/Kids[]/Count 0>>\nendobj\n'
  const at = head.length + catalog.length
  const hiddenAt = at + pages.length
  const hidden = `4 0 obj\n<</Type/XRef/W[1 2 1]/Index[2 1]/Size 3/Length 4>>\nstream\n\u0001${String.fromCharCode(at >> 8, at & 255)}\u0000\nendstream\nendobj\n`
  const start = hiddenAt + hidden.length
  const table = `xref\n0 3\n0000000000 65535 f\r\n${String(head.length).padStart(10, '0')} 00000 n\r\n0000000000 00000 f\r\n`
  const file = `${head}${catalog}${pages}${hidden}${table}trailer\n<</Size 5/Root 1 0 R/XRefStm ${hiddenAt}>>\nstartxref\n${start}\n%%EOF\n`
  const opened = await openOf(new Uint8Array(Buffer.from(file, 'latin1')))
  assert.equal(nameOf(((await opened.object(new Ref(2, 0))) as Dict).get('Type')), 'Pages')
})

test('packed streams with a predictor are unpacked; other filters are a fault', () => {
  const rows = Uint8Array.of(2, 1, 2, 3, 2, 1, 1, 1)
  const parms = dict({ Predictor: 12, Columns: 3 })
  const stream = new Stream(dict({ Filter: name('FlateDecode'), DecodeParms: parms }), zlibSync(rows))
  assert.deepEqual([...unpacked(stream)], [1, 2, 3, 2, 3, 4])
  assert.throws(() => unpacked(new Stream(dict({ Filter: name('LZWDecode') }), rows)), { code: 'pdf.filter' })
})

test('places are reserved, filled and signed; a signed field, an encrypted file and a closed certification are refused', async () => {
  const paper = await aReservedPaper()
  const fields = await (await openOf(paper)).fields()
  assert.deepEqual(
    fields.map((each) => each.name),
    PLACES.map((each) => each.name),
  )
  const picture = await openOf(aPaper(['12']))
  const filled = await revised(paper, async (update) =>
    fill(update, 'so', '12/QĐ', (await importPage(picture, 0, update)).ref),
  )
  const so = (await (await openOf(filled)).fields()).find((each) => each.name === 'so')!
  assert.equal(textOf(so.field.get('V')), '12/QĐ')
  await assert.rejects(
    revised(paper, (update) => fill(update, 'khac', 'x', new Ref(1, 0))),
    { code: 'pdf.no-field' },
  )
  const trust = await aTrust()
  const signed = await trust.sign(paper)
  await assert.rejects(trust.sign(signed), { code: 'pdf.field-signed' })
  const closed = await trust.sign(paper, trust.leader, { certify: 1 })
  await assert.rejects(trust.sign(closed, trust.clerk, { field: 'dau' }), { code: 'pdf.changes-forbidden' })
  const locked = Buffer.from(paper).toString('latin1').replaceAll('/Root 1 0 R', '/Root 1 0 R/Encrypt 1 0 R')
  const encrypted = await PdfFile.open(bytesSource(new Uint8Array(Buffer.from(locked, 'latin1')))).catch(() => null)
  if (encrypted) assert.throws(() => new Update(encrypted), { code: 'pdf.encrypted' })
})

test('a flat copy shows a ticked box as it is ticked, and an empty one as it is empty', async () => {
  const form = (words: string) =>
    new Stream(dict({ Type: name('XObject'), Subtype: name('Form'), BBox: [0, 0, 9, 9] }), ascii(words))
  for (const [state, expected] of [
    ['Yes', '1 0 0 rg'],
    ['Off', '0 1 0 rg'],
  ] as const) {
    const ticked = await revised(aPaper(['Mot']), async (update) => {
      const [first] = await update.file.pages()
      const states = { Yes: update.add(form('1 0 0 rg')), Off: update.add(form('0 1 0 rg')) }
      const box = { Type: name('Annot'), Subtype: name('Widget'), FT: name('Btn'), F: 4, Rect: [9, 9, 30, 30] }
      const widget = update.add(dict({ ...box, AS: name(state), AP: dict({ N: update.add(dict(states)) }) }))
      await update.addTo(first!.ref, 'Annots', widget)
    })
    const flat = Buffer.from(await flattened(bytesSource(ticked))).toString('latin1')
    assert.ok(flat.includes(expected), state)
    assert.equal(flat.includes(state === 'Yes' ? '0 1 0 rg' : '1 0 0 rg'), false, state)
  }
})
