import assert from 'node:assert/strict'
import { test } from 'node:test'
import { zlibSync } from 'fflate'
import { Dict, dict, name, type PdfObject, Ref, Stream, text } from '../pdf/objects.ts'
import { imprintOf, stampedContents } from '../pdf/sign.ts'
import { bytesSource } from '../pdf/source.ts'
import type { Update } from '../pdf/update.ts'
import { ascii, joined } from '../pdf/write.ts'
import { buildCrl } from '../pki/answers-build.ts'
import { fromHex } from '../pki/der.ts'
import { AUTHORITY, aKey, aParty, NOW } from '../pki/testing.ts'
import { aReservedPaper, aTrust, later, revised } from './testing.ts'

/** More of the kinds of faults that outsiders found (review-papers A to H): three or more of each, tried on what was mended. */
const trust = await aTrust()
const FORMS = ['table', 'stream'] as const
const onRoot = (pdf: Uint8Array, change: (catalog: Dict, update: Update) => unknown) =>
  revised(pdf, async (update) => {
    const catalog = new Dict(await update.file.catalog())
    await change(catalog, update)
    update.replace(update.file.trailer.get('Root') as Ref, catalog)
  })
/** A signed field with another entry. */
const onField = (pdf: Uint8Array, key: string, value: PdfObject) =>
  revised(pdf, async (update) => {
    const found = (await update.file.fields()).find((each) => each.name === 'ky')!
    update.replace(found.ref!, new Dict([...found.field, [key, value]]))
  })
const onPages = (pdf: Uint8Array, key: string, value: PdfObject) =>
  revised(pdf, async (update) => {
    const pages = (await update.file.object(new Ref(2, 0))) as Dict
    update.replace(new Ref(2, 0), new Dict([...pages, [key, value]]))
  })
const formWith = (pdf: Uint8Array, key: string, value: PdfObject) =>
  onRoot(pdf, async (catalog, update) => {
    const form = (await update.file.dict(catalog.get('AcroForm')))!
    catalog.set('AcroForm', new Dict([...form, [key, value]]))
  })
const verdictOf = async (pdf: Uint8Array) => (await trust.verify(pdf)).verdict

for (const form of FORMS)
  test(`A: what is drawn, hidden, turned, cut or switched behind a signature is INVALID (${form})`, async () => {
    const signed = await trust.longTerm(await aReservedPaper(['Mot'], form))
    assert.equal(await verdictOf(signed), 'VALID')
    const other = dict({ Type: name('Font'), Subtype: name('Type1'), BaseFont: name('Helvetica') })
    other.set('Encoding', dict({ Differences: [48, name('nine')] }))
    const cases: Record<string, Promise<Uint8Array>> = {
      'digits drawn as others': revised(signed, (update) => update.replace(new Ref(3, 0), other)),
      'layers off': onRoot(signed, (root) =>
        root.set('OCProperties', dict({ OCGs: [], D: dict({ BaseState: name('OFF') }) })),
      ),
      'a script': onRoot(signed, (root) => root.set('Names', dict({ JavaScript: dict({ Names: [] }) }))),
      'a collection': onRoot(signed, (root) => root.set('Collection', dict({ View: name('H') }))),
      'numbers of pages': onRoot(signed, (root) => root.set('PageLabels', dict({ Nums: [0, dict({ S: name('r') })] }))),
      'a cut, inherited': onPages(signed, 'CropBox', [0, 0, 10, 10]),
      'a turn, inherited': onPages(signed, 'Rotate', 180),
      'signature hidden': onField(signed, 'F', 2),
      'signature spread': onField(signed, 'Rect', [0, 0, 600, 800]),
      'signature turned': onField(signed, 'MK', dict({ R: 90 })),
      'looks made anew': formWith(signed, 'NeedAppearances', true),
      'a second form': formWith(signed, 'XFA', text('<x/>')),
    }
    for (const [what, pdf] of Object.entries(cases)) assert.equal(await verdictOf(await pdf), 'INVALID', what)
  })

