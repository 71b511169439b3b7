import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { after, test } from 'node:test'
import { stopSetters } from '#server/papers/index.ts'
import { bytesSource, dict, flattened, name, type PdfObject, type Ref, Stream } from '#server/signatures/index.ts'
import { text } from '#server/signatures/pdf/objects.ts'
import { revised } from '#server/signatures/verify/testing.ts'
import { fieldWords } from './field-words.ts'
import { aForm, byPdfium, byPoppler, FIELDS, inkIn, installed, RADIO, type Rect } from './testing.ts'

after(stopSetters)
const write = fieldWords(new Date('2026-11-24T02:00:00Z'))
/** Fields of which viewers draw more than the value (an arrow, a dark mark under what was chosen), or one of them nothing. */
const MORE = new Set(['combo', 'list', 'ticked', 'crossed', 'radio'])
type Ink = ReturnType<typeof inkIn>
const SIDES = ['l', 'r', 't', 'b'] as const
const isNear = (a: Ink, b: Ink) =>
  a.ink > b.ink * 0.5 && a.ink < b.ink * 2 && SIDES.every((side) => Math.abs(a[side] - b[side]) < 0.15)
const textIn = (pdf: Uint8Array) => spawnSync('pdftotext', ['-layout', '-', '-'], { input: pdf }).stdout.toString()

test('a flat copy shows of fields without looks what a viewer that draws forms shows: the value, where it stands and how it is turned', async (t) => {
  for (const form of [{ NeedAppearances: true }, {}]) {
    const pdf = await aForm(FIELDS, form)
    const flat = await flattened(bytesSource(pdf), { write })
    const viewers = [await byPdfium(pdf, true), ...(installed('pdftoppm') ? [byPoppler(pdf)] : [])]
    const copies = [await byPdfium(flat, false), ...(installed('pdftoppm') ? [byPoppler(flat)] : [])]
    for (const [key, { rect }] of Object.entries(FIELDS)) {
      const seen = viewers.map((each) => inkIn(each, rect))
      for (const copy of copies) {
        const ink = inkIn(copy, rect)
        const words = `${key}: ${JSON.stringify({ ink, seen })}`
        if (key === 'unticked') assert.equal(ink.ink, 0, words)
        else if (MORE.has(key)) assert.ok(ink.ink > 200, words)
        else
          assert.ok(
            seen.some((each) => isNear(ink, each)),
            words,
          )
      }
    }
    if (!installed('pdftotext')) continue
    const said = textIn(flat)
    for (const words of ['Nguyen Van Mau 1987', '125.000', 'phuong Minh Khai', 'Thanh pho Phu Ly', 'Muong', 'In don'])
      assert.ok(said.includes(words), `${words}: ${said}`)
    assert.doesNotMatch(said, /Ha Noi/)
  }
  if (!installed('pdftoppm')) t.diagnostic('poppler-utils is not installed: pdfium alone was the viewer')
})

const drawn = (red: boolean) =>
  new Stream(
    dict({ Type: name('XObject'), Subtype: name('Form'), BBox: [0, 0, 30, 30] }),
    new TextEncoder().encode(`${red ? '1 0 0' : '0 0 1'} rg 5 5 20 20 re f`),
  )
const shownBy = async (pdf: Uint8Array) => {
  const flat = Buffer.from(await flattened(bytesSource(pdf), { write })).toString('latin1')
  return { red: flat.includes('1 0 0 rg 5 5'), blue: flat.includes('0 0 1 rg 5 5') }
}

