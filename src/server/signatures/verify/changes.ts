import { own } from '#own-keys'
import type { PdfFile } from '../pdf/file.ts'
import { Dict, type PdfObject, Ref } from '../pdf/objects.ts'
import type { Change } from './change.ts'
import { compareForms } from './form-changes.ts'
import { formTree, keepsOrder, numbersOf } from './form-tree.ts'
import { Comparison } from './same.ts'
import { keepsStructure } from './structure.ts'

const TRAILER_OWN = new Set([
  ...['Root', 'Size', 'Prev', 'ID', 'Info', 'XRefStm', 'Type', 'W', 'Index', 'Length', 'Filter', 'DecodeParms'],
])
const HARMLESS_CATALOG: Record<string, 'validation-data' | 'metadata'> = {
  ...{ DSS: 'validation-data', Metadata: 'metadata', Extensions: 'metadata', Version: 'metadata' },
}
const CHECKED_CATALOG = new Set(['AcroForm', 'Perms', 'StructTreeRoot', ...Object.keys(HARMLESS_CATALOG)])

/** Everything that changed between a revision and a later one. */
export async function changesBetween(before: PdfFile, after: PdfFile): Promise<Change[]> {
  const pages = { before: await before.pages(), after: await after.pages() }
  // Pages and fields met under any path are compared as such, once; everything else is compared where it is met.
  const apart = new Set(pages.before.map(({ ref }) => ref.num))
  // A certification may name the catalogue as what it is about (/Data); its keys are compared below, each.
  const root = before.trailer.get('Root')
  if (root instanceof Ref) apart.add(root.num)
  const form = numbersOf((await formTree(before)).nodes)
  const comparison = new Comparison(before, after, new Set([...apart, ...form]))
  const changes: Change[] = []
  const [old, now] = [await before.catalog(), await after.catalog()]
  const added = await compareForms(comparison, changes, old, now)
  if (
    pages.before.length !== pages.after.length ||
    pages.before.some(({ ref }, at) => ref.num !== pages.after[at]!.ref.num)
  )
    changes.push({ kind: 'content', path: 'Pages' })
  else
    for (const [at, { page }] of pages.before.entries()) {
      const later = pages.after[at]!.page
      if (!(await comparison.sameEntries(page, later, new Set(['Annots', 'Tabs']))))
        changes.push({ kind: 'content', path: `page ${at + 1}` })
      await compareAnnotations(comparison, changes, page, later, at, { form, added })
    }
  if (!(await comparison.sameEntries(before.trailer, after.trailer, TRAILER_OWN)))
    changes.push({ kind: 'content', path: 'trailer' })
  for (const key of new Set([...old.keys(), ...now.keys()])) {
    const kind = own(HARMLESS_CATALOG, key)
    if (CHECKED_CATALOG.has(key) && !kind) continue
    if (await comparison.same(old.get(key), now.get(key))) continue
    changes.push(kind ? { kind } : { kind: 'content', path: key })
  }
  await comparePermissions(comparison, changes, old, now)
  if (!(await comparison.same(old.get('StructTreeRoot'), now.get('StructTreeRoot')))) {
    const added = changes.some((each) => each.kind === 'signature-added' || each.kind === 'timestamp-added')
    const kept = await keepsStructure(comparison, old.get('StructTreeRoot'), now.get('StructTreeRoot'))
    changes.push(added && kept ? { kind: 'structure' } : { kind: 'content', path: 'StructTreeRoot' })
  }
  return changes
}

/** A certification may not be taken away, exchanged or added behind a signature. */
async function comparePermissions(comparison: Comparison, changes: Change[], old: Dict, now: Dict) {
  if (await comparison.same(old.get('Perms'), now.get('Perms'))) return
  changes.push({ kind: 'content', path: 'Perms' })
}

async function compareAnnotations(
  comparison: Comparison,
  changes: Change[],
  old: Dict,
  now: Dict,
  page: number,
  { form, added }: { form: ReadonlySet<number>; added: ReadonlySet<number> },
) {
  const before = (await comparison.before.array(old.get('Annots'))) ?? []
  const after = (await comparison.after.array(now.get('Annots'))) ?? []
  const keyOf = (value: PdfObject, at: number) => (value instanceof Ref ? `${value.num}` : `at ${at}`)
  const [left, right] = [before.map(keyOf), after.map(keyOf)]
  const damage = () => changes.push({ kind: 'content', path: `annotation of page ${page + 1}` })
  // What lies above what is part of what is seen: the order stays, what is new comes on top, nothing is shown twice.
  if (new Set(right).size !== right.length || !keepsOrder(left, right)) damage()
  for (const [at, each] of before.entries()) {
    if (each instanceof Ref && form.has(each.num)) continue
    const later = after[right.indexOf(left[at]!)]
    if (!(await sameAnnotation(comparison, each, later))) damage()
  }
  const known = new Set(left)
  for (const [at, each] of after.entries())
    if (!known.has(right[at]!) && !(each instanceof Ref && added.has(each.num)))
      changes.push({ kind: 'annotation', page: page + 1 })
}

async function sameAnnotation(comparison: Comparison, old: PdfObject, now: PdfObject | undefined): Promise<boolean> {
  const [a, b] = [await comparison.before.dict(old), await comparison.after.dict(now)]
  return a && b ? comparison.sameEntries(a, b) : comparison.same(old, now)
}