test('A: a stamp from the future proves nothing, inside a signature and over the file, and says whose clock may be wrong', async () => {
  const signed = await trust.sign(await aReservedPaper(['Mot']))
  const stampedAt = async (hours: number) => {
    const token = await trust.stamp(await imprintOf(bytesSource(signed), 'ky', 'SHA-256'), later(hours))
    const { at, digits } = await stampedContents(bytesSource(signed), 'ky', token)
    const whole = new Uint8Array(signed)
    whole.set(digits, at)
    return trust.withData(whole)
  }
  const at = async (pdf: Uint8Array) => {
    const { signatures } = await trust.verify(pdf, { now: later(0) })
    return signatures.map(({ verdict, code, provenAt }) => [verdict, code, provenAt === null])
  }
  assert.deepEqual(await at(await stampedAt(0.1)), [['VALID', 'valid', false]])
  for (const hours of [2, 24, 8760]) {
    assert.deepEqual(await at(await stampedAt(hours)), [['UNKNOWN', 'stamp-ahead', true]], `${hours}`)
    const archived = await trust.archived(await stampedAt(0.1), 'luu', later(hours))
    const [mine, over] = await at(archived)
    assert.deepEqual(mine, ['VALID', 'valid', false])
    assert.equal(over![0], 'UNKNOWN', `${hours}`)
  }
})

test('A: lists of a namesake, and good answers beside one that revokes, make no signature VALID', async () => {
  const stamped = await trust.stamped(await trust.sign(await aReservedPaper(['Mot'])))
  const own = await trust.evidence()
  const fake = await aParty(await aKey('Nơi cấp'), undefined, AUTHORITY)
  const crl = await buildCrl(
    {
      ...{ entries: [], number: 2, at: NOW, nextUpdate: later(900) },
      authorityKeyId: fromHex(fake.certificate.subjectKeyId!),
    },
    fake,
  )
  const namesake = { certificates: [...own.certificates, fake.certificate.der], ocsps: [], crls: [crl] }
  assert.equal(await verdictOf(await trust.withData(stamped, 'ky', namesake)), 'UNKNOWN')
  const revoked = await trust.evidence(NOW, { leader: { status: 'revoked', at: later(-1), reason: 'keyCompromise' } })
  for (const [first, second] of [
    [revoked, own],
    [own, revoked],
  ])
    assert.equal(
      await verdictOf(await trust.withData(await trust.withData(stamped, 'ky', first), 'ky', second)),
      'REVOKED',
    )
})

/** A file of one body whose table is right, whatever stands there. */
function raw(bodies: readonly string[], trailer = '/Root 1 0 R'): Uint8Array {
  let file = '%PDF-1.7\n'
  const rows = bodies.map((body, at) => {
    const row = `${String(file.length).padStart(10, '0')} 00000 n\r\n`
    file += `${at + 1} 0 obj\n${body}\nendobj\n`
    return row
  })
  const end = `xref\n1 ${rows.length}\n${rows.join('')}trailer\n<<${trailer}/Size ${rows.length + 1}>>`
  return ascii(`${file}${end}\nstartxref\n${file.length}\n%%EOF\n`)
}
const ROOT = '<</Type/Catalog/Pages 2 0 R>>'
const ladder = (entry: string) => Array.from({ length: 40 }, (_, n) => `<<${entry}/Kids[${n + 3} 0 R ${n + 3} 0 R]>>`)

