import { FormatFault } from '../format-fault.ts'
import { emptyPdf } from './empty-pdf.ts'
import { PdfFile } from './file.ts'
import { Dict, dict, name, nameOf, numberOf, type PdfObject, Ref, Stream } from './objects.ts'
import { inheritedOf } from './page-box.ts'
import { LAID_NAME } from './lay-page.ts'
import { bytesSource, type Source } from './source.ts'
import { importer, Update } from './update.ts'
import { ascii } from './write.ts'

const PAGES = new Ref(2, 0)
const HIDDEN = 1 | 2 | 32
type Box = readonly [number, number, number, number]

async function numbersOf(file: PdfFile, value: PdfObject | undefined): Promise<number[]> {
  return Promise.all(((await file.array(value)) ?? []).map(async (each) => numberOf(await file.resolve(each)) ?? 0))
}

/** The box of a form XObject after its own matrix. */
function turnedBox(
  [l = 0, b = 0, r = 0, t = 0]: number[],
  [m0 = 1, m1 = 0, m2 = 0, m3 = 1, m4 = 0, m5 = 0]: number[],
): Box {
  const points = [
    [l, b],
    [r, b],
    [l, t],
    [r, t],
  ].map(([x, y]) => [m0 * x! + m2 * y! + m4, m1 * x! + m3 * y! + m5] as const)
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)]
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)]
}

/** The appearance of a field or note, and the operators that draw it in its place (ISO 32000-2, 12.5.5). */
async function drawn(file: PdfFile, annotation: Dict): Promise<{ form: Ref; matrix: string } | undefined> {
  const flags = numberOf(await file.resolve(annotation.get('F'))) ?? 0
  const form = (await file.dict(annotation.get('AP')))?.get('N')
  const stream = await file.resolve(form)
  const [left = 0, bottom = 0, right = 0, top = 0] = await numbersOf(file, annotation.get('Rect'))
  if (flags & HIDDEN || !(form instanceof Ref) || !(stream instanceof Stream)) return undefined
  const box = turnedBox(
    await numbersOf(file, stream.dict.get('BBox')),
    await numbersOf(file, stream.dict.get('Matrix')),
  )
  const [width, height] = [box[2] - box[0], box[3] - box[1]]
  if (width <= 0 || height <= 0) return undefined
  const [x, y] = [(right - left) / width, (top - bottom) / height]
  const numbers = [x, 0, 0, y, left - box[0] * x, bottom - box[1] * y].map((each) => each.toFixed(5))
  return { form, matrix: `${numbers.join(' ')} cm` }
}

/** Which pages (from 0) are shown, whether signatures are, and whether only the words laid on a page are, without the scan under them. */
export type Shown = { pages?: readonly number[]; withoutSignatures?: boolean; laidOnly?: boolean }

const isSignature = async (file: PdfFile, annotation: Dict) =>
  nameOf(await file.resolve(annotation.get('FT'))) === 'Sig'

/** A page with what its fields and notes show drawn into it, as the copy's own. */
async function flatPage(
  file: PdfFile,
  update: Update,
  page: Dict,
  { copy, shown }: { copy: ReturnType<typeof importer>; shown: Shown },
): Promise<Dict> {
  const forms: { form: Ref; matrix: string }[] = []
  for (const each of (await file.array(page.get('Annots'))) ?? []) {
    const annotation = await file.dict(each)
    if (annotation && shown.withoutSignatures && (await isSignature(file, annotation))) continue
    const found = annotation && (await drawn(file, annotation))
    if (found) forms.push(found)
  }
  const own = new Dict((await file.dict(await inheritedOf(file, page, 'Resources'))) ?? [])
  const held = new Dict((await file.dict(own.get('XObject'))) ?? [])
  const laid = shown.laidOnly ? held.get(LAID_NAME) : undefined
  const named = laid ? dict({ [LAID_NAME]: laid }) : held
  const resources = laid ? new Dict() : own
  const lines = forms.map(({ form, matrix }, at) => {
    named.set(`BanSao${at}`, form)
    return `q ${matrix} /BanSao${at} Do Q`
  })
  resources.set('XObject', named)
  const content = await file.resolve(page.get('Contents'))
  const all = Array.isArray(content) ? content : [page.get('Contents')].filter((each) => each instanceof Ref)
  const before = laid ? all.slice(-1) : all
  const part = (words: string) => update.add(new Stream(new Dict(), ascii(words)))
  const flat = dict({ Type: name('Page'), Parent: PAGES })
  for (const key of ['MediaBox', 'CropBox', 'Rotate']) {
    const value = await inheritedOf(file, page, key)
    if (value !== undefined) flat.set(key, await copy(value))
  }
  flat.set('Resources', await copy(resources))
  const parts = (await copy(before)) as PdfObject[]
  flat.set('Contents', [part('q\n'), ...parts, part(`\nQ\n${lines.join('\n')}\n`)])
  return flat
}

/**
 * What a paper shows, as a file of its own without form and signatures: its pages with the pictures of signature and seal, number and date
 * drawn into them. To be signed as a copy where the paper itself is locked, or printed to be signed with a pen.
 */
export async function flattened(source: Source, shown: Shown = {}): Promise<Uint8Array> {
  const file = await PdfFile.open(source)
  if (file.isEncrypted) throw new FormatFault('pdf.encrypted', 'the file is encrypted')
  const base = emptyPdf()
  const update = new Update(await PdfFile.open(bytesSource(base)))
  const copy = importer(file, update)
  const kids: Ref[] = []
  for (const [index, { page }] of (await file.pages()).entries())
    if (!shown.pages || shown.pages.includes(index))
      kids.push(update.add(await flatPage(file, update, page, { copy, shown })))
  update.replace(PAGES, dict({ Type: name('Pages'), Kids: kids, Count: kids.length }))
  const catalog = dict({ Type: name('Catalog'), Pages: PAGES })
  for (const key of ['Lang', 'Metadata', 'OutputIntents']) {
    const value = (await file.catalog()).get(key)
    if (value !== undefined) catalog.set(key, await copy(value))
  }
  update.replace(new Ref(1, 0), catalog)
  const { bytes } = await update.bytes()
  const whole = new Uint8Array(base.length + bytes.length)
  whole.set(base)
  whole.set(bytes, base.length)
  return whole
}
