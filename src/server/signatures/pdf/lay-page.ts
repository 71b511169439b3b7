import { FormatFault } from '../format-fault.ts'
import { heldSignatures } from '../verify/covered.ts'
import { PdfFile } from './file.ts'
import { Dict, dict, Name, name, numberOf, type PdfObject, Ref, Stream } from './objects.ts'
import { inheritedOf, pageBox } from './page-box.ts'
import { bytesSource } from './source.ts'
import { importPage, Update } from './update.ts'
import { ascii, joined } from './write.ts'

/** `page`: on pages of its own behind the last; `back`: on a page as large as the last, at its head; `foot-of-last-page`: on the last page itself. */
export type Laying = 'page' | 'back' | 'foot-of-last-page'
/** Where the words came to stand: page from 0, and how their points become points of that page. */
export type Laid = { page: number; share: number; left: number; bottom: number }

const A4 = [0, 0, 595.28, 841.89] as const
const MARGIN = 28
/** The name under which a page draws words laid on it; its last content draws nothing else. */
export const LAID_NAME = 'LoiChung'

/** @throws FormatFault `pdf.signed-already`: a page or words more would break what is signed. */
async function refuseSigned(file: PdfFile) {
  const { held, faulty } = await heldSignatures(file)
  if (held.length > 0 || faulty.length > 0) throw new FormatFault('pdf.signed-already')
}

async function lastPage(file: PdfFile) {
  const pages = await file.pages()
  const last = pages.at(-1)
  if (!last || !(last.page.get('Parent') instanceof Ref)) throw new FormatFault('pdf.pages', 'the file has no pages')
  return { ...last, count: pages.length, parent: last.page.get('Parent') as Ref }
}

/** A page more in the node and in every node above it. */
async function countMore(update: Update, from: Ref, more: number) {
  for (let at: unknown = from, depth = 0; at instanceof Ref && depth < 50; depth += 1) {
    const node = await update.resolve(at)
    if (!(node instanceof Dict) || !(node.get('Type') instanceof Name)) return
    const longer = new Dict(node)
    longer.set('Count', (numberOf(await update.resolve(node.get('Count'))) ?? 0) + more)
    update.replace(at, longer)
    at = node.get('Parent')
  }
}

const drawing = (form: Ref, { share, left, bottom }: Omit<Laid, 'page'>) => ({
  form,
  operators: `q ${[share, 0, 0, share, left, bottom].map((each) => each.toFixed(4)).join(' ')} cm /${LAID_NAME} Do Q`,
})

/** A page behind the last that shows the words and nothing else; what it would inherit (turned, cut) is said anew. */
async function appendPage(
  update: Update,
  parent: Ref,
  around: readonly number[],
  { form, operators }: ReturnType<typeof drawing>,
) {
  const box = [...around]
  const page = update.add(
    dict({
      ...{ Type: name('Page'), Parent: parent, MediaBox: box, CropBox: box, Rotate: 0 },
      Resources: dict({ XObject: dict({ [LAID_NAME]: form }) }),
      Contents: update.add(new Stream(new Dict(), ascii(operators))),
    }),
  )
  await update.addTo(parent, 'Kids', page)
  await countMore(update, parent, 1)
}

/** The words drawn over what a page shows; what it showed stays, in brackets of its own. */
async function drawOn(
  update: Update,
  { ref, page }: { ref: Ref; page: Dict },
  { form, operators }: ReturnType<typeof drawing>,
) {
  const { file } = update
  const resources = new Dict((await file.dict(await inheritedOf(file, page, 'Resources'))) ?? [])
  const named = new Dict((await file.dict(resources.get('XObject'))) ?? [])
  if (named.has(LAID_NAME)) throw new FormatFault('pdf.laid-already', 'words were laid on this page before')
  named.set(LAID_NAME, form)
  resources.set('XObject', named)
  const held = page.get('Contents')
  const content = await file.resolve(held)
  const before: PdfObject[] = Array.isArray(content) ? content : held instanceof Ref ? [held] : []
  const part = (words: string) => update.add(new Stream(new Dict(), ascii(words)))
  const changed = new Dict(page)
  changed.set('Resources', resources)
  changed.set('Contents', [part('q\n'), ...before, part('\nQ\n'), part(operators)])
  update.replace(ref, changed)
}

/**
 * Lays set words (lời chứng, ghi chú) on a scanned paper as an incremental update: the scan stays byte for byte as it was taken. A last page
 * that is shown turned takes nothing at its foot; the words then stand on a page behind it.
 * @throws FormatFault for what is encrypted, damaged, or signed already.
 */
export async function layPage(
  scan: Uint8Array,
  words: Uint8Array,
  how: Laying,
): Promise<{ pdf: Uint8Array; laid: Laid[]; pages: number }> {
  const file = await PdfFile.open(bytesSource(scan))
  const update = new Update(file)
  await refuseSigned(file)
  const source = await PdfFile.open(bytesSource(words))
  const last = await lastPage(file)
  const { box, rotate } = await pageBox(file, last.count - 1)
  const at = how === 'foot-of-last-page' && rotate !== 0 ? 'back' : how
  const laid: Laid[] = []
  let pages = last.count
  for (const index of (await source.pages()).keys()) {
    const { ref, width, height } = await importPage(source, index, update)
    const isOwn = at === 'page' || index > 0
    const around = isOwn ? ([0, 0, width, height] as const) : at === 'back' && rotate !== 0 ? A4 : box
    const [left, bottom, right, top] = around
    const share = isOwn ? 1 : Math.min(1, (right - left - 2 * MARGIN) / width, (top - bottom - 2 * MARGIN) / height)
    const where = {
      share,
      left: isOwn ? 0 : (left + right - width * share) / 2,
      bottom: isOwn ? 0 : at === 'back' ? top - MARGIN - height * share : bottom + MARGIN,
    }
    const onLast = !isOwn && at === 'foot-of-last-page'
    if (onLast) await drawOn(update, last, drawing(ref, where))
    else await appendPage(update, last.parent, around, drawing(ref, where))
    laid.push({ page: onLast ? last.count - 1 : pages, ...where })
    if (!onLast) pages += 1
  }
  return { pdf: joined([scan, (await update.bytes()).bytes]), laid, pages }
}

/** Where a place of the set words stands on the laid paper. */
export function laidPlace<P extends { page: number; rect: readonly [number, number, number, number] }>(
  place: P,
  laid: readonly Laid[],
): P {
  const found = laid[place.page]
  if (!found) throw new FormatFault('pdf.pages', 'the page of the place was not laid')
  const { share, left, bottom } = found
  const [l, b, r, t] = place.rect
  return {
    ...place,
    page: found.page,
    rect: [l * share + left, b * share + bottom, r * share + left, t * share + bottom],
  }
}
