import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PdfFile } from '../pdf/file.ts'
import { Dict, dict, name, Ref, Stream } from '../pdf/objects.ts'
import { bytesSource } from '../pdf/source.ts'
import { ascii, joined, words } from '../pdf/write.ts'
import { aReservedPaper, aTrust, revised } from './testing.ts'

const trust = await aTrust()
const signed = await trust.longTerm(await aReservedPaper(['Mot'], 'table'))
const inStreams = await trust.longTerm(await aReservedPaper(['Mot'], 'stream'))
const verdictOf = async (bytes: Uint8Array) => (await trust.verify(bytes)).verdict
const openOf = (bytes: Uint8Array) => PdfFile.open(bytesSource(bytes))

/** A table behind a file: rows as they are given, and what the trailer says beside Root and Prev. */
async function tableBehind(
  pdf: Uint8Array,
  rows: (at: (num: number) => string) => string,
  { body = '', more = '', size = 0 }: { body?: string; more?: string; size?: number } = {},
): Promise<Uint8Array> {
  const file = await openOf(pdf)
  const at = (num: number) => {
    const entry = file.entry(num)
    return String(entry?.kind === 'at' ? entry.offset : 0).padStart(10, '0')
  }
  const trailer = `<</Size ${size || file.size}/Root ${words(file.trailer.get('Root')!)}/Prev ${file.sections[0]!.offset}${more}>>`
  const start = pdf.length + body.length
  return joined([pdf, ascii(`${body}xref\n${rows(at)}trailer\n${trailer}\nstartxref\n${start}\n%%EOF\n`)])
}
/** A cross-reference stream behind a file; rows of [kind, where, third]. */
async function streamBehind(pdf: Uint8Array, rows: Record<number, [number, number, number]>): Promise<Uint8Array> {
  const file = await openOf(pdf)
  const raw = joined(
    Object.values(rows).map(([kind, where, third]) =>
      Uint8Array.of(kind, (where >> 24) & 255, (where >> 16) & 255, (where >> 8) & 255, where & 255, third),
    ),
  )
  const head = dict({ Type: name('XRef'), W: [1, 4, 1], Size: file.size + 1, Root: file.trailer.get('Root')! })
  head.set(
    'Index',
    Object.keys(rows).flatMap((num) => [Number(num), 1]),
  )
  head.set('Prev', file.sections[0]!.offset)
  head.set('Length', raw.length)
  const object = `${file.size} 0 obj\n${words(head)}\nstream\n`
  return joined([pdf, ascii(object), raw, ascii(`\nendstream\nendobj\nstartxref\n${pdf.length}\n%%EOF\n`)])
}

test('control: a table that says again what stands leaves a signature VALID, in both forms', async () => {
  assert.equal(await verdictOf(await tableBehind(signed, (at) => `11 1\n${at(11)} 00000 n\r\n`)), 'VALID')
  const entry = (await openOf(inStreams)).entry(11)
  assert.ok(entry?.kind === 'at')
  assert.equal(await verdictOf(await streamBehind(inStreams, { 11: [1, entry.offset, 0] })), 'VALID')
})

