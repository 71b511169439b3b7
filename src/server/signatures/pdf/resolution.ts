import { FormatFault } from '../format-fault.ts'
import type { PdfFile } from './file.ts'
import { Dict, Name, numberOf, type PdfObject, Stream } from './objects.ts'
import { inheritedOf, pageBox } from './page-box.ts'
import { unpacked } from './streams.ts'

type Matrix = readonly [number, number, number, number, number, number]
type Drawn = { area: number; dpi: number }
const PLAIN: Matrix = [1, 0, 0, 1, 0, 0]
const MOST_PAGES = 300
const MOST_BYTES = 4 * 1024 * 1024
const MOST_DEPTH = 4
/** Of pictures this much smaller than the largest of their page, none is the scan; nor is one that fills less than this of its page. */
const SHARE = 0.8
const FILLS = 0.4

const times = (a: Matrix, b: Matrix): Matrix => [
  a[0] * b[0] + a[1] * b[2],
  a[0] * b[1] + a[1] * b[3],
  a[2] * b[0] + a[3] * b[2],
  a[2] * b[1] + a[3] * b[3],
  a[4] * b[0] + a[5] * b[2] + b[4],
  a[4] * b[1] + a[5] * b[3] + b[5],
]

async function numbersOf(file: PdfFile, value: PdfObject | undefined): Promise<number[]> {
  return Promise.all(((await file.array(value)) ?? []).map(async (each) => numberOf(await file.resolve(each)) ?? 0))
}

/** The operators of a page as words; strings are passed over. What is packed in a way not read here says nothing. */
async function wordsOf(file: PdfFile, contents: PdfObject | undefined): Promise<string[]> {
  const found = await file.resolve(contents)
  const parts: string[] = []
  for (const each of Array.isArray(found) ? found : [found]) {
    const stream = await file.resolve(each)
    if (!(stream instanceof Stream)) continue
    const bytes = unpacked(stream, MOST_BYTES)
    file.budget.takeUnpacked(bytes.length)
    parts.push(new TextDecoder('latin1').decode(bytes))
  }
  return (
    parts.join('\n').match(/\((?:\\.|[^\\()])*\)|\/[^\s/<>()[\]{}%]+|[-+]?(?:\d+\.?\d*|\.\d+)|[A-Za-z'"*]+/gs) ?? []
  )
}

/** Every picture that a content draws: how much of the page, in square points, and how many points of picture to the inch. */
async function picturesOf(
  file: PdfFile,
  content: { words: string[]; resources: PdfObject | undefined },
  start: Matrix,
  depth = 0,
): Promise<Drawn[]> {
  const named = await file.dict((await file.dict(content.resources))?.get('XObject'))
  const found: Drawn[] = []
  const kept: Matrix[] = []
  let [at, last]: [Matrix, string] = [start, '']
  let numbers: number[] = []
  for (const word of content.words) {
    const number = Number(word)
    if (!Number.isNaN(number)) {
      numbers.push(number)
      continue
    }
    if (word === 'q') kept.push(at)
    else if (word === 'Q') at = kept.pop() ?? start
    else if (word === 'cm' && numbers.length >= 6) at = times(numbers.slice(-6) as unknown as Matrix, at)
    else if (word === 'Do')
      found.push(...(await drawnBy(file, await file.resolve(named?.get(last)), content, at, depth)))
    if (word.startsWith('/')) last = word.slice(1)
    numbers = []
  }
  return found
}

async function drawnBy(
  file: PdfFile,
  object: PdfObject,
  { resources }: { resources: PdfObject | undefined },
  at: Matrix,
  depth: number,
): Promise<Drawn[]> {
  if (!(object instanceof Stream)) return []
  const kind = await file.get(object.dict, 'Subtype')
  if (kind instanceof Name && kind.value === 'Form') {
    if (depth >= MOST_DEPTH) return []
    const own = await numbersOf(file, object.dict.get('Matrix'))
    const matrix = own.length === 6 ? times(own as unknown as Matrix, at) : at
    const inside = { words: await wordsOf(file, object), resources: object.dict.get('Resources') ?? resources }
    return picturesOf(file, inside, matrix, depth + 1)
  }
  const width = numberOf(await file.get(object.dict, 'Width')) ?? 0
  const height = numberOf(await file.get(object.dict, 'Height')) ?? 0
  const [wide, high] = [Math.hypot(at[0], at[1]), Math.hypot(at[2], at[3])]
  if (!(wide > 1 && high > 1 && width > 0 && height > 0)) return []
  return [{ area: wide * high, dpi: Math.min((width / wide) * 72, (height / high) * 72) }]
}

async function dpiOfPage(file: PdfFile, page: Dict, index: number): Promise<number | null> {
  try {
    const { box } = await pageBox(file, index)
    const resources = await inheritedOf(file, page, 'Resources')
    const drawn = await picturesOf(file, { words: await wordsOf(file, page.get('Contents')), resources }, PLAIN)
    const largest = Math.max(0, ...drawn.map(({ area }) => area))
    if (largest < (box[2] - box[0]) * (box[3] - box[1]) * FILLS) return null
    const scans = drawn.filter(({ area }) => area >= largest * SHARE).map(({ dpi }) => dpi)
    return scans.length > 0 ? Math.round(Math.max(...scans)) : null
  } catch (error) {
    if (error instanceof FormatFault) return null
    throw error
  }
}

/**
 * How finely a scan was taken (độ phân giải bản số hóa, NĐ 30/2020 annex I: 200 dpi and up): the resolution of its coarsest page by the
 * pictures that fill it, as they are drawn. Null where no page draws one: a paper that was set, not scanned.
 */
export async function resolutionOf(file: PdfFile): Promise<{ pages: number; dpi: number | null }> {
  const pages = await file.pages()
  const found: number[] = []
  for (const [index, { page }] of pages.slice(0, MOST_PAGES).entries()) {
    const dpi = await dpiOfPage(file, page, index)
    if (dpi !== null) found.push(dpi)
  }
  return { pages: pages.length, dpi: found.length > 0 ? Math.min(...found) : null }
}
