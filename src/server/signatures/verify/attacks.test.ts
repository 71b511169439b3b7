import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PdfFile } from '../pdf/file.ts'
import { addField, findField, type Place } from '../pdf/form.ts'
import { Dict, dict, name, type PdfObject, Ref, Stream, text } from '../pdf/objects.ts'
import { bytesSource } from '../pdf/source.ts'
import type { Update } from '../pdf/update.ts'
import { ascii, joined } from '../pdf/write.ts'
import { aPaper, aReservedPaper, aTrust, revised, writeFile } from './testing.ts'

const trust = await aTrust()
const paper = await aReservedPaper(['Thu 100.000 dong', 'Trang hai'])
const signed = await trust.longTerm(paper, { certify: 2 })
const approved = await trust.longTerm(paper)
const latin = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1')
const bytesOf = (words: string) => new Uint8Array(Buffer.from(words, 'latin1'))
const drawn = (update: Update, words = '1 0 0 rg 0 0 600 900 re f') =>
  update.add(new Stream(dict({ Type: name('XObject'), Subtype: name('Form'), BBox: [0, 0, 600, 900] }), ascii(words)))
const changed = (update: Update, ref: Ref, change: (value: Dict) => void) =>
  update.resolve(ref).then((value) => {
    const copy = new Dict(value as Dict)
    change(copy)
    update.replace(ref, copy)
  })
const pageOf = async (update: Update, at = 0) => (await update.file.pages())[at]!.ref
const fieldOf = async (update: Update, wanted: string) => (await findField(update, wanted))!.ref

/** What somebody does to a signed file behind its back. */
const ATTACKS: Record<string, (update: Update) => unknown> = {
  'a page shows another content': async (update) =>
    changed(update, await pageOf(update), (page) =>
      page.set('Contents', update.add(new Stream(new Dict(), ascii('BT (900.000) Tj ET')))),
    ),
  'the content of a page is overwritten in place': async (update) =>
    update.replace(new Ref(11, 0), new Stream(new Dict(), ascii('BT (900.000) Tj ET'))),
  'the font is overwritten': (update) =>
    update.replace(new Ref(3, 0), dict({ Type: name('Font'), Subtype: name('Type1'), BaseFont: name('Symbol') })),
  'a page is turned': async (update) => changed(update, await pageOf(update), (page) => page.set('Rotate', 90)),
  'the pages turn by what they inherit': (update) =>
    changed(update, new Ref(2, 0), (pages) => pages.set('Rotate', 180)),
  'a page is added': async (update) => {
    const page = update.add(new Dict((await update.resolve(await pageOf(update))) as Dict))
    await changed(update, new Ref(2, 0), (pages) => {
      pages.set('Kids', [...(pages.get('Kids') as PdfObject[]), page])
      pages.set('Count', 3)
    })
  },
  'a page is taken away': (update) =>
    changed(update, new Ref(2, 0), (pages) => pages.set('Kids', (pages.get('Kids') as PdfObject[]).slice(0, 1))),
  'pages are exchanged': (update) =>
    changed(update, new Ref(2, 0), (pages) => pages.set('Kids', (pages.get('Kids') as PdfObject[]).toReversed())),
  'a note covers the text': async (update) =>
    update.addTo(
      await pageOf(update),
      'Annots',
      update.add(
        dict({ Type: name('Annot'), Subtype: name('Stamp'), Rect: [0, 0, 600, 900], AP: dict({ N: drawn(update) }) }),
      ),
    ),
  'an empty signature field with a picture covers the text': async (update) =>
    addField(update, {
      ...{ name: 'che', type: 'Sig', place: { page: 0, rect: [0, 0, 600, 900] } },
      appearance: drawn(update),
    }),
  'a widget of no field covers the text': async (update) =>
    update.addTo(
      await pageOf(update),
      'Annots',
      update.add(
        dict({
          ...{ Type: name('Annot'), Subtype: name('Widget'), FT: name('Sig'), T: text('lac'), F: 4 },
          ...{ Rect: [0, 0, 600, 900], AP: dict({ N: drawn(update) }) },
        }),
      ),
    ),
  'a text field is added': async (update) =>
    addField(update, {
      ...{ name: 'them', type: 'Tx', place: { page: 0, rect: [0, 0, 600, 900] } },
      ...{ appearance: drawn(update), value: text('x') },
    }),
  'a field is moved': async (update) =>
    changed(update, await fieldOf(update, 'so'), (field) => field.set('Rect', [0, 0, 600, 900])),
  'a field is hidden': async (update) => changed(update, await fieldOf(update, 'ky'), (field) => field.set('F', 2)),
  'the picture of a signature is exchanged': async (update) =>
    changed(update, await fieldOf(update, 'ky'), (field) => field.set('AP', dict({ N: drawn(update) }))),
  'the picture of a field changes and its value stays': async (update) =>
    changed(update, await fieldOf(update, 'so'), (field) => field.set('AP', dict({ N: drawn(update) }))),
  'the appearance that stands is overwritten': async (update) => {
    const appearance = ((await update.resolve(await fieldOf(update, 'so'))) as Dict).get('AP') as Dict
    update.replace(appearance.get('N') as Ref, new Stream(dict({ Subtype: name('Form') }), ascii('0 0 600 900 re f')))
  },
  'a field shows on another page too': async (update) =>
    update.addTo(await pageOf(update, 1), 'Annots', await fieldOf(update, 'so')),
  'a field shows twice': async (update) => update.addTo(await pageOf(update), 'Annots', await fieldOf(update, 'so')),
  'a field gets a second widget': async (update) => {
    const so = await fieldOf(update, 'so')
    const kid = update.add(
      dict({
        ...{ Type: name('Annot'), Subtype: name('Widget'), Parent: so, F: 4 },
        ...{ Rect: [0, 0, 600, 900], AP: dict({ N: drawn(update) }) },
      }),
    )
    await changed(update, so, (field) => field.set('Kids', [kid]))
    await update.addTo(await pageOf(update), 'Annots', kid)
  },
  'a field is taken out of the form': async (update) =>
    update.changeCatalog((form) => void form.set('Fields', (form.get('Fields') as PdfObject[]).slice(1)), 'AcroForm'),
  'two fields have one name': async (update) =>
    addField(update, { name: 'so', type: 'Sig', place: { page: 0, rect: [1, 1, 2, 2] } }),
  'readers are told to draw fields anew': (update) =>
    update.changeCatalog((form) => void form.set('NeedAppearances', true), 'AcroForm'),
  'a script runs at opening': (update) =>
    update.changeCatalog(
      (catalog) => void catalog.set('OpenAction', dict({ S: name('JavaScript'), JS: text('app.alert(1)') })),
    ),
  'a script waits in a field': async (update) =>
    changed(update, await fieldOf(update, 'so'), (field) =>
      field.set('AA', dict({ F: dict({ S: name('JavaScript'), JS: text('x') }) })),
    ),
  'a layer is switched': (update) =>
    update.changeCatalog((catalog) => void catalog.set('OCProperties', dict({ OCGs: [], D: new Dict() }))),
  'the certification is taken away': (update) =>
    update.changeCatalog((catalog) => void catalog.set('Perms', new Dict())),
  'the signature of a field is taken away': async (update) =>
    changed(update, await fieldOf(update, 'ky'), (field) => field.delete('V')),
  'the signature is put into another field too': async (update) => {
    const value = ((await update.resolve(await fieldOf(update, 'ky'))) as Dict).get('V')!
    await changed(update, await fieldOf(update, 'dau'), (field) => field.set('V', value))
  },
  'the signature dictionary says another name': async (update) => {
    const value = ((await update.resolve(await fieldOf(update, 'ky'))) as Dict).get('V') as Ref
    await changed(update, value, (signature) => signature.set('Name', text('Nguyen Van B')))
  },
}

