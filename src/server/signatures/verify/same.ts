import { FormatFault } from '../format-fault.ts'
import type { PdfFile } from '../pdf/file.ts'
import { Dict, Name, type PdfObject, Ref, Str, Stream } from '../pdf/objects.ts'

const MOST_STEPS = 600_000

const sameBytes = (a: Uint8Array, b: Uint8Array) => a.length === b.length && a.every((byte, at) => byte === b[at])

/**
 * Compares what two revisions of one file mean under the same path, following references in each. The objects in `apart`
 * (pages, nodes of the form) are the same when they are the same object: they are compared on their own, and only what the file really
 * shows as a page or a field is among them, whatever type an object claims. A stream that stands at the same offset is not read again.
 */
export class Comparison {
  readonly before: PdfFile
  readonly after: PdfFile
  /** Pairs found the same, or being compared; those taken for the same under a pair that was not are forgotten with it. */
  readonly #met = new Set<string>()
  readonly #order: string[] = []
  #steps = 0
  readonly #apart: ReadonlySet<number>
  constructor(before: PdfFile, after: PdfFile, apart: ReadonlySet<number> = new Set()) {
    this.before = before
    this.after = after
    this.#apart = apart
  }

  /** Whether an object stands untouched where it stood. */
  untouched(num: number): boolean {
    const [old, now] = [this.before.entry(num), this.after.entry(num)]
    return JSON.stringify(old) === JSON.stringify(now)
  }

  async same(a: PdfObject | undefined, b: PdfObject | undefined): Promise<boolean> {
    this.#steps += 1
    if (this.#steps > MOST_STEPS) throw new FormatFault('pdf.too-many-objects', 'too many objects to compare')
    if (a instanceof Ref || b instanceof Ref) return this.#sameRefs(a, b)
    if (a === undefined || b === undefined) return (a ?? null) === (b ?? null)
    if (a instanceof Name) return b instanceof Name && a.value === b.value
    if (a instanceof Str) return b instanceof Str && sameBytes(a.bytes, b.bytes)
    if (a instanceof Stream) return b instanceof Stream && sameBytes(a.raw, b.raw) && this.sameEntries(a.dict, b.dict)
    if (a instanceof Dict) return b instanceof Dict && this.sameEntries(a, b)
    if (Array.isArray(a)) {
      if (!Array.isArray(b) || a.length !== b.length) return false
      for (const [at, each] of a.entries()) if (!(await this.same(each, b[at]))) return false
      return true
    }
    return a === b
  }

  /** Dictionaries with the same keys and values; `but` names keys that are looked at elsewhere. */
  async sameEntries(a: Dict, b: Dict, but: ReadonlySet<string> = new Set()): Promise<boolean> {
    for (const key of new Set([...a.keys(), ...b.keys()]))
      if (!but.has(key) && !(await this.same(a.get(key), b.get(key)))) return false
    return true
  }

  async #sameRefs(a: PdfObject | undefined, b: PdfObject | undefined): Promise<boolean> {
    const [numA, numB] = [a instanceof Ref ? a.num : null, b instanceof Ref ? b.num : null]
    if (numA === null || numB === null) return this.#sameValues(a, b, null)
    const pair = `${numA}/${numB}`
    if (this.#met.has(pair)) return true
    const known = this.#order.length
    this.#met.add(pair)
    this.#order.push(pair)
    const result = await this.#sameValues(a, b, numA === numB ? numA : null)
    if (!result) for (const each of this.#order.splice(known)) this.#met.delete(each)
    return result
  }

  async #sameValues(a: PdfObject | undefined, b: PdfObject | undefined, num: number | null): Promise<boolean> {
    if (num !== null && this.#apart.has(num)) return true
    const valueA = await this.before.resolve(a)
    if (valueA instanceof Stream && num !== null && this.untouched(num)) {
      const now = await this.after.resolve(b)
      return now instanceof Stream && this.sameEntries(valueA.dict, now.dict)
    }
    return this.same(valueA, await this.after.resolve(b))
  }
}