test('B: ladders, crowds and packed bombs are answered, and the answer stays small', { timeout: 60_000 }, async () => {
  const packed = (entries: string, body: Uint8Array) => {
    const stream = joined([
      ascii(`%PDF-1.7\n1 0 obj\n<</Type/ObjStm${entries}/Length ${body.length}>>\nstream\n`),
      ...[body, ascii('\nendstream\nendobj\n')],
    ])
    const rows = Uint8Array.of(0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 9, 0, 2, 0, 0, 0, 1, 0)
    const head = `3 0 obj\n<</Type/XRef/W[1 4 1]/Size 3/Root 2 0 R/Length ${rows.length}>>\nstream\n`
    return joined([stream, ascii(head), rows, ascii(`\nendstream\nendobj\nstartxref\n${stream.length}\n%%EOF\n`)])
  }
  const field = (n: number) =>
    `<</T(s${n})/FT/Sig/V<</Type/Sig/SubFilter/adbe.pkcs7.detached/ByteRange[0 10 20 30]/Contents<30>>>>>`
  const crowd = Array.from({ length: 5000 }, (_, n) => field(n)).join('')
  const cases: Record<string, Uint8Array> = {
    'ladder of pages': raw([ROOT, ...ladder('/Type/Pages'), '<</Type/Page>>']),
    'ladder of fields': raw([
      '<</Type/Catalog/Pages 99 0 R/AcroForm<</Fields[2 0 R]>>>>',
      ...ladder('/T(a)'),
      '<</T(b)>>',
    ]),
    'one page very often': raw([
      ROOT,
      `<</Type/Pages/Kids[${'3 0 R '.repeat(50_000)}]>>`,
      '<</Type/Page/Parent 2 0 R>>',
    ]),
    'pages within themselves': raw([ROOT, '<</Type/Pages/Kids[2 0 R]/Count 999999999>>']),
    'tables in a circle': raw([ROOT, '<</Type/Pages/Kids[]/Count 0>>'], '/Root 1 0 R/Prev 9'),
    'objects without end': packed('/N 100000000/First 10', ascii('1 0 2 0 3 0')),
    'a negative start': packed('/N 1/First -4', ascii('2 0 <<>>')),
    'packed twice': packed(
      '/N 1/First 4/Filter[/FlateDecode/FlateDecode]',
      zlibSync(zlibSync(new Uint8Array(9_000_000))),
    ),
    'thousands of filters': packed(
      `/N 1/First 4/Filter[${'/FlateDecode'.repeat(3000)}]`,
      zlibSync(new Uint8Array(500)),
    ),
    'a name of signs': raw([`<</Type/Catalog/Pages 2 0 R/${'#'.repeat(200_000)} 1>>`, '<<>>']),
    'open brackets': raw([`<</Type/Catalog/Pages ${'('.repeat(300_000)}`]),
    'thousands of signatures': raw([
      `<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[${crowd}]>>>>`,
      '<</Type/Pages/Kids[]/Count 0>>',
    ]),
  }
  for (const [what, pdf] of Object.entries(cases)) {
    const report = await trust.verify(pdf)
    assert.notEqual(report.verdict, 'VALID', what)
    assert.ok(report.signatures.length <= 100, `${what}: ${report.signatures.length}`)
  }
  const itself = await trust.verify(packed('/N 1/First 4/Extends 1 0 R', ascii('2 0 <</Type/Catalog/Pages 2 0 R>>')))
  assert.equal(itself.verdict, 'NONE')
})

const BODY = '<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<<>>/Annots[]>>'
const place = (left: number) => ({ page: 0, rect: [left, 9, left + 90, 99] as [number, number, number, number] })

test('C: numbers, names, texts and trailers in odd words stay as they are when others sign behind', async () => {
  const odd = raw(
    [
      '<</Type/Catalog/Pages 2 0 R/Lang(vi\\055VN)/PieceInfo<</A#20b<4>/#c3#a9 +.50/Z -0/Y 00595.00100/X 1./W --5>>>>',
      '<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 +595.30 0841.8897637795280]>>',
      ...[BODY, '<</Length 5>>\nstream\n0 g q\nendstream'],
    ],
    '/Root 1 0 R/ID[<41424><>]/XX#20y(a\\)b)',
  )
  const first = await trust.longTerm(odd, { field: 'a', place: place(9) })
  const second = await trust.longTerm(first, { field: 'b', place: place(200) })
  const { signatures } = await trust.verify(second)
  assert.deepEqual(
    signatures.map((each) => each.verdict),
    ['VALID', 'VALID'],
  )
})

