import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { bytesSource, Dict, nameOf, numberOf, PdfFile, type PdfObject, Ref, Stream } from '#server/signatures/index.ts'
import { unpacked } from '#server/signatures/pdf/streams.ts'

/** What somebody else's programs (poppler) read in a paper. For tests only. */
export const installed = (program: string) => spawnSync(program, ['-v']).error === undefined
/** From a file: of a pipe they read letter by letter. */
function run(pdf: Uint8Array, program: string, ...args: string[]): Buffer {
  const folder = mkdtempSync('/tmp/dinh-looks-')
  const file = join(folder, 'paper.pdf')
  writeFileSync(file, pdf)
  try {
    return spawnSync(
      program,
      args.map((each) => (each === 'FILE' ? file : each)),
      { maxBuffer: 64 << 20 },
    ).stdout
  } finally {
    rmSync(folder, { recursive: true })
  }
}

export type Word = { page: number; words: string; left: number; top: number; right: number; bottom: number }
/** Words with their boxes, in points from the top left, in the order in which they stand in the file; and the height of each page. */
export function wordsOf(pdf: Uint8Array): { words: Word[]; heights: number[] } {
  const text = run(pdf, 'pdftotext', '-raw', '-bbox', 'FILE', '-').toString().normalize('NFC')
  const words: Word[] = []
  const heights: number[] = []
  for (const [, height, box, letters] of text.matchAll(/<page [^>]*height="([\d.]+)"|<word ([^>]*)>([^<]*)</g)) {
    if (height) heights.push(Number(height))
    if (!box) continue
    const [left, top, right, bottom] = [...box.matchAll(/"([-\d.]+)"/g)].map((each) => Number(each[1]))
    words.push({
      ...{ page: heights.length - 1, words: letters!.replaceAll('&amp;', '&') },
      ...{ left: left!, top: top!, right: right!, bottom: bottom! },
    })
  }
  return { words, heights }
}

/** What a screen reader goes by: the kinds of the elements, and the marks in the content that they say, in the order in which it says them. */
export type Structure = { kinds: Set<string>; said: { page: number; mark: number }[]; drawn: string[] }

/** Marked pieces of a page in the order in which they are drawn. */
async function marksOf(pdf: PdfFile, page: Dict): Promise<number[]> {
  const content = await pdf.resolve(page.get('Contents'))
  const streams = Array.isArray(content) ? await Promise.all(content.map((each) => pdf.resolve(each))) : [content]
  const words = streams.map((each) => (each instanceof Stream ? Buffer.from(unpacked(each)).toString('latin1') : ''))
  return [...words.join('\n').matchAll(/\/MCID\s+(\d+)[^]*?BDC/g)].map(([, mark]) => Number(mark))
}

/** The structure tree (ISO 32000-2, 14.7), read once. Heads of tables have an order of their own: they are not among what is said. */
export async function structureOf(bytes: Uint8Array): Promise<Structure> {
  const pdf = await PdfFile.open(bytesSource(bytes))
  const pages = await pdf.pages()
  const found: Structure = { kinds: new Set(), said: [], drawn: [] }
  for (const [at, { page }] of pages.entries())
    for (const mark of await marksOf(pdf, page)) found.drawn.push(`${at}:${mark}`)
  const walk = async (value: PdfObject | undefined, over: number): Promise<void> => {
    const here = await pdf.resolve(value)
    if (typeof here === 'number') return void found.said.push({ page: over, mark: here })
    if (Array.isArray(here)) {
      for (const each of here) await walk(each, over)
      return
    }
    if (!(here instanceof Dict)) return
    const kind = nameOf(await pdf.get(here, 'S'))
    if (kind) found.kinds.add(kind)
    if (kind === 'TH') return
    const on = here.get('Pg')
    const page = on instanceof Ref ? pages.findIndex(({ ref }) => ref.num === on.num) : over
    const mark = numberOf(await pdf.get(here, 'MCID'))
    if (mark !== undefined) found.said.push({ page, mark })
    else await walk(here.get('K'), page)
  }
  await walk((await pdf.dict((await pdf.catalog()).get('StructTreeRoot')))?.get('K'), 0)
  return found
}

/** The first mark that a screen reader says out of the order of the page; undefined when it reads as the page stands. */
export function outOfOrder({ said, drawn }: Structure): string | undefined {
  const place = new Map(drawn.map((mark, at) => [mark, at]))
  let last = -1
  for (const { page, mark } of said) {
    const at = place.get(`${page}:${mark}`) ?? -1
    if (at < last) return `trang ${page + 1}, mảnh ${mark}`
    last = at
  }
  return undefined
}

const DPI = 150
/** How much of the first page is looked at: the heads end there. */
const HEAD = Math.round((42 / 25.4) * DPI)
const LONG = Math.round((15 / 25.4) * DPI)

/** The rules in the head of the first page that letters touch, in millimetres from the top; ends are not looked at, frames and boxes meet there. */
export function cutRules(pdf: Uint8Array): number[] {
  const picture = run(pdf, 'pdftoppm', '-gray', '-r', String(DPI), '-f', '1', '-l', '1', '-H', String(HEAD), 'FILE')
  const [, wide, high, depth] = /^P5\s+(\d+)\s+(\d+)\s+(\d+)\s/.exec(picture.subarray(0, 40).toString('latin1'))!
  const [width, height] = [Number(wide), Number(high)]
  const start = picture.length - width * height
  const dark = (x: number, y: number) => picture[start + y * width + x]! < Number(depth) * 0.6
  const cut: number[] = []
  for (let y = 6; y < height - 6; y += 1)
    for (const [from, to] of runsOf(width, (x) => dark(x, y))) {
      const inner = [from + Math.round((to - from) * 0.08), to - Math.round((to - from) * 0.08)] as const
      const below = [1, 2, 3, 4].findLast((each) => isDark(inner, (x) => dark(x, y + each), 0.9)) ?? 0
      if (isDark(inner, (x) => dark(x, y - 1), 0.9)) continue
      const near = [y - 2, y - 3, y + below + 2, y + below + 3]
      if (near.some((each) => isDark(inner, (x) => dark(x, each), 0))) cut.push(Math.round((y / DPI) * 254) / 10)
    }
  return cut
}
function runsOf(width: number, dark: (x: number) => boolean): [from: number, to: number][] {
  const runs: [number, number][] = []
  let from = -1
  for (let x = 0; x <= width; x += 1) {
    if (x < width && dark(x)) {
      if (from < 0) from = x
      continue
    }
    if (from >= 0 && x - from >= LONG) runs.push([from, x - 1])
    from = -1
  }
  return runs
}
/** Whether more than a share of a stretch is dark. */
function isDark([from, to]: readonly [number, number], dark: (x: number) => boolean, share: number): boolean {
  let count = 0
  for (let x = from; x <= to; x += 1) if (dark(x)) count += 1
  return count > (to - from) * share
}
