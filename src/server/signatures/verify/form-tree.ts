import { FormatFault } from '../format-fault.ts'
import type { PdfFile } from '../pdf/file.ts'
import { type Dict, nameOf, type PdfObject, Ref, textOf } from '../pdf/objects.ts'

/** A node of the form: a branch of named kids, a field (often its own widget), or a widget of its own under a field. */
export type FormNode = {
  role: 'branch' | 'field' | 'widget'
  /** Object number and generation; null for one that stands inside its parent. */
  itself: string | null
  dict: Dict
  name: string
  type: string | undefined
  /** Keys of the kids in their order. */
  kids: string[]
}

const DEEPEST = 32
const MOST_NODES = 100_000

/** Every node of the form under a key that stays the same over revisions: name, role and place among its siblings. */
export async function formTree(file: PdfFile): Promise<{ nodes: Map<string, FormNode>; twice: boolean }> {
  const nodes = new Map<string, FormNode>()
  const seen = new Set<number>()
  let twice = false
  const walk = async (value: PdfObject, over: string, type: string | undefined, depth: number, nth: number) => {
    if (depth > DEEPEST || nodes.size > MOST_NODES) throw new FormatFault('pdf.too-many-fields')
    if (value instanceof Ref && seen.has(value.num)) {
      twice = true
      return null
    }
    if (value instanceof Ref) seen.add(value.num)
    const dict = await file.dict(value)
    if (!dict) return null
    const own = textOf(await file.resolve(dict.get('T')))
    const isWidget = own === undefined && depth > 0
    const name = own === undefined ? over : over ? `${over}.${own}` : own
    const here = nameOf(await file.resolve(dict.get('FT'))) ?? type
    const kids: string[] = []
    let named = false
    for (const [at, kid] of ((await file.array(dict.get('Kids'))) ?? []).entries()) {
      named ||= (await file.dict(kid))?.has('T') ?? false
      const key = await walk(kid, name, here, depth + 1, at)
      if (key !== null) kids.push(key)
    }
    const role = named ? 'branch' : isWidget ? 'widget' : 'field'
    const itself = value instanceof Ref ? value.key : null
    const key = isWidget ? `${name}#${itself ?? `at ${nth}`}` : name
    if (nodes.has(key)) twice = true
    nodes.set(key, { role, itself, dict, name, type: here, kids })
    return key
  }
  const form = await file.dict((await file.catalog()).get('AcroForm'))
  for (const [at, value] of ((await file.array(form?.get('Fields'))) ?? []).entries())
    await walk(value, '', undefined, 0, at)
  return { nodes, twice }
}

/** The objects that are compared as parts of the form. */
export const keysOf = (nodes: ReadonlyMap<string, FormNode>): Set<string> =>
  new Set([...nodes.values()].flatMap(({ itself }) => (itself === null ? [] : [itself])))

/** Whether the earlier kids are still there in their order. */
export function keepsOrder(before: readonly string[], after: readonly string[]): boolean {
  let at = 0
  for (const each of after) if (each === before[at]) at += 1
  return at === before.length
}