test('an untouched paper is VALID, so that what follows means something', async () => {
  for (const each of [signed, approved]) assert.equal((await trust.verify(each)).verdict, 'VALID')
})

for (const [words, attack] of Object.entries(ATTACKS))
  test(`behind a signature ${words}: INVALID`, async () => {
    for (const before of [signed, approved]) {
      if (words.includes('certification') && before === approved) continue
      const report = await trust.verify(await revised(before, attack))
      assert.equal(report.verdict, 'INVALID', JSON.stringify(report))
    }
  })

test('anyone may get a timestamp: one that draws over the page spoils the signature', async () => {
  const over = await revised(signed, async (update) =>
    addField(update, {
      name: 'luu',
      type: 'Sig',
      place: { page: 0, rect: [0, 0, 600, 900] },
      appearance: drawn(update),
    }),
  )
  assert.equal((await trust.verify(await trust.archived(over))).verdict, 'INVALID')
})

test('a new picture laid over a certified paper by another signer is INVALID; beside an approval it is told', async () => {
  const wish = { field: 'la', place: { page: 0, rect: [60, 690, 400, 720] } as Place, picture: aPaper(['900.000']) }
  await assert.rejects(trust.sign(signed, trust.clerk, wish), { code: 'pdf.changes-forbidden' })
  // As a program signs that does not ask; what its own value is worth does not matter here.
  const foreign = await revised(signed, (update) =>
    addField(update, {
      ...{ name: 'la', type: 'Sig', place: wish.place, appearance: drawn(update) },
      value: update.add(dict({ Type: name('Sig') })),
    }),
  )
  const first = (await trust.verify(foreign)).signatures.find((each) => each.field === 'ky')
  assert.equal(first!.code, 'changed-after')
  const beside = await trust.verify(await trust.sign(approved, trust.clerk, wish))
  assert.notEqual(beside.signatures[0]!.verdict, 'INVALID')
  assert.ok(beside.signatures[0]!.later.some((each) => each.includes('hình mới')))
})

