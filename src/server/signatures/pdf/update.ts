import { FormatFault } from '../format-fault.ts'
import type { PdfFile } from './file.ts'
import { Dict, dict, name, numberOf, type PdfObject, Ref, Str, Stream } from './objects.ts'
import { inheritedOf } from './page-box.ts'
import { ascii, indirectBytes, joined, words } from './write.ts'

/** What a trailer says of its own section; everything else in it is carried on, since an earlier signature may look for it. */
export const TRAILER_OWN = new Set([
  ...['Size', 'Prev', 'XRefStm', 'Type', 'W', 'Index', 'Length', 'Filter', 'DecodeParms', 'DL', 'F', 'FFilter'],
])

/**
 * An incremental update (ISO 32000-1, 7.5.6): objects added and replaced behind the bytes that stand, so that earlier signatures keep
 * covering what they covered. The cross-reference section has the form of the newest one of the file.
 */
export class Update {
  readonly file: PdfFile
  readonly #objects = new Map<number, { ref: Ref; value: PdfObject }>()
  #next: number

  /** @throws FormatFault `pdf.encrypted`: what is encrypted is not changed. */
  constructor(file: PdfFile) {
    if (file.isEncrypted) throw new FormatFault('pdf.encrypted', 'the file is encrypted')
    this.file = file
    this.#next = file.size
  }