test('D: another author of the file, other words about it, an empty revision, white space at the end change nothing', async () => {
  const signed = await trust.longTerm(await aReservedPaper(['Mot']))
  const about = new Stream(dict({ Type: name('Metadata'), Subtype: name('XML') }), ascii('<x/>'))
  const cases: Record<string, Uint8Array> = {
    metadata: await onRoot(signed, (root, update) => root.set('Metadata', update.add(about))),
    version: await onRoot(signed, (root) => root.set('Version', name('2.0'))),
    'an object that nobody uses': await revised(signed, (update) => update.add(text('nothing'))),
    ...{ 'an empty revision': await revised(signed, () => undefined) },
    ...{ 'ends of lines': joined([signed, ascii('\r\n\r\n')]), zeros: joined([signed, new Uint8Array(512)]) },
  }
  for (const [what, pdf] of Object.entries(cases)) assert.equal(await verdictOf(pdf), 'VALID', what)
})

test('E: tables with fields of any width are read, and signed', async () => {
  for (const widths of [
    [1, 5, 3],
    [1, 8, 2],
    [2, 4, 2],
    [1, 3, 0],
  ]) {
    const head = '%PDF-1.7\n'
    const bodies = [ROOT, '<</Type/Pages/Kids[3 0 R]/Count 1>>', '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>']
    const objects = bodies.map((body, at) => `${at + 1} 0 obj\n${body}\nendobj\n`)
    const offsets = objects.map((_, at) => head.length + objects.slice(0, at).join('').length)
    const start = head.length + objects.join('').length
    const big = (value: number, wide: number) =>
      Array.from({ length: wide }, (_, at) => Math.floor(value / 256 ** (wide - 1 - at)) % 256)
    const row = (kind: number, offset: number) =>
      [big(kind, widths[0]!), big(offset, widths[1]!), big(0, widths[2]!)].flat()
    const rows = Uint8Array.from([row(0, 0), ...[...offsets, start].map((offset) => row(1, offset))].flat())
    const table = `4 0 obj\n<</Type/XRef/W[${widths.join(' ')}]/Size 5/Root 1 0 R/Length ${rows.length}>>\nstream\n`
    const end = ascii(`\nendstream\nendobj\nstartxref\n${start}\n%%EOF\n`)
    const file = joined([ascii(`${head}${objects.join('')}${table}`), rows, end])
    assert.equal(await verdictOf(await trust.longTerm(file, { field: 'a', place: place(9) })), 'VALID', widths.join())
  }
})

test('G, H: a name that turns, hides or commands is shown with what cannot be seen made seen; a store emptied is not VALID', async () => {
  const odd = await aParty(await aKey('UBND xã\u202Egnohp\u0000\nLiêm\u001b[31m\u200b'), trust.issuing)
  const { signatures } = await trust.verify(await trust.sign(await aReservedPaper(['Mot']), odd))
  assert.equal(signatures[0]!.signer, 'UBND xã�gnohp��Liêm�[31m�')
  const long = await aParty(await aKey('A'.repeat(5000)), trust.issuing)
  assert.ok(
    (await trust.verify(await trust.sign(await aReservedPaper(['Mot']), long))).signatures[0]!.signer.length < 400,
  )
  const signed = await trust.longTerm(await aReservedPaper(['Mot']))
  const empty = dict({ Certs: [], OCSPs: [], CRLs: [] })
  assert.equal(await verdictOf(await onRoot(signed, (root) => root.set('DSS', empty))), 'UNKNOWN')
  assert.equal(await verdictOf(await onRoot(signed, (root) => root.delete('DSS'))), 'UNKNOWN')
})
