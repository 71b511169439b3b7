import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

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

const bare = (words: string) => words.normalize('NFC').replaceAll(/[\s\u00a0\u200b\f]/g, '')

/** The first words that a screen reader says out of the order of the page; undefined when it reads as the page stands. Heads of tables have an order of their own. */
export function outOfOrder(pdf: Uint8Array): string | undefined {
  const page = bare(run(pdf, 'pdftotext', '-raw', 'FILE', '-').toString())
  let at = 0
  let head = -1
  for (const line of structureOf(pdf).split('\n')) {
    const depth = line.search(/\S/)
    if (head >= 0 && depth <= head) head = -1
    if (/^\s*TH\b/.test(line)) head = depth
    const said = /^\s*"(.*)"\s*$/.exec(line)?.[1]
    if (said === undefined || head >= 0 || bare(said) === '') continue
    const found = page.indexOf(bare(said), at)
    if (found < 0) return said
    at = found + bare(said).length
  }
  return undefined
}
export const structureOf = (pdf: Uint8Array) => run(pdf, 'pdfinfo', '-struct-text', 'FILE').toString()

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
