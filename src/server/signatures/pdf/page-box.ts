import { FormatFault } from '../format-fault.ts'
import type { PdfFile } from './file.ts'
import { type Dict, numberOf, type PdfObject } from './objects.ts'

export type PageBox = { box: readonly [number, number, number, number]; rotate: 0 | 90 | 180 | 270 }

/** An attribute of a page, its own or that of the nearest node above (ISO 32000-2, 7.7.3.4). */
export async function inheritedOf(file: PdfFile, page: Dict, key: string): Promise<PdfObject | undefined> {
  for (let at: Dict | undefined = page, depth = 0; at && depth < 64; at = await file.dict(at.get('Parent')), depth += 1)
    if (at.has(key)) return at.get(key)
  return undefined
}

/** What is seen of a page, in its own points, and how far it is turned clockwise when shown. */
export async function pageBox(file: PdfFile, index: number): Promise<PageBox> {
  const page = (await file.pages())[index]?.page
  if (!page) throw new FormatFault('pdf.pages', 'the page is missing')
  const found = (await inheritedOf(file, page, 'CropBox')) ?? (await inheritedOf(file, page, 'MediaBox'))
  const numbers = await Promise.all(
    ((await file.array(found)) ?? []).map(async (each) => numberOf(await file.resolve(each))),
  )
  const [a, b, c, d] = numbers
  if (a === undefined || b === undefined || c === undefined || d === undefined)
    throw new FormatFault('pdf.pages', 'the page has no size')
  const turned = numberOf(await file.resolve(await inheritedOf(file, page, 'Rotate'))) ?? 0
  const rotate = ((((Math.round(turned / 90) * 90) % 360) + 360) % 360) as PageBox['rotate']
  return { box: [Math.min(a, c), Math.min(b, d), Math.max(a, c), Math.max(b, d)], rotate }
}
