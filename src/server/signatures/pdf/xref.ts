import { FormatFault } from '../format-fault.ts'
import type { Budget } from './budget.ts'
import { Dict, Name, numberOf, type PdfObject, Stream } from './objects.ts'
import { NeedMore, Parser } from './parse.ts'
import type { Source } from './source.ts'
import { unpacked } from './streams.ts'

/** Where an object stands: at an offset, as the nth of an object stream, or nowhere (free). */
export type Entry =
  { kind: 'at'; offset: number; gen: number } | { kind: 'in'; stream: number; index: number } | { kind: 'free' }
/** One cross-reference section: what one revision of the file says of its objects. */
export type Section = {
  offset: number
  form: 'table' | 'stream'
  entries: ReadonlyMap<number, Entry>
  trailer: Dict
  /** Objects of which readers may believe two things here: listed twice, or by the hidden stream of a hybrid file otherwise than by its table. */
  doubtful: ReadonlySet<number>
}

const FREE: Entry = { kind: 'free' }
const sameEntry = (a: Entry | undefined, b: Entry | undefined) => JSON.stringify(a) === JSON.stringify(b)

/** What one section says of its objects; of an object that it lists twice the first counts, as most readers have it. */
class Entries {
  readonly entries = new Map<number, Entry>()
  readonly doubtful = new Set<number>()
  set(num: number, entry: Entry) {
    const first = this.entries.get(num)
    if (!first) this.entries.set(num, entry)
    else if (!sameEntry(first, entry)) this.doubtful.add(num)
  }
}
const MOST_SECTIONS = 2000
const MOST_OBJECTS = 2_000_000
const latin = (bytes: Uint8Array) => new TextDecoder('latin1').decode(bytes)

/** Parses at an offset with a window that grows until the object fits; 64 MB at most. */
export async function parseAt<T>(source: Source, offset: number, parse: (parser: Parser) => T): Promise<T> {
  if (!(offset >= 0 && offset < source.size)) throw new FormatFault('pdf.offset', 'an offset points outside the file')
  for (let window = 4096; ; window *= 4) {
    const end = Math.min(source.size, offset + window)
    try {
      return parse(new Parser(await source.read(offset, end), 0, end === source.size))
    } catch (error) {
      if (!(error instanceof NeedMore)) throw error
      if (window > 64 * 1024 * 1024) throw new FormatFault('pdf.too-large', 'an object is too large')
    }
  }
}

/** The offset after the last `startxref`, which must stand within the last two kilobytes. */
export async function startOfXref(source: Source): Promise<number> {
  const from = Math.max(0, source.size - 2048)
  const tail = latin(await source.read(from, source.size))
  const found = /startxref\s+(\d{1,15})\s+%%EOF(?![\s\S]*startxref)/.exec(tail)
  if (!found) throw new FormatFault('pdf.no-startxref', 'no startxref at the end of the file')
  return Number(found[1])
}

/** An indirect object at an offset: its number, generation, and value; a stream is read with its raw bytes. */
export async function indirectAt(
  source: Source,
  offset: number,
  lengthOf: (value: PdfObject | undefined) => Promise<number | undefined>,
): Promise<{ num: number; gen: number; value: PdfObject; end: number }> {
  const head = await parseAt(source, offset, (parser) => {
    const num = parser.integer()
    const gen = parser.integer()
    if (!parser.keyword('obj')) throw new FormatFault('pdf.obj', 'no object stands where the table says')
    const value = parser.object()
    parser.skipSpace()
    return { num, gen, value, isStream: parser.keyword('stream'), end: parser.at }
  })
  if (!head.isStream) return { ...head, end: offset + head.end }
  if (!(head.value instanceof Dict)) throw new FormatFault('pdf.stream', 'a stream has no dictionary')
  const start = offset + head.end
  const mark = await source.read(start, Math.min(source.size, start + 2))
  const from = start + (mark[0] === 13 && mark[1] === 10 ? 2 : mark[0] === 10 || mark[0] === 13 ? 1 : 0)
  const length = await lengthOf(head.value.get('Length'))
  if (length === undefined || length < 0 || from + length > source.size)
    throw new FormatFault('pdf.length', 'the length of a stream is wrong')
  const after = latin(await source.read(from + length, Math.min(source.size, from + length + 20)))
  if (!/^\s*endstream/.test(after)) throw new FormatFault('pdf.length', 'a stream does not end where its length says')
  return { ...head, value: new Stream(head.value, await source.read(from, from + length)), end: from + length }
}

async function sectionAt(source: Source, offset: number, budget: Budget): Promise<Section> {
  if (!(offset >= 0 && offset < source.size)) throw new FormatFault('pdf.offset', 'an offset points outside the file')
  const start = latin(await source.read(offset, Math.min(source.size, offset + 20)))
  return /^\s*xref\b/.test(start) ? tableAt(source, offset, budget) : streamAt(source, offset, budget)
}

