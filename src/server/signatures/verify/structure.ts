import { FormatFault } from '../format-fault.ts'
import { Dict, type PdfObject, Ref } from '../pdf/objects.ts'
import { keepsOrder } from './form-tree.ts'
import type { Comparison } from './same.ts'

const MOST_ELEMENTS = 200_000
/** K is walked here; P leads back up; the parent tree only serves to find elements. */
const WALKED = new Set(['K', 'P', 'ParentTree', 'ParentTreeNextKey'])

/**
 * Whether the tags of the signed revision still say what they said to those who listen instead of looking (ISO 32000-1, 14.7): every
 * element with its entries, in its order. What is new beside them, as for the field of a later signature, is left to the caller.
 */
export async function keepsStructure(
  comparison: Comparison,
  old: PdfObject | undefined,
  now: PdfObject | undefined,
): Promise<boolean> {
  const seen = new Set<string>()
  const listOf = async (file: Comparison['before'], owner: Dict): Promise<PdfObject[]> => {
    const kids = owner.get('K')
    return (await file.array(kids)) ?? (kids === undefined ? [] : [kids])
  }
  const keyOf = (kid: PdfObject) => (kid instanceof Ref ? kid.key : kid instanceof Dict ? 'dict' : String(kid))
  const walk = async (a: PdfObject | undefined, b: PdfObject | undefined): Promise<boolean> => {
    if (a instanceof Ref) {
      if (!(b instanceof Ref) || a.key !== b.key) return false
      if (seen.has(a.key)) return true
      seen.add(a.key)
      if (seen.size > MOST_ELEMENTS) throw new FormatFault('pdf.too-many-elements')
    }
    const [one, other] = [await comparison.before.dict(a), await comparison.after.dict(b)]
    if (!one || !other) return comparison.same(a, b)
    if (!(await comparison.sameEntries(one, other, WALKED))) return false
    const [before, after] = [await listOf(comparison.before, one), await listOf(comparison.after, other)]
    if (!keepsOrder(before.map(keyOf), after.map(keyOf))) return false
    let at = -1
    for (const kid of before) {
      const key = keyOf(kid)
      do at += 1
      while (at < after.length && keyOf(after[at]!) !== key)
      if (!(await walk(kid, after[at]))) return false
    }
    return true
  }
  return walk(old, now)
}
