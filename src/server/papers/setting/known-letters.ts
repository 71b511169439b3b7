import { readFileSync } from 'node:fs'
import { FONT_FILES } from './fonts.ts'

/** What stands in a paper for a sign that its letters do not have. */
export const UNKNOWN = '□'

/** Code points of a TrueType file, from its `cmap` tables of format 4 (OpenType 1.9, chapter cmap). */
function codePoints(file: string): Set<number> {
  const bytes = readFileSync(file)
  const tables = bytes.readUInt16BE(4)
  const at = Array.from({ length: tables }, (_, n) => 12 + n * 16).find(
    (each) => bytes.toString('latin1', each, each + 4) === 'cmap',
  )!
  const cmap = bytes.readUInt32BE(at + 8)
  const found = new Set<number>()
  for (let n = 0; n < bytes.readUInt16BE(cmap + 2); n += 1) {
    const table = cmap + bytes.readUInt32BE(cmap + 4 + n * 8 + 4)
    if (bytes.readUInt16BE(table) !== 4) continue
    const size = bytes.readUInt16BE(table + 6)
    for (let segment = 0; segment < size; segment += 2) {
      const last = bytes.readUInt16BE(table + 14 + segment)
      const first = bytes.readUInt16BE(table + 16 + size + segment)
      for (let point = first; point <= last && point < 0xffff; point += 1)
        if (glyphOf(bytes, table, segment, point) !== 0) found.add(point)
    }
  }
  return found
}

/** The glyph of a code point within its segment; 0 is none. */
function glyphOf(bytes: Buffer, table: number, segment: number, point: number): number {
  const size = bytes.readUInt16BE(table + 6)
  const delta = bytes.readUInt16BE(table + 16 + size * 2 + segment)
  const place = table + 16 + size * 3 + segment
  const range = bytes.readUInt16BE(place)
  if (range === 0) return (point + delta) & 0xffff
  const glyph = bytes.readUInt16BE(place + range + (point - bytes.readUInt16BE(table + 16 + size + segment)) * 2)
  return glyph === 0 ? 0 : (glyph + delta) & 0xffff
}

let known: Set<number> | undefined
/** Every style has to have it: a name stands bold in one line and plain in the next. */
const letters = () =>
  (known ??= FONT_FILES.map(codePoints).reduce((all, each) => new Set([...all].filter((point) => each.has(point)))))

/** Breaks, spaces and marks without ink of their own are set without a letter. */
const INKLESS = /^[\p{Cf}\p{Zs}\p{Zl}\p{Zp}\p{Variation_Selector}\t\n\r]$/u
const hasLetters = (sign: string) =>
  [...sign].every((each) => INKLESS.test(each) || letters().has(each.codePointAt(0)!))
const signs = new Intl.Segmenter('vi', { granularity: 'grapheme' })

/** Words as they can be set: composed (NFC), and one box for each sign that the letters of our papers do not have. */
export function settable(words: string): string {
  const composed = words.normalize('NFC')
  if (hasLetters(composed)) return composed
  return [...signs.segment(composed)].map(({ segment }) => (hasLetters(segment) ? segment : UNKNOWN)).join('')
}

/** The same for everything in the data of a paper. */
export function settableData(data: unknown): unknown {
  if (typeof data === 'string') return settable(data)
  if (Array.isArray(data)) return data.map(settableData)
  if (data === null || typeof data !== 'object') return data
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, settableData(value)]))
}

/** The signs of some words that papers cannot show, each once. */
export const unknownSigns = (words: string): string[] => [
  ...new Set(
    [...signs.segment(words.normalize('NFC'))].map((each) => each.segment).filter((each) => !hasLetters(each)),
  ),
]