async function tableAt(source: Source, offset: number, budget: Budget): Promise<Section> {
  const section = await parseAt<Section>(source, offset, (parser) => {
    if (!parser.keyword('xref')) throw new FormatFault('pdf.xref', 'no cross-reference table')
    const found = new Entries()
    while (!parser.keyword('trailer')) {
      const first = parser.integer()
      const count = parser.integer()
      if (count < 0 || first < 0 || first + count > MOST_OBJECTS)
        throw new FormatFault('pdf.xref', 'a table is too long')
      for (let at = 0; at < count; at += 1) {
        const row = parser.row()
        if (row) {
          found.set(first + at, row.inUse ? { kind: 'at', offset: row.where, gen: row.gen } : FREE)
          continue
        }
        const where = parser.integer()
        const gen = parser.integer()
        if (parser.keyword('n')) found.set(first + at, { kind: 'at', offset: where, gen })
        else if (parser.keyword('f')) found.set(first + at, FREE)
        else throw new FormatFault('pdf.xref', 'an entry is neither n nor f')
      }
    }
    const trailer = parser.object()
    if (!(trailer instanceof Dict)) throw new FormatFault('pdf.trailer', 'no trailer')
    return { offset, form: 'table', entries: found.entries, trailer, doubtful: found.doubtful }
  })
  budget.takeObjects(section.entries.size)
  return section
}

/** Whole numbers from 0 to the most that is let; undefined for anything else. */
function countsOf(value: PdfObject | undefined, most: number): number[] | undefined {
  const counts = Array.isArray(value) ? value.map(numberOf) : [undefined]
  const isCount = (each: number | undefined) =>
    each !== undefined && Number.isInteger(each) && each >= 0 && each <= most
  return counts.every(isCount) ? (counts as number[]) : undefined
}

/** The fields of a row as numbers: eight bytes wide at most, and no number that a double does not hold. */
function fieldsOf(bytes: Uint8Array) {
  let at = 0
  return (width: number, standard: number) => {
    if (width === 0) return standard
    let number = 0
    for (let each = 0; each < width; each += 1) number = number * 256 + (bytes[at++] ?? 0)
    if (!Number.isSafeInteger(number))
      throw new FormatFault('pdf.xref', 'a number of a cross-reference stream is too large')
    return number
  }
}

async function streamAt(source: Source, offset: number, budget: Budget): Promise<Section> {
  const { value } = await indirectAt(source, offset, async (length) => numberOf(length))
  if (!(value instanceof Stream) || (value.dict.get('Type') as Name)?.value !== 'XRef')
    throw new FormatFault('pdf.xref', 'no cross-reference stream')
  const widths = countsOf(value.dict.get('W'), 8)
  if (!widths || widths.length < 3 || !widths.some(Boolean))
    throw new FormatFault('pdf.xref', 'the widths of a cross-reference stream are wrong')
  const [a, b, c] = widths as [number, number, number]
  const bytes = unpacked(value)
  budget.takeUnpacked(bytes.length)
  const pairs = countsOf(value.dict.get('Index') ?? [0, value.dict.get('Size') ?? 0], MOST_OBJECTS)
  if (!pairs) throw new FormatFault('pdf.xref', 'the index of a cross-reference stream is wrong')
  const found = new Entries()
  const field = fieldsOf(bytes)
  let rows = Math.floor(bytes.length / (a + b + c))
  for (let pair = 0; pair + 1 < pairs.length; pair += 2)
    for (let nth = 0; nth < pairs[pair + 1]! && rows > 0; nth += 1, rows -= 1) {
      budget.takeObjects(1)
      const kind = field(a, 1)
      const second = field(b, 0)
      const third = field(c, 0)
      const num = pairs[pair]! + nth
      if (kind === 1) found.set(num, { kind: 'at', offset: second, gen: third })
      else if (kind === 2) found.set(num, { kind: 'in', stream: second, index: third })
      // Free, or of a kind that is not defined: nothing stands there (7.5.8.3).
      else found.set(num, FREE)
    }
  return { offset, form: 'stream', entries: found.entries, trailer: value.dict, doubtful: found.doubtful }
}

/** A hybrid file (7.5.8.4): what its table calls free is looked up in the hidden stream. */
function withHidden(table: Section, hidden: Section): Section {
  const entries = new Map(table.entries)
  const doubtful = new Set([...table.doubtful, ...hidden.doubtful])
  for (const [num, entry] of hidden.entries) {
    const shown = table.entries.get(num)
    if (shown && !sameEntry(shown, entry)) doubtful.add(num)
    if ((shown?.kind ?? 'free') === 'free') entries.set(num, entry)
  }
  return { ...table, entries, doubtful }
}

/** All sections, newest first, along `Prev`; the extra stream of a hybrid file (`XRefStm`) is laid under its table. */
export async function sectionsOf(source: Source, budget: Budget): Promise<Section[]> {
  const sections: Section[] = []
  const seen = new Set<number>()
  let offset: number | undefined = await startOfXref(source)
  while (offset !== undefined) {
    if (seen.has(offset) || sections.length > MOST_SECTIONS)
      throw new FormatFault('pdf.xref-loop', 'the revisions go in a circle')
    seen.add(offset)
    const section: Section = await sectionAt(source, offset, budget)
    const extra = numberOf(section.trailer.get('XRefStm'))
    const isHybrid = extra !== undefined && section.form === 'table'
    sections.push(isHybrid ? withHidden(section, await sectionAt(source, extra, budget)) : section)
    offset = numberOf(section.trailer.get('Prev'))
  }
  return sections
}
