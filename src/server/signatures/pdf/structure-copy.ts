import type { PdfFile } from './file.ts'
import { inheritedOf } from './page-box.ts'
import { Dict, dict, name, nameOf, numberOf, type PdfObject, Ref, text, textOf } from './objects.ts'
import type { Update } from './update.ts'

type Copy = (value: PdfObject) => Promise<PdfObject>
/** A piece of content drawn into a page of the copy: what it says, and under which number it is marked there. */
export type Spoken = { page: Ref; parents: number; mark: number; words: string; isPicture: boolean }

/** What a reader of the screen is told of a field that becomes part of the page: its value, or who signed. */
export async function spokenOf(file: PdfFile, annotation: Dict): Promise<{ words: string; isPicture: boolean }> {
  const value = await file.resolve(await inheritedOf(file, annotation, 'V'))
  if (value instanceof Dict) {
    const who = textOf(await file.get(value, 'Name')) ?? textOf(await file.get(value, 'Reason')) ?? ''
    return { words: `Chữ ký số${who ? `: ${who}` : ''}`, isPicture: true }
  }
  const words = textOf(value) ?? textOf(await file.get(annotation, 'Contents')) ?? ''
  return { words, isPicture: false }
}

/**
 * The structure tree of a paper (ISO 32000-2, 14.7) while its pages are copied: which marks a page has, and afterwards the tree in the copy with
 * what was drawn into the pages told behind the rest. A paper without tags has none; nor has one whose parent tree is not a plain list.
 */
export class StructureCopy {
  readonly #update: Update
  readonly #root: PdfObject
  readonly #marks: Map<number, PdfObject[]>
  readonly #spoken: Spoken[] = []

  private constructor(update: Update, root: PdfObject, marks: Map<number, PdfObject[]>) {
    this.#update = update
    this.#root = root
    this.#marks = marks
  }

  static async of(file: PdfFile, update: Update): Promise<StructureCopy | undefined> {
    const root = (await file.catalog()).get('StructTreeRoot')
    const nums = await file.array((await file.dict((await file.dict(root))?.get('ParentTree')))?.get('Nums'))
    if (!(root instanceof Ref) || !nums) return undefined
    const marks = new Map<number, PdfObject[]>()
    for (let at = 0; at + 1 < nums.length; at += 2) {
      const parents = await file.array(nums[at + 1])
      if (parents) marks.set(numberOf(nums[at]) ?? -1, parents)
    }
    return new StructureCopy(update, root, marks)
  }

  /** The next free mark of a page with this number in the parent tree; undefined when the page has no tags. */
  take(parents: number | undefined, page: Ref, { words, isPicture }: { words: string; isPicture: boolean }) {
    const known = parents === undefined ? undefined : this.#marks.get(parents)
    if (parents === undefined || !known || words === '') return undefined
    const mark = known.length + this.#spoken.filter((each) => each.parents === parents).length
    this.#spoken.push({ page, parents, mark, words, isPicture })
    return mark
  }

  /** The tree as the copy has it. References to fields are left out by `copy`: they are pages now. */
  async copied(copy: Copy): Promise<Ref> {
    const root = (await copy(this.#root)) as Ref
    const tree = new Dict((await this.#update.resolve(root)) as Dict)
    const kids = tree.get('K')
    const document = Array.isArray(kids) && kids.length === 1 ? kids[0] : kids
    const over = document instanceof Ref ? document : root
    const added = this.#spoken.map(({ page, mark, words, isPicture }) => {
      const said = isPicture ? { S: name('Figure'), Alt: text(words) } : { S: name('Span'), ActualText: text(words) }
      return this.#update.add(dict({ Type: name('StructElem'), P: over, Pg: page, K: mark, ...said }))
    })
    const nums: PdfObject[] = []
    for (const [number, parents] of [...this.#marks].toSorted(([a], [b]) => a - b)) {
      const own = this.#spoken.flatMap((each, at) => (each.parents === number ? [added[at]!] : []))
      nums.push(number, [...((await copy(parents)) as PdfObject[]), ...own])
    }
    tree.set('ParentTree', dict({ Nums: nums }))
    this.#append(over === root ? tree : undefined, added)
    if (over !== root) await this.#appendTo(over, added)
    this.#update.replace(root, tree)
    return root
  }

  #append(tree: Dict | undefined, added: readonly Ref[]) {
    if (!tree || added.length === 0) return
    const kids = tree.get('K') ?? null
    tree.set('K', [...(Array.isArray(kids) ? kids : kids === null ? [] : [kids]), ...added])
  }

  async #appendTo(over: Ref, added: readonly Ref[]) {
    const element = new Dict((await this.#update.resolve(over)) as Dict)
    const kids = await this.#update.resolve(element.get('K'))
    element.set('K', Array.isArray(kids) ? kids : kids === null ? [] : [element.get('K')!])
    this.#append(element, added)
    this.#update.replace(over, element)
  }
}

/** A kid of the tree that refers to a field or note: there is none in the copy. */
export const refersToField = (value: PdfObject) => value instanceof Dict && nameOf(value.get('Type')) === 'OBJR'
