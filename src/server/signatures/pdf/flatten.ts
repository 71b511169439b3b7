import { FormatFault } from '../format-fault.ts'
import { emptyPdf } from './empty-pdf.ts'
import { PdfFile } from './file.ts'
import { fieldPicture, type MadePicture, type WriteWords } from './field-picture.ts'
import { stateOf } from './field-value.ts'
import { Dict, dict, name, nameOf, numberOf, type PdfObject, Ref, Stream } from './objects.ts'
import { inheritedOf } from './page-box.ts'
import { LAID_NAME } from './lay-page.ts'
import { bytesSource, type Source } from './source.ts'
import { refersToField, spokenOf, StructureCopy } from './structure-copy.ts'
import { importer, Update } from './update.ts'
import { ascii } from './write.ts'

const PAGES = new Ref(2, 0)
const HIDDEN = 2 | 32
/** `isMade`: the form stands in the new file already, else it is brought over from the paper. */
type Drawn = { form: Ref; isMade: boolean; matrix: string; spoken: { words: string; isPicture: boolean } }
type Making = {
  update: Update
  copy: ReturnType<typeof importer>
  structure: StructureCopy | undefined
  shown: Shown
  /** Whether the paper wants the looks of its fields made anew (NeedAppearances). */
  isAnew: boolean
}
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

/** The normal appearance; of one with several (a check box, a choice of few) that of its state. */
async function shownForm(file: PdfFile, annotation: Dict, isAnew: boolean): Promise<PdfObject | undefined> {
  const form = (await file.dict(annotation.get('AP')))?.get('N')
  const states = await file.dict(form)
  return states ? (states.get(await stateOf(file, annotation, isAnew)) ?? null) : form
}

const typeOf = async (file: PdfFile, annotation: Dict) =>
  nameOf(await file.resolve(await inheritedOf(file, annotation, 'FT')))
const operators = (numbers: readonly number[]) => `${numbers.map((each) => each.toFixed(5)).join(' ')} cm`

/** The appearance of a field or note, and the operators that draw it in its place (ISO 32000-2, 12.5.5); of a field without one, one made of its value. */
async function drawn(file: PdfFile, annotation: Dict, making: Making): Promise<Drawn | undefined> {
  const flags = numberOf(await file.resolve(annotation.get('F'))) ?? 0
  if (flags & HIDDEN) return undefined
  const form = await shownForm(file, annotation, making.isAnew)
  const stream = await file.resolve(form)
  const type = await typeOf(file, annotation)
  const isLacking = type === 'Btn' ? form === undefined : !(stream instanceof Stream)
  if (type && type !== 'Sig' && (isLacking || (making.isAnew && type !== 'Btn'))) {
    const picture = await fieldPicture(file, annotation, making.update, {
      ...{ isAnew: making.isAnew, write: making.shown.write },
    })
    return picture && madeOf(picture, await spokenOf(file, annotation))
  }
  const [left = 0, bottom = 0, right = 0, top = 0] = await numbersOf(file, annotation.get('Rect'))
  if (!(form instanceof Ref) || !(stream instanceof Stream)) return undefined
  const box = turnedBox(
    await numbersOf(file, stream.dict.get('BBox')),
    await numbersOf(file, stream.dict.get('Matrix')),
  )
  const [width, height] = [box[2] - box[0], box[3] - box[1]]
  if (width <= 0 || height <= 0) return undefined
  const [x, y] = [(right - left) / width, (top - bottom) / height]
  const matrix = operators([x, 0, 0, y, left - box[0] * x, bottom - box[1] * y])
  return { form, isMade: false, matrix, spoken: await spokenOf(file, annotation) }
}
const madeOf = ({ made, matrix }: MadePicture, spoken: Drawn['spoken']): Drawn => ({
  ...{ form: made, isMade: true, matrix: operators(matrix), spoken },
})

/**
 * Which pages (from 0) are shown, whether signatures are, and whether only the words laid on a page are, without the scan under them; and
 * who sets the words of fields that have no looks.
 */