test('a page is not emptied behind a signature by another generation of what it shows', async () => {
  const page = await revised(signed, async (update) => {
    const [first] = await update.file.pages()
    update.replace(first!.ref, new Dict([...first!.page, ['Contents', new Ref(11, 1)]]))
  })
  assert.equal(await verdictOf(page), 'INVALID', 'the reference says another generation')
  const shared = await revised(signed, async (update) => {
    const [first] = await update.file.pages()
    update.replace(first!.ref, new Dict([...first!.page, ['Resources', dict({ Font: dict({ F1: new Ref(3, 2) }) })]]))
  })
  assert.equal(await verdictOf(shared), 'INVALID', 'a font of another generation')
  const notes = await revised(signed, async (update) => {
    const [first] = await update.file.pages()
    const held = (await update.file.array(first!.page.get('Annots')))!
    const other = held.map((each) => new Ref((each as Ref).num, 1))
    update.replace(first!.ref, new Dict([...first!.page, ['Annots', other]]))
  })
  assert.notEqual(await verdictOf(notes), 'VALID', 'fields of another generation')
  for (const [why, rows] of [
    ['the entry says another generation', (at: (num: number) => string) => `11 1\n${at(11)} 00001 n\r\n`],
    ['the entry is free', () => '11 1\n0000000000 00000 f\r\n'],
    ['the entry is free for the next generation', () => '11 1\n0000000000 00001 f\r\n'],
    ['another object stands there', (at: (num: number) => string) => `11 1\n${at(3)} 00000 n\r\n`],
    ['it is listed twice', (at: (num: number) => string) => `11 1\n${at(11)} 00000 n\r\n11 1\n${at(3)} 00000 n\r\n`],
    [
      'it is listed and freed',
      (at: (num: number) => string) => `11 1\n${at(11)} 00000 n\r\n11 1\n0000000000 00001 f\r\n`,
    ],
  ] as const)
    assert.notEqual(await verdictOf(await tableBehind(signed, rows)), 'VALID', why)
})

test('a cross-reference stream hides nothing by generation, kind or place in an object stream', async () => {
  const file = await openOf(inStreams)
  const content = file.entry(11)
  const font = file.entry(3)
  assert.ok(content?.kind === 'at' && font?.kind === 'in')
  for (const [why, rows] of [
    ['another generation', { 11: [1, content.offset, 1] }],
    ['free', { 11: [0, 0, 0] }],
    ['a kind that is not defined', { 11: [3, content.offset, 0] }],
    ['another place in its stream', { 3: [2, font.stream, font.index + 1] }],
    ['a place beyond its stream', { 3: [2, font.stream, 200] }],
    ['in itself', { [font.stream]: [2, font.stream, 0] }],
    ['a stream in another', { 11: [2, font.stream, 0] }],
  ] as [string, Record<number, [number, number, number]>][])
    assert.notEqual(await verdictOf(await streamBehind(inStreams, rows)), 'VALID', why)
})

test('a hybrid table, or a size that is said too small, shows no reader less than was signed', async () => {
  const entry = (await openOf(signed)).entry(11)
  assert.ok(entry?.kind === 'at')
  const row = Uint8Array.of(1, entry.offset >> 8, entry.offset & 255, 0)
  const hidden = `900 0 obj\n<</Type/XRef/W[1 2 1]/Index[11 1]/Size 901/Length 4>>\nstream\n`
  const body = `${hidden}${String.fromCharCode(...row)}\nendstream\nendobj\n`
  assert.ok(
    row.every((byte) => byte < 128),
    'the row is ASCII, as this writer wants it',
  )
  const freed = await tableBehind(signed, () => '11 1\n0000000000 00001 f\r\n', {
    ...{ body, more: `/XRefStm ${signed.length}` },
  })
  assert.equal(
    await verdictOf(freed),
    'INVALID',
    'free for those who read the table, as signed for those who read the stream',
  )
  const short = await tableBehind(signed, () => '0 1\n0000000000 65535 f\r\n', { size: 11 })
  assert.equal(await verdictOf(short), 'INVALID', 'nothing beyond object 10 is there any more')
})

test('an object stream is not made to say less by another N, First or index', async () => {
  const file = await openOf(inStreams)
  const font = file.entry(3)
  assert.ok(font?.kind === 'in')
  for (const [key, value] of [
    ['N', 1],
    ['First', 3],
    ['N', 1_000],
  ] as const) {
    const other = await revised(inStreams, async (update) => {
      const held = (await update.file.object(new Ref(font.stream, 0))) as Stream
      update.replace(new Ref(font.stream, 0), new Stream(new Dict([...held.dict, [key, value]]), held.raw))
    })
    assert.notEqual(await verdictOf(other), 'VALID', `${key} ${value}`)
  }
})
