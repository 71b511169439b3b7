import { PdfFile } from '#server/signatures/pdf/file.ts'
import { Dict, dict, name, type PdfObject, Ref, Stream } from '#server/signatures/pdf/objects.ts'
import { bytesSource } from '#server/signatures/pdf/source.ts'
import { Update } from '#server/signatures/pdf/update.ts'
import { ascii, joined, words } from '#server/signatures/pdf/write.ts'
import type { dice } from './mutations.ts'

type Dice = ReturnType<typeof dice>
type Mutation = (pdf: Uint8Array, roll: Dice) => Promise<Uint8Array>

/** One of them; a fair throw of the dice. */
const oneOf = <T>(all: readonly T[], roll: Dice): T => all[roll(all.length)]!

async function revision(pdf: Uint8Array, change: (update: Update) => Promise<unknown>) {
  const update = new Update(await PdfFile.open(bytesSource(pdf)))
  await change(update)
  return joined([pdf, (await update.bytes()).bytes])
}

async function objectsOf(file: PdfFile): Promise<[Ref, PdfObject][]> {
  const found: [Ref, PdfObject][] = []
  for (const num of file.numbers()) {
    const entry = file.entry(num)
    const ref = new Ref(num, entry?.kind === 'at' ? entry.gen : 0)
    found.push([ref, await file.object(ref)])
  }
  return found
}

/** Every reference inside a value, by a function that gives another in its place. */
function withReferences(value: PdfObject, other: (ref: Ref) => PdfObject): PdfObject {
  if (value instanceof Ref) return other(value)
  if (Array.isArray(value)) return value.map((each) => withReferences(each, other))
  if (value instanceof Dict) return new Dict([...value].map(([key, each]) => [key, withReferences(each, other)]))
  if (value instanceof Stream) return new Stream(withReferences(value.dict, other) as Dict, value.raw)
  return value
}

const INK = ascii('0 0 0 rg 50 300 200 200 re f')
const ink = () =>
  new Stream(dict({ Type: name('XObject'), Subtype: name('Form'), BBox: [0, 0, 600, 900] }), new Uint8Array(INK))

async function pageOf(file: PdfFile, roll: Dice) {
  return oneOf(await file.pages(), roll)
}

/** Rows for objects behind a file: a table, a hybrid table with its stream, or a stream alone. */
async function rowsBehind(
  pdf: Uint8Array,
  form: 'table' | 'hybrid' | 'stream',
  row: { num: number; kind: number; where: number; third: number },
): Promise<Uint8Array> {
  const file = await PdfFile.open(bytesSource(pdf))
  const root = words(file.trailer.get('Root')!)
  const prev = file.sections[0]!.offset
  const packed = Uint8Array.of(row.kind, ...[24, 16, 8, 0].map((by) => (row.where >> by) & 255), row.third & 255)
  const own = file.size
  const head = `${own} 0 obj\n<</Type/XRef/W[1 4 1]/Index[${row.num} 1]/Size ${own + 1}/Root ${root}/Prev ${prev}/Length 6>>\nstream\n`
  const stream = joined([ascii(head), packed, ascii('\nendstream\nendobj\n')])
  if (form === 'stream') return joined([pdf, stream, ascii(`startxref\n${pdf.length}\n%%EOF\n`)])
  const line = `${String(row.where).padStart(10, '0')} ${String(row.third).padStart(5, '0')} ${row.kind === 1 ? 'n' : 'f'}\r\n`
  const shown = form === 'hybrid' ? '0 1\n0000000000 65535 f\r\n' : `${row.num} 1\n${line}`
  const hidden = form === 'hybrid' ? `/XRefStm ${pdf.length}` : ''
  const body = form === 'hybrid' ? stream : new Uint8Array()
  const trailer = `trailer\n<</Size ${own + 1}/Root ${root}/Prev ${prev}${hidden}>>\n`
  return joined([pdf, body, ascii(`xref\n${shown}${trailer}startxref\n${pdf.length + body.length}\n%%EOF\n`)])
}

async function anyRow(pdf: Uint8Array, roll: Dice) {
  const file = await PdfFile.open(bytesSource(pdf))
  const nums = file.numbers()
  const other = file.entry(oneOf(nums, roll))
  const num = oneOf(nums, roll)
  const entry = file.entry(num)
  const own = entry?.kind === 'at' ? entry.offset : 0
  const where = other?.kind === 'at' ? other.offset : own
  return oneOf(
    [
      { num, kind: 0, where: 0, third: roll(2) },
      { num, kind: 1, where, third: 0 },
      { num, kind: 1, where: own, third: roll(3) },
      ...(entry?.kind === 'in' || other?.kind === 'in'
        ? [{ num, kind: 2, where: entry?.kind === 'in' ? entry.stream : 1, third: roll(6) }]
        : []),
    ],
    roll,
  )
}