export type Shown = {
  pages?: readonly number[]
  withoutSignatures?: boolean
  laidOnly?: boolean
  write?: WriteWords
}

/** A page with what its fields and notes show drawn into it, as the copy's own. */
async function flatPage(file: PdfFile, page: Dict, ref: Ref, making: Making): Promise<Dict> {
  const { update, copy, structure, shown } = making
  const forms: Drawn[] = []
  const parents = numberOf(await file.resolve(page.get('StructParents')))
  for (const each of (await file.array(page.get('Annots'))) ?? []) {
    const annotation = await file.dict(each)
    if (annotation && shown.withoutSignatures && (await typeOf(file, annotation)) === 'Sig') continue
    const found = annotation && (await drawn(file, annotation, making))
    if (found) forms.push(found)
  }
  const own = new Dict((await file.dict(await inheritedOf(file, page, 'Resources'))) ?? [])
  const held = new Dict((await file.dict(own.get('XObject'))) ?? [])
  const laid = shown.laidOnly ? held.get(LAID_NAME) : undefined
  const named = laid ? dict({ [LAID_NAME]: laid }) : held
  const resources = laid ? new Dict() : own
  const lines = forms.map(({ form, isMade, matrix, spoken }, at) => {
    if (!isMade) named.set(`BanSao${at}`, form)
    const mark = structure?.take(parents, ref, spoken)
    const tag = mark === undefined ? '/Artifact BMC' : `/${spoken.isPicture ? 'Figure' : 'Span'} <</MCID ${mark}>> BDC`
    const line = `q ${matrix} /BanSao${at} Do Q`
    return structure ? `${tag}\n${line}\nEMC` : line
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
  if (structure && parents !== undefined) flat.set('StructParents', parents)
  const brought = (await copy(resources)) as Dict
  forms.forEach(({ form, isMade }, at) => isMade && (brought.get('XObject') as Dict).set(`BanSao${at}`, form))
  flat.set('Resources', brought)
  const parts = (await copy(before)) as PdfObject[]
  flat.set('Contents', [part('q\n'), ...parts, part(`\nQ\n${lines.join('\n')}\n`)])
  return flat
}

/**
 * What a paper shows, as a file of its own without form and signatures: its pages with the pictures of signature and seal, number and date
 * drawn into them, and its tags, so that a screen reader reads the copy as it reads the paper. To be signed as a copy where the paper itself is
 * locked, or printed to be signed with a pen; words printed alone have no tags.
 */
export async function flattened(source: Source, shown: Shown = {}): Promise<Uint8Array> {
  const file = await PdfFile.open(source)
  if (file.isEncrypted) throw new FormatFault('pdf.encrypted', 'the file is encrypted')
  const base = emptyPdf()
  const update = new Update(await PdfFile.open(bytesSource(base)))
  const pages = (await file.pages())
    .filter((_, index) => shown.pages?.includes(index) ?? true)
    .map(({ ref, page }) => ({ ref, page, own: update.add(null) }))
  const known = pages.map(({ ref, own }): [number, Ref] => [ref.num, own])
  const copy = importer(file, update, { known, leaveOut: refersToField })
  const structure = shown.laidOnly ? undefined : await StructureCopy.of(file, update)
  const needed = await file.get(await file.dict((await file.catalog()).get('AcroForm')), 'NeedAppearances')
  const making: Making = { update, copy, structure, shown, isAnew: needed === true }
  for (const { page, own } of pages) update.replace(own, await flatPage(file, page, own, making))
  const kids = pages.map(({ own }) => own)
  update.replace(PAGES, dict({ Type: name('Pages'), Kids: kids, Count: kids.length }))
  const catalog = dict({ Type: name('Catalog'), Pages: PAGES })
  if (structure) catalog.set('StructTreeRoot', await structure.copied(copy))
  for (const key of ['Lang', 'Metadata', 'OutputIntents', 'ViewerPreferences', ...(structure ? ['MarkInfo'] : [])]) {
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