test('shadow: an object that only claims to be a page or a field is compared all the same', async () => {
  for (const disguise of [{ Type: name('Page') }, { Subtype: name('Widget'), FT: name('Tx'), T: text('x') }]) {
    const hidden = (words: string) => new Stream(dict({ Type: name('XObject'), Subtype: name('Form') }), ascii(words))
    const prepared = writeFile(
      [
        [1, dict({ Type: name('Catalog'), Pages: new Ref(2, 0) })],
        [2, dict({ Type: name('Pages'), Kids: [new Ref(10, 0)], Count: 1 })],
        [4, dict({ ...disguise, XObject: dict({ P: new Ref(5, 0) }) })],
        [5, hidden('(100) Tj')],
        [6, hidden('(900) Tj')],
        [
          10,
          dict({
            ...{ Type: name('Page'), Parent: new Ref(2, 0), MediaBox: [0, 0, 595, 842] },
            ...{ Resources: new Ref(4, 0), Contents: new Ref(11, 0) },
          }),
        ],
        [11, new Stream(new Dict(), ascii('/P Do'))],
      ],
      'table',
    )
    const victim = await trust.longTerm(prepared)
    assert.equal((await trust.verify(victim)).verdict, 'VALID')
    const shown = await revised(victim, (update) =>
      update.replace(new Ref(4, 0), dict({ ...disguise, XObject: dict({ P: new Ref(6, 0) }) })),
    )
    assert.equal((await trust.verify(shown)).verdict, 'INVALID')
    const again = await revised(victim, (update) => update.replace(new Ref(5, 0), hidden('(900) Tj')))
    assert.equal((await trust.verify(again)).verdict, 'INVALID')
  }
})

test('ranges: a gap, an overlap, a start behind the first byte, a swapped or copied signature are INVALID', async () => {
  const words = latin(signed)
  const range = /\/ByteRange \[0 (\d+) (\d+) (\d+)\](\s*)/.exec(words)!
  const write = (numbers: string) => bytesOf(words.replace(range[0], `/ByteRange [${numbers}]`.padEnd(range[0].length)))
  const [length, after, rest] = [Number(range[1]), Number(range[2]), Number(range[3])]
  for (const numbers of [
    `0 ${length - 10} ${after} ${rest}`,
    `0 ${length + 1} ${after} ${rest}`,
    `1 ${length - 1} ${after} ${rest}`,
    `0 ${length} ${after + 20} ${rest - 20}`,
    `0 ${length} ${after} ${rest - 5}`,
    `0 ${length}`,
  ])
    assert.equal((await trust.verify(write(numbers))).verdict, 'INVALID', numbers)
  const other = latin(await trust.longTerm(await aReservedPaper(['Thu 900.000 dong', 'Trang hai']), { certify: 2 }))
  const contents = (file: string) => /\/Contents <([0-9a-f]+)>/.exec(file)![1]!
  const swapped = words.replace(contents(words), contents(other).padEnd(contents(words).length, '0'))
  assert.equal((await trust.verify(bytesOf(swapped))).verdict, 'INVALID')
})

test('tables: a second chain beside the signed one, foreign bytes at the end, and a key that stands twice are never VALID', async () => {
  const beside = await revised(paper, ATTACKS['a page shows another content']!)
  const tail = beside.subarray(paper.length)
  const [at] = /startxref\s+(\d+)/.exec(latin(tail))!.slice(1)
  const moved = latin(tail).replace(`startxref\n${at}`, `startxref\n${Number(at) + signed.length - paper.length}`)
  const { verdict } = await trust.verify(joined([signed, bytesOf(moved)]))
  assert.notEqual(verdict, 'VALID')
  assert.equal((await trust.verify(joined([signed, ascii('hello')]))).verdict, 'INVALID')
  assert.equal((await trust.verify(joined([signed, ascii('\r\n\0\0')]))).verdict, 'VALID')
  const twice = await revised(signed, (update) =>
    changed(update, new Ref(2, 0), (pages) => pages.set('Zz', name('Zz'))),
  )
  const doubled = bytesOf(latin(twice).replace('/Zz /Zz', '/Zz /Za /Zz /Zz'))
  assert.notEqual((await trust.verify(doubled)).verdict, 'VALID')
})

test('a change of one covered byte is INVALID whatever else the file says', async () => {
  const at = latin(signed).indexOf('100.000')
  const other = new Uint8Array(signed)
  other[at] = 57
  const { verdict, signatures } = await trust.verify(other)
  assert.deepEqual([verdict, signatures[0]!.code], ['INVALID', 'digest-mismatch'])
  assert.equal((await PdfFile.open(bytesSource(other))).isEncrypted, false)
})
