import { FormatFault } from '../format-fault.ts'
import { Dict, Name, numberOf, type PdfObject, Ref, Stream, textOf } from './objects.ts'
import { Parser } from './parse.ts'
import type { Source } from './source.ts'
import { unpacked } from './streams.ts'
import { type Entry, indirectAt, type Section, sectionsOf } from './xref.ts'

const MOST_HOPS = 32

/**
 * A PDF as its newest cross-reference section tells it; nothing is repaired: what is damaged is a fault. To see the file as it was at
 * an earlier revision, open `prefixOf(source, end)`.
 */
export class PdfFile {
  readonly source: Source
  /** Newest first. */
  readonly sections: readonly Section[]
  readonly trailer: Dict
  readonly #entries = new Map<number, Entry>()
  readonly #values = new Map<number, Promise<PdfObject>>()
  readonly #objectStreams = new Map<number, Promise<{ nums: number[]; values: PdfObject[] }>>()

  private constructor(source: Source, sections: readonly Section[]) {
    this.source = source
    this.sections = sections
    this.trailer = sections[0]!.trailer
    for (const section of sections)
      for (const [num, entry] of section.entries) if (!this.#entries.has(num)) this.#entries.set(num, entry)
  }

  /** @throws FormatFault when it is not a PDF or its tables are damaged. */
  static async open(source: Source): Promise<PdfFile> {
    const head = new TextDecoder('latin1').decode(await source.read(0, Math.min(1024, source.size)))
    if (!head.includes('%PDF-')) throw new FormatFault('pdf.no-header', 'not a PDF')
    return new PdfFile(source, await sectionsOf(source))
  }

  get isEncrypted(): boolean {
    return this.trailer.has('Encrypt')
  }
  /** One more than the highest object number any section names. */
  get size(): number {
    let highest = numberOf(this.trailer.get('Size')) ?? 1
    for (const num of this.#entries.keys()) if (num >= highest) highest = num + 1
    return highest
  }
  /** Numbers of the objects in use. */
  numbers(): number[] {
    return [...this.#entries].filter(([, entry]) => entry.kind !== 'free').map(([num]) => num)
  }
  entry(num: number): Entry | undefined {
    return this.#entries.get(num)
  }

  /** The object of a number; null for one that is free or not there (7.3.10). */
  object(num: number): Promise<PdfObject> {
    let value = this.#values.get(num)
    if (!value) {
      value = this.#read(num)
      this.#values.set(num, value)
    }
    return value
  }

  async #read(num: number): Promise<PdfObject> {
    const entry = this.#entries.get(num)
    if (!entry || entry.kind === 'free') return null
    if (entry.kind === 'in') {
      const { nums, values } = await this.#objectStream(entry.stream)
      const at = nums[entry.index] === num ? entry.index : nums.indexOf(num)
      return values[at] ?? null
    }
    const found = await indirectAt(this.source, entry.offset, (length) => this.#length(length, num))
    if (found.num !== num) throw new FormatFault('pdf.obj', 'another object stands where the table says')
    return found.value
  }

  async #length(value: PdfObject | undefined, of: number): Promise<number | undefined> {
    if (value instanceof Ref && value.num === of)
      throw new FormatFault('pdf.length', 'a length refers to its own stream')
    return numberOf(value instanceof Ref ? await this.object(value.num) : value)
  }

  #objectStream(num: number): Promise<{ nums: number[]; values: PdfObject[] }> {
    let known = this.#objectStreams.get(num)
    if (!known) {
      known = this.#readObjectStream(num)
      this.#objectStreams.set(num, known)
    }
    return known
  }

  async #readObjectStream(num: number) {
    if (this.#entries.get(num)?.kind === 'in') throw new FormatFault('pdf.objstm', 'an object stream inside another')
    const stream = await this.object(num)
    if (!(stream instanceof Stream)) throw new FormatFault('pdf.objstm', 'no object stream stands here')
    const bytes = unpacked(stream)
    const count = numberOf(stream.dict.get('N')) ?? 0
    const first = numberOf(await this.resolve(stream.dict.get('First'))) ?? 0
    if (count < 0 || count > 1_000_000) throw new FormatFault('pdf.objstm', 'an object stream holds too many')
    const head = new Parser(bytes)
    const pairs = Array.from({ length: count }, () => [head.integer(), head.integer()] as const)
    return {
      nums: pairs.map(([each]) => each),
      values: pairs.map(([, offset]) => new Parser(bytes, first + offset).object()),
    }
  }

  /** Follows references to the value they mean. */
  async resolve(value: PdfObject | undefined): Promise<PdfObject> {
    let at: PdfObject = value ?? null
    for (let hops = 0; at instanceof Ref; hops += 1) {
      if (hops > MOST_HOPS) throw new FormatFault('pdf.ref-loop', 'references go in a circle')
      at = await this.object(at.num)
    }
    return at
  }
  async dict(value: PdfObject | undefined): Promise<Dict | undefined> {
    const found = await this.resolve(value)
    return found instanceof Dict ? found : undefined
  }
  async array(value: PdfObject | undefined): Promise<PdfObject[] | undefined> {
    const found = await this.resolve(value)
    return Array.isArray(found) ? found : undefined
  }
  async get(value: Dict | undefined, key: string): Promise<PdfObject> {
    return this.resolve(value?.get(key))
  }

  /** @throws FormatFault when there is none. */
  async catalog(): Promise<Dict> {
    const found = await this.dict(this.trailer.get('Root'))
    if (!found) throw new FormatFault('pdf.no-catalog', 'the file has no catalogue')
    return found
  }

  /** The pages in order, with their references; bounded, and a page tree that goes in a circle is a fault. */
  async pages(most = 50_000): Promise<{ ref: Ref; page: Dict }[]> {
    const pages: { ref: Ref; page: Dict }[] = []
    const seen = new Set<number>()
    const walk = async (node: PdfObject | undefined): Promise<void> => {
      if (!(node instanceof Ref)) throw new FormatFault('pdf.pages', 'a page is not an object of its own')
      if (seen.has(node.num)) throw new FormatFault('pdf.pages', 'the pages go in a circle')
      seen.add(node.num)
      const here = await this.dict(node)
      if (!here) throw new FormatFault('pdf.pages', 'a page is missing')
      const kids = await this.array(here.get('Kids'))
      if (!kids) pages.push({ ref: node, page: here })
      else for (const kid of kids) await walk(kid)
      if (pages.length > most) throw new FormatFault('pdf.pages', 'too many pages')
    }
    await walk((await this.catalog()).get('Pages'))
    return pages
  }

  /** The terminal fields of the form with their full names, and the inherited type. */
  async fields(): Promise<{ ref: Ref | null; field: Dict; name: string; type: string | undefined }[]> {
    const form = await this.dict((await this.catalog()).get('AcroForm'))
    const found: { ref: Ref | null; field: Dict; name: string; type: string | undefined }[] = []
    const seen = new Set<number>()
    const walk = async (value: PdfObject, over: string, type: string | undefined, depth: number): Promise<void> => {
      if (depth > 32 || found.length > 100_000) throw new FormatFault('pdf.fields', 'too many or too deep fields')
      if (value instanceof Ref && seen.has(value.num)) return
      if (value instanceof Ref) seen.add(value.num)
      const field = await this.dict(value)
      if (!field) return
      const part = await this.resolve(field.get('T'))
      const own = textOf(part)
      const full = own === undefined ? over : over ? `${over}.${own}` : own
      const kind = await this.resolve(field.get('FT'))
      const here = kind instanceof Name ? kind.value : type
      const kids = await this.array(field.get('Kids'))
      const children: PdfObject[] = []
      for (const kid of kids ?? []) if ((await this.dict(kid))?.has('T')) children.push(kid)
      if (children.length === 0) found.push({ ref: value instanceof Ref ? value : null, field, name: full, type: here })
      else for (const child of children) await walk(child, full, here, depth + 1)
    }
    for (const value of (await this.array(form?.get('Fields'))) ?? []) await walk(value, '', undefined, 0)
    return found
  }
}