test('where the looks are to be made anew the value is shown and not the old looks; else the looks stand as every viewer shows them', async () => {
  const rect: Rect = [60, 500, 90, 530]
  const stale = () => ({ FT: name('Tx'), V: text('moi'), AP: dict({ N: drawn(true) }) })
  const put = (entries: Record<string, PdfObject>, anew: boolean) =>
    aForm({ o: { rect, entries } }, { NeedAppearances: anew })
  assert.deepEqual(await shownBy(await put(stale(), false)), { red: true, blue: false })
  assert.deepEqual(await shownBy(await put(stale(), true)), { red: false, blue: false })
  const box = () => ({ FT: name('Btn'), AP: dict({ N: dict({ Yes: drawn(true), Off: drawn(false) }) }) })
  for (const anew of [true, false]) {
    assert.deepEqual(await shownBy(await put({ ...box(), V: name('Yes') }, anew)), { red: true, blue: false }, 'no AS')
    assert.deepEqual(await shownBy(await put({ ...box(), AS: name('Off') }, anew)), { red: false, blue: true })
  }
  assert.deepEqual(await shownBy(await put({ ...box(), V: name('Yes'), AS: name('Off') }, true)), {
    red: true,
    blue: false,
  })
  assert.deepEqual(await shownBy(await put({ ...box(), V: name('Yes'), AS: name('Off') }, false)), {
    red: false,
    blue: true,
  })
})
test('values come from the field above its places, radio buttons by the state of each, and a hidden field is not shown', async () => {
  const pdf = await revised(await aForm({}), async (update) => {
    const [first] = await update.file.pages()
    const catalog = await update.file.catalog()
    const parent = update.add(null)
    const kid = (entries: Record<string, PdfObject>) =>
      update.add(dict({ Type: name('Annot'), Subtype: name('Widget'), Parent: parent, F: 4, ...entries }))
    const kids = [kid({ Rect: [60, 500, 260, 522] }), kid({ Rect: [60, 460, 260, 482], F: 2 })]
    update.replace(parent, dict({ T: text('ten'), FT: name('Tx'), V: text('Trần Thị Thử'), Kids: kids }))
    const group = update.add(null)
    const button = (left: number, state: string) =>
      update.add(
        dict({
          ...{ Type: name('Annot'), Subtype: name('Widget'), Parent: group, F: 4, Rect: [left, 400, left + 20, 420] },
          ...{ AS: name(state), MK: dict({ CA: text('l') }) },
        }),
      )
    const buttons = [button(60, 'Off'), button(100, 'Nu')]
    update.replace(group, dict({ T: text('gioi'), FT: name('Btn'), Ff: RADIO, V: name('Nu'), Kids: buttons }))
    for (const each of [...kids, ...buttons]) await update.addTo(first!.ref, 'Annots', each)
    catalog.set('AcroForm', dict({ Fields: [parent, group], DA: text('/Helv 0 Tf 0 g') }))
    update.replace(update.file.trailer.get('Root') as Ref, catalog)
  })
  const flat = await flattened(bytesSource(pdf), { write })
  const picture = await byPdfium(flat, false)
  assert.equal(inkIn(picture, [60, 400, 80, 420]).ink, 0)
  assert.ok(inkIn(picture, [100, 400, 120, 420]).ink > 100)
  assert.equal(inkIn(picture, [60, 460, 260, 482]).ink, 0)
  assert.ok(inkIn(picture, [60, 500, 260, 522]).ink > 300)
  if (installed('pdftotext')) assert.ok(textIn(flat).includes('Trần Thị Thử'))
})

test('words that nobody can set are refused, never left out of a certified copy; long ones are made smaller until all of them stand there', async () => {
  const of = (words: string, size = 0) =>
    aForm({
      o: { rect: [60, 500, 160, 520], entries: { FT: name('Tx'), V: text(words), DA: text(`/Helv ${size} Tf 0 g`) } },
    })
  const refused = { code: 'pdf.field-not-shown' }
  await assert.rejects(async () => flattened(bytesSource(await of('한국')), { write }), refused)
  await assert.rejects(async () => flattened(bytesSource(await of('Nguyen'))), refused)
  const empty = await flattened(bytesSource(await of('')))
  assert.ok(empty.length > 0)
  if (!installed('pdftotext')) return
  for (const size of [0, 14]) {
    const long = 'Số 5 đường Trần Phú, phường Minh Khai, thành phố Phủ Lý'
    const said = textIn(await flattened(bytesSource(await of(long, size)), { write }))
    assert.ok(said.includes(long), said)
  }
})
