import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { zlibSync } from 'fflate'
import { FormatFault } from '../format-fault.ts'
import { Budget } from '../pdf/budget.ts'
import { PdfFile } from '../pdf/file.ts'
import { dict, name, Ref, Stream } from '../pdf/objects.ts'
import { Parser } from '../pdf/parse.ts'
import { bytesSource } from '../pdf/source.ts'
import { ascii, joined } from '../pdf/write.ts'
import { aPaper, aReservedPaper, aTrust, writeFile } from './testing.ts'

const trust = await aTrust()
const signed = await trust.longTerm(await aReservedPaper(), { certify: 2 })
const inStreams = await trust.longTerm(await aReservedPaper(undefined, 'stream'))
const verdictOf = async (bytes: Uint8Array) => (await trust.verify(bytes)).verdict

/** A file of one body whose table says where each object starts, whatever stands there. */
function raw(bodies: readonly string[], trailer = '/Root 1 0 R'): Uint8Array {
  let file = '%PDF-1.7\n'
  const rows = bodies.map((body, at) => {
    const row = `${String(file.length).padStart(10, '0')} 00000 n\r\n`
    file += `${at + 1} 0 obj\n${body}\nendobj\n`
    return row
  })
  const start = file.length
  return ascii(`${file}xref\n1 ${rows.length}\n${rows.join('')}trailer\n<<${trailer}>>\nstartxref\n${start}\n%%EOF\n`)
}
const CATALOG = '<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[3 0 R]>>>>'

test('whatever bytes come, the verifier answers and never says VALID', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (bytes) => {
      assert.notEqual(await verdictOf(bytes), 'VALID')
      assert.notEqual(await verdictOf(joined([ascii('%PDF-1.7\n'), bytes, ascii('\nstartxref\n9\n%%EOF')])), 'VALID')
    }),
    { numRuns: 300, seed: 7 },
  )
})

test('a signed file with any few bytes changed is answered, by both forms of tables', async () => {
  const edits = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 6 })
  await fc.assert(
    fc.asyncProperty(edits, fc.boolean(), async (changes, form) => {
      const base = form ? signed : inStreams
      const other = new Uint8Array(base)
      for (const [at, byte] of changes) other[at % base.length] = byte
      const report = await trust.verify(other)
      assert.ok(['VALID', 'INVALID', 'UNKNOWN', 'REVOKED', 'EXPIRED', 'NONE'].includes(report.verdict))
    }),
    { numRuns: 400, seed: 11 },
  )
})

test('any bytes parsed as an object give a value or a FormatFault', () => {
  const letters = fc.array(fc.constantFrom(...'<>[]()/%{} \n0123456789R.-+abtrueflsn#\\'), { maxLength: 60 })
  fc.assert(
    fc.property(letters, (list) => {
      try {
        new Parser(ascii(list.join(''))).object()
      } catch (error) {
        assert.ok(error instanceof FormatFault)
      }
    }),
    { numRuns: 3000, seed: 3 },
  )
})

test('circles of pages, kids, parents, lengths, tables and references end', async () => {
  for (const file of [
    raw(['<</Type/Catalog/Pages 2 0 R>>', '<</Type/Pages/Kids[2 0 R]>>']),
    raw([CATALOG, '<</Type/Pages/Kids[]>>', '<</T(a)/FT/Sig/Kids[3 0 R]>>']),
    raw([CATALOG, '<</Type/Pages/Kids[]>>', '3 0 R']),
    raw([
      CATALOG,
      '<</Type/Pages/Kids[4 0 R]>>',
      '<</T(a)/FT/Sig/V 3 0 R>>',
      '<</Length 4 0 R>>\nstream\nx\nendstream',
    ]),
    raw([CATALOG, '<</Type/Pages/Kids[]>>', '5 0 R', 'null', '3 0 R']),
    raw(['<</Type/Catalog/Pages 2 0 R>>', '<</Type/Pages/Kids[]>>'], '/Root 1 0 R/Prev 9'),
    ascii('%PDF-1.7\nxref\n0 0\ntrailer\n<</Prev 9>>\nstartxref\n9\n%%EOF'),
  ])
    assert.ok(['UNKNOWN', 'NONE'].includes(await verdictOf(file)))
})

test('depth, numbers and sizes are bounded by counters, not by patience', async () => {
  const deep = raw([`${'['.repeat(5000)}${']'.repeat(5000)}`])
  assert.equal(await verdictOf(deep), 'UNKNOWN')
  const endless = (entries: string) =>
    ascii(`%PDF-1.7\n1 0 obj\n<</Type/XRef${entries}/Length 3>>\nstream\nabc\nendstream\nendobj\nstartxref\n9\n%%EOF`)
  for (const entries of [
    '/W[0 0 0]/Index[0 999999999]/Root 1 0 R',
    '/W[0 0 0]/Size 1000000000/Root 1 0 R',
    '/W[1 -1 1]/Size 3',
    '/W[1 1 1]/Index[(a) 3]',
    '/W[9 9 9]/Size 3',
  ])
    assert.equal(await verdictOf(endless(entries)), 'UNKNOWN', entries)
  const many = ascii('%PDF-1.7\nxref\n0 1999999\n')
  assert.equal(await verdictOf(joined([many, ascii('startxref\n9\n%%EOF')])), 'UNKNOWN')
  const budget = new Budget({ objects: 3 })
  await assert.rejects(PdfFile.open(bytesSource(aPaper()), budget), { code: 'pdf.too-many-objects' })
})

test('a stream that unpacks to more than is let is a fault, once or in small portions', async () => {
  const bomb = zlibSync(new Uint8Array(80 * 1024 * 1024), { level: 9 })
  const packed = (raw_: Uint8Array, n = 1) =>
    new Stream(dict({ Type: name('ObjStm'), N: n, First: 4, Filter: name('FlateDecode') }), raw_)
  const file = writeFile(
    [
      [1, dict({ Type: name('Catalog'), Pages: new Ref(2, 0) })],
      [2, dict({ Type: name('Pages'), Kids: [], Count: 0 })],
      [3, packed(bomb)],
    ],
    'table',
  )
  const { unpacked } = await import('../pdf/streams.ts')
  const stream = (await (await PdfFile.open(bytesSource(file))).object(new Ref(3, 0))) as Stream
  assert.throws(() => unpacked(stream), { code: 'pdf.unpacked-too-large' })
  const small = new Budget({ unpacked: 100 })
  small.takeUnpacked(60)
  assert.throws(() => small.takeUnpacked(60), { code: 'pdf.unpacked-too-large' })
  await assert.rejects(
    async () => {
      const paper = await PdfFile.open(bytesSource(inStreams), new Budget({ parsed: 20 }))
      for (const num of paper.numbers()) await paper.object(new Ref(num, 0))
    },
    { code: 'pdf.parsed-too-large' },
  )
})

test('fifty megabytes of junk, alone or behind a signed file, are answered', async () => {
  const junk = new Uint8Array(50 * 1024 * 1024).fill(65)
  assert.equal(await verdictOf(junk), 'UNKNOWN')
  assert.equal(await verdictOf(joined([ascii('%PDF-1.7\n'), junk])), 'UNKNOWN')
  assert.notEqual(await verdictOf(joined([signed, junk])), 'VALID')
})
