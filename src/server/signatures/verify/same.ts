import { FormatFault } from '../format-fault.ts'
import type { PdfFile } from '../pdf/file.ts'
import { generationOf } from '../pdf/object-streams.ts'
import { Dict, Name, nameOf, numberOf, type PdfObject, Real, Ref, Str, Stream } from '../pdf/objects.ts'

const MOST_STEPS = 600_000

const sameBytes = (a: Uint8Array, b: Uint8Array) => a.length === b.length && a.every((byte, at) => byte === b[at])

/**
 * Compares what two revisions of one file mean under the same path, following references in each. The objects in `apart`
 * (pages, nodes of the form) are the same when they are the same object: they are compared on their own, and only what the file really
 * shows as a page or a field is among them, whatever type an object claims. A stream that stands at the same offset is not read again.
 * A reference is its number and its generation: readers differ in what they make of one that does not fit what stands there.
 */
export class Comparison {
  readonly before: PdfFile
  readonly after: PdfFile
  /** Pairs found the same, or being compared; those taken for the same under a pair that was not are forgotten with it. */
  readonly #met = new Set<string>()
  readonly #order: string[] = []
  #steps = 0
  readonly #apart: ReadonlySet<string>
  constructor(before: PdfFile, after: PdfFile, apart: ReadonlySet<string> = new Set()) {
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
    if (a instanceof Real || b instanceof Real) return numberOf(a) === numberOf(b ?? null)
    return a === b
  }

  /** Dictionaries with the same keys and values; `but` names keys that are looked at elsewhere. */
  async sameEntries(a: Dict, b: Dict, but: ReadonlySet<string> = new Set()): Promise<boolean> {
    for (const key of new Set([...a.keys(), ...b.keys()]))
      if (!but.has(key) && !isMarkOfWriter(key, a, b) && !(await this.same(a.get(key), b.get(key)))) return false
    return true
  }

  async #sameRefs(a: PdfObject | undefined, b: PdfObject | undefined): Promise<boolean> {
    const [old, now] = [a instanceof Ref ? a : null, b instanceof Ref ? b : null]
    if (isMisfit(this.before, old) || isMisfit(this.after, now))
      return old !== null && old.key === now?.key && this.untouched(old.num)
    if (!old || !now) return this.same(old ? await this.before.object(old) : a, now ? await this.after.object(now) : b)
    if (old.num === now.num && old.gen !== now.gen) return false
    const pair = `${old.key}/${now.key}`
    if (this.#met.has(pair)) return true
    const known = this.#order.length
    this.#met.add(pair)
    this.#order.push(pair)
    const result = await this.#sameObjects(old, now)
    if (!result) for (const each of this.#order.splice(known)) this.#met.delete(each)
    return result
  }

  async #sameObjects(old: Ref, now: Ref): Promise<boolean> {
    const isOne = old.key === now.key
    if (isOne && this.#apart.has(old.key)) return true
    const [a, b] = [await this.before.object(old), await this.after.object(now)]
    if (a instanceof Stream && isOne && this.untouched(old.num))
      return b instanceof Stream && this.sameEntries(a.dict, b.dict)
    return this.same(a, b)
  }
}

/** iText up to 5.3 writes its version into the node of the pages whenever it adds a signature: no reader looks at it. */
const isMarkOfWriter = (key: string, a: Dict, b: Dict) =>
  key === 'ITXT' && b.get(key) instanceof Str && !(a.get(key) instanceof Ref) && nameOf(a.get('Type')) === 'Pages'

/** A reference to an object that stands under another generation than it says. */
function isMisfit(file: PdfFile, ref: Ref | null): boolean {
  const generation = ref ? generationOf(file.entry(ref.num)) : undefined
  return generation !== undefined && generation !== ref?.gen
}
