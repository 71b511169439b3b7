import { FormatFault } from '../format-fault.ts'
import { Budget } from './budget.ts'
import { Dict, Name, numberOf, type PdfObject, Ref, Stream, textOf } from './objects.ts'
import { generationOf, ObjectStreams } from './object-streams.ts'
import { type PageOfFile, pagesOf } from './pages.ts'
import type { Source } from './source.ts'
import { type Entry, indirectAt, type Section, sectionsOf } from './xref.ts'

const MOST_HOPS = 32
const LARGE = 64 * 1024
/** Reading an object costs as much as ten entries of a table. */
const WORK_OF_READING = 10

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
  readonly #streams: ObjectStreams
  #pages: Promise<PageOfFile[]> | undefined
  readonly budget: Budget

  private constructor(source: Source, sections: readonly Section[], budget: Budget) {
    this.source = source
    this.budget = budget
    this.sections = sections
    this.trailer = sections[0]!.trailer
    this.#streams = new ObjectStreams({ source, budget, entry: (num) => this.#entries.get(num) })
    for (const section of sections)
      for (const [num, entry] of section.entries) if (!this.#entries.has(num)) this.#entries.set(num, entry)
  }

  /** @throws FormatFault when it is not a PDF or its tables are damaged. */
  static async open(source: Source, budget = new Budget()): Promise<PdfFile> {
    const head = new TextDecoder('latin1').decode(await source.read(0, Math.min(1024, source.size)))
    if (!head.includes('%PDF-')) throw new FormatFault('pdf.no-header', 'not a PDF')
    return new PdfFile(source, await sectionsOf(source, budget), budget)
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

  /**
   * The object that a reference means; null where none stands, also where another generation stands than the reference says (7.3.10). The
   * promises of a file never wait for each other in a circle: see `ObjectStreams`.
   */
  async object(ref: Ref): Promise<PdfObject> {
    this.budget.takeStep()
    const entry = this.#entries.get(ref.num)
    if (!entry || generationOf(entry) !== ref.gen) return null
    let value = this.#values.get(ref.num)
    if (!value) {
      this.budget.takeObjects(WORK_OF_READING)
      value = this.#read(ref, entry)
      this.#values.set(ref.num, value)
      // Pictures and fonts are not kept: a file of 100 MB must not lie in memory once for each revision.
      void value.then(
        (read) => read instanceof Stream && read.raw.length > LARGE && this.#values.delete(ref.num),
        () => undefined,
      )
    }
    return value
  }

  async #read({ num, gen }: Ref, entry: Entry): Promise<PdfObject> {
    if (entry.kind === 'free') return null
    if (entry.kind === 'in') return this.#streams.object(num, entry)
    const found = await indirectAt(this.source, entry.offset, (length) => this.#streams.length(length))
    if (found.num !== num) throw new FormatFault('pdf.obj', 'another object stands where the table says')
    return found.gen === gen ? found.value : null
  }

  /** Follows references to the value they mean. */
  async resolve(value: PdfObject | undefined): Promise<PdfObject> {
    let at: PdfObject = value ?? null
    for (let hops = 0; at instanceof Ref; hops += 1) {
      if (hops > MOST_HOPS) throw new FormatFault('pdf.ref-loop', 'references go in a circle')
      at = await this.object(at)
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
  pages(): Promise<PageOfFile[]> {
    this.#pages ??= pagesOf(this)
    return this.#pages
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