/** What may stand in a last revision that nobody signed, object by object. */
export const REVISIONS: Record<string, Mutation> = {
  'a stream replaced': (pdf, roll) =>
    revision(pdf, async (update) => {
      const streams = (await objectsOf(update.file)).filter(([, value]) => value instanceof Stream)
      const [ref, value] = oneOf(streams, roll) as [Ref, Stream]
      const kept = new Dict([...value.dict].filter(([key]) => key !== 'Filter' && key !== 'DecodeParms'))
      update.replace(ref, new Stream(kept, oneOf([new Uint8Array(INK), new Uint8Array()], roll)))
    }),
  'a reference to another number or generation': (pdf, roll) =>
    revision(pdf, async (update) => {
      const all = await objectsOf(update.file)
      const refers = all.filter(([, value]) => words(value instanceof Stream ? value.dict : value).includes(' R'))
      const [ref, value] = oneOf(refers, roll)
      let left = roll(4)
      const other = (each: Ref) =>
        left-- === 0 ? (roll(2) ? new Ref(each.num, each.gen + 1) : oneOf(all, roll)[0]) : each
      update.replace(ref, withReferences(value, other))
    }),
  'an object emptied': (pdf, roll) =>
    revision(pdf, async (update) => update.replace(oneOf(await objectsOf(update.file), roll)[0], null)),
  'a row of a table': async (pdf, roll) => rowsBehind(pdf, 'table', await anyRow(pdf, roll)),
  'a row of a hybrid table': async (pdf, roll) => rowsBehind(pdf, 'hybrid', await anyRow(pdf, roll)),
  'a row of a stream': async (pdf, roll) => rowsBehind(pdf, 'stream', await anyRow(pdf, roll)),
  'the contents of a page': (pdf, roll) =>
    revision(pdf, async (update) => {
      const { ref, page } = await pageOf(update.file, roll)
      const drawn = update.add(ink())
      const held = page.get('Contents') ?? null
      update.replace(ref, new Dict([...page, ['Contents', oneOf<PdfObject>([drawn, [held, drawn], [], null], roll)]]))
    }),
  'the resources or box of a page': (pdf, roll) =>
    revision(pdf, async (update) => {
      const { ref, page } = await pageOf(update.file, roll)
      const [key, value] = oneOf<[string, PdfObject]>(
        [
          ['Resources', new Dict()],
          ['MediaBox', [0, 0, 300, 842]],
          ['CropBox', [0, 400, 595, 842]],
          ['Rotate', 90],
          ['UserUnit', 2],
        ],
        roll,
      )
      update.replace(ref, new Dict([...page, [key, value]]))
    }),
  'the appearance of an annotation': (pdf, roll) =>
    revision(pdf, async (update) => {
      const { page } = (await update.file.pages())[0]!
      const all = (await update.file.array(page.get('Annots')))!
      const ref = oneOf(all, roll) as Ref
      const held = (await update.file.dict(ref))!
      const [key, value] = oneOf<[string, PdfObject]>(
        [
          ['AP', dict({ N: update.add(ink()) })],
          ['Rect', [0, 0, 500, 800]],
          ['F', roll(64)],
          ['MK', dict({ BG: [0] })],
        ],
        roll,
      )
      update.replace(ref, new Dict([...held, [key, value]]))
    }),
  'an annotation added': (pdf, roll) =>
    revision(pdf, async (update) => {
      const { ref } = await pageOf(update.file, roll)
      const kind = oneOf(['Stamp', 'Widget', 'FreeText'], roll)
      const more = { Rect: [50, 300, 250, 500], F: 4, AP: dict({ N: update.add(ink()) }) }
      await update.addTo(ref, 'Annots', update.add(dict({ Type: name('Annot'), Subtype: name(kind), ...more })))
    }),
  'something of the catalogue': (pdf, roll) =>
    revision(pdf, async (update) => {
      const [key, value] = oneOf<[string, PdfObject]>(
        [
          ['OCProperties', dict({ OCGs: [], D: dict({ BaseState: name('OFF') }) })],
          ['Pages', update.add(dict({ Type: name('Pages'), Kids: [], Count: 0 }))],
          ['AcroForm', new Dict()],
        ],
        roll,
      )
      await update.changeCatalog((catalog) => void catalog.set(key, value))
    }),
}