  add(value: PdfObject): Ref {
    const ref = new Ref(this.#next, 0)
    this.#next += 1
    this.#objects.set(ref.num, { ref, value })
    return ref
  }
  replace(ref: Ref, value: PdfObject) {
    this.#objects.set(ref.num, { ref, value })
  }

  /** The value of an object as this update leaves it. */
  async resolve(value: PdfObject | undefined): Promise<PdfObject> {
    if (value instanceof Ref && this.#objects.has(value.num)) return this.resolve(this.#objects.get(value.num)!.value)
    if (value instanceof Ref) return this.resolve(await this.file.object(value))
    return value ?? null
  }

  /**
   * A dictionary held under a key, copied so that it may be changed and put back by `put`. Where there is none, an empty one becomes an object
   * of its own: programs of others (poppler, Okular) forget to write a form that lies in the catalogue itself.
   */
  async #inside(owner: Dict, key: string): Promise<{ value: Dict; put: () => void }> {
    const held = owner.get(key)
    const value = await this.resolve(held)
    const copy = new Dict(value instanceof Dict ? value : [])
    const put = () => {
      if (held instanceof Ref) this.replace(held, copy)
      else owner.set(key, held === undefined ? this.add(copy) : copy)
    }
    return { value: copy, put }
  }

  /** Changes the catalogue, or a dictionary under one of its keys (made where it is missing). */
  async changeCatalog(change: (catalog: Dict) => void | Promise<void>, under?: string) {
    const root = this.file.trailer.get('Root')
    if (!(root instanceof Ref)) throw new FormatFault('pdf.no-catalog', 'the catalogue is no object of its own')
    const catalog = new Dict((await this.resolve(root)) as Dict)
    if (!under) await change(catalog)
    else {
      const { value, put } = await this.#inside(catalog, under)
      await change(value)
      put()
    }
    this.replace(root, catalog)
  }

  /** Adds to an array under a key of a dictionary that is an object of its own (a page's annotations). */
  async addTo(owner: Ref, key: string, item: PdfObject) {
    const copy = new Dict((await this.resolve(owner)) as Dict)
    const held = copy.get(key)
    const items = await this.resolve(held)
    const longer = [...(Array.isArray(items) ? items : []), item]
    if (held instanceof Ref) this.replace(held, longer)
    else {
      copy.set(key, longer)
      this.replace(owner, copy)
    }
  }

  /** The bytes to append, and where each object added starts in them. */
  async bytes(): Promise<{ bytes: Uint8Array; offsets: Map<number, number> }> {
    const { source, sections } = this.file
    const last = await source.read(source.size - 1, source.size)
    const parts: Uint8Array[] = last[0] === 10 || last[0] === 13 ? [] : [ascii('\n')]
    let at = parts.length
    const offsets = new Map<number, number>()
    const put = (ref: Ref, value: PdfObject) => {
      const bytes = indirectBytes(ref, value)
      offsets.set(ref.num, at)
      parts.push(bytes)
      at += bytes.length
    }
    for (const { ref, value } of [...this.#objects.values()].sort((a, b) => a.ref.num - b.ref.num)) put(ref, value)
    const trailer = new Dict([...this.file.trailer].filter(([key]) => !TRAILER_OWN.has(key)))
    trailer.set('Prev', sections[0]!.offset)
    const start = source.size + at
    if (sections[0]!.form === 'table') parts.push(this.#table(trailer, offsets))
    else parts.push(this.#stream(trailer, offsets, at))
    parts.push(ascii(`startxref\n${start}\n%%EOF\n`))
    return { bytes: joined(parts), offsets }
  }

  #runs(nums: readonly number[]): [number, number[]][] {
    const runs: [number, number[]][] = []
    for (const num of nums) {
      const run = runs.at(-1)
      if (run && run[0] + run[1].length === num) run[1].push(num)
      else runs.push([num, [num]])
    }
    return runs
  }

  #table(trailer: Dict, offsets: Map<number, number>): Uint8Array {
    const base = this.file.source.size
    const lines = ['xref']
    for (const [first, nums] of this.#runs([...offsets.keys()])) {
      lines.push(`${first} ${nums.length}`)
      for (const num of nums) {
        const offset = base + offsets.get(num)!
        if (offset > 9_999_999_999) throw new FormatFault('pdf.too-large', 'the file is too large for a table')
        lines.push(
          `${String(offset).padStart(10, '0')} ${String(this.#objects.get(num)!.ref.gen).padStart(5, '0')} n\r`,
        )
      }
    }
    trailer.set('Size', this.#next)
    return ascii(`${lines.join('\n')}\ntrailer\n${words(trailer)}\n`)
  }

  #stream(trailer: Dict, offsets: Map<number, number>, at: number): Uint8Array {
    const self = new Ref(this.#next, 0)
    const all = new Map([...offsets, [self.num, at]])
    const runs = this.#runs([...all.keys()])
    const raw = new Uint8Array(all.size * 8)
    const view = new DataView(raw.buffer)
    let row = 0
    for (const [, nums] of runs)
      for (const num of nums) {
        const offset = this.file.source.size + all.get(num)!
        view.setUint8(row, 1)
        view.setUint16(row + 1, Math.floor(offset / 2 ** 32))
        view.setUint32(row + 3, offset % 2 ** 32)
        view.setUint8(row + 7, this.#objects.get(num)?.ref.gen ?? 0)
        row += 8
      }
    const head = dict({
      Type: name('XRef'),
      W: [1, 6, 1],
      Index: runs.flatMap(([first, nums]) => [first, nums.length]),
    })
    for (const [key, value] of trailer) head.set(key, value)
    head.set('Size', self.num + 1)
    return indirectBytes(self, new Stream(head, raw))
  }
}

/**
 * Copies a value out of another file with everything it refers to; each object once. `known`: objects that have their place already, by number;
 * `leaveOut`: what is not taken along where it stands in a list or under a key.
 */
export function importer(
  from: PdfFile,
  update: Update,
  { known = [], leaveOut }: { known?: Iterable<[number, Ref]>; leaveOut?: (value: PdfObject) => boolean } = {},
) {
  const copied = new Map<number, Ref>(known)
  const isOut = async (value: PdfObject) => leaveOut !== undefined && leaveOut(await from.resolve(value))
  const copy = async (value: PdfObject, depth = 0): Promise<PdfObject> => {
    if (depth > 200) throw new FormatFault('pdf.deep', 'what is copied stands too deep')
    if (value instanceof Ref) {
      const known = copied.get(value.num)
      if (known) return known
      const ref = update.add(null)
      copied.set(value.num, ref)
      update.replace(ref, await copy(await from.object(value), depth + 1))
      return ref
    }
    if (Array.isArray(value)) {
      const taken: PdfObject[] = []
      for (const each of value) if (!(await isOut(each))) taken.push(await copy(each, depth + 1))
      return taken
    }
    if (value instanceof Stream) {
      const entries = await copy(value.dict, depth + 1)
      ;(entries as Dict).set('Length', value.raw.length)
      return new Stream(entries as Dict, value.raw)
    }
    if (!(value instanceof Dict)) return value instanceof Str ? new Str(value.bytes) : value
    const entries = new Dict()
    for (const [key, each] of value)
      if (key !== 'Parent' && key !== 'StructParents' && key !== 'StructParent' && !(await isOut(each)))
        entries.set(key, await copy(each, depth + 1))
    return entries
  }
  return copy
}

/** A page of another file as a form XObject that may be an appearance: its content with its own fonts and images. */
export async function importPage(
  from: PdfFile,
  index: number,
  update: Update,
): Promise<{ ref: Ref; width: number; height: number }> {
  const page = (await from.pages())[index]?.page
  if (!page) throw new FormatFault('pdf.pages', 'the page to import is missing')
  const inherited = (key: string) => inheritedOf(from, page, key)
  const box = ((await from.array(await inherited('MediaBox'))) ?? []).map((each) => numberOf(each) ?? 0)
  const content = await from.resolve(page.get('Contents'))
  if (!(content instanceof Stream)) throw new FormatFault('pdf.pages', 'the page to import has not one content')
  const copy = importer(from, update)
  const entries = dict({
    Type: name('XObject'),
    Subtype: name('Form'),
    BBox: box,
    Resources: await copy((await inherited('Resources')) ?? new Dict()),
  })
  for (const key of ['Filter', 'DecodeParms', 'Group'])
    if (content.dict.has(key)) entries.set(key, content.dict.get(key)!)
  const group = page.get('Group')
  if (group) entries.set('Group', await copy(group))
  const ref = update.add(new Stream(entries, content.raw))
  return { ref, width: box[2]! - box[0]!, height: box[3]! - box[1]! }
}
