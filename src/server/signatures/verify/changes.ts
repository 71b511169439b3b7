import { own } from '#own-keys'
import type { PdfFile } from '../pdf/file.ts'
import { Dict, nameOf, type PdfObject, Ref } from '../pdf/objects.ts'
import { TRAILER_OWN } from '../pdf/update.ts'
import type { Change } from './change.ts'
import { compareForms } from './form-changes.ts'
import { formTree, keepsOrder, keysOf } from './form-tree.ts'
import { Comparison } from './same.ts'
import { keepsStructure } from './structure.ts'
import { keepsTables } from './tables.ts'

const TRAILER_NAMED = new Set(['Root', 'ID', 'Info'])
const HARMLESS_CATALOG: Record<string, 'validation-data' | 'metadata'> = {
  ...{ DSS: 'validation-data', Metadata: 'metadata', Extensions: 'metadata', Version: 'metadata' },
}
const CHECKED_CATALOG = new Set(['AcroForm', 'Perms', 'StructTreeRoot', ...Object.keys(HARMLESS_CATALOG)])

/** Everything that changed between a revision and a later one. */
export async function changesBetween(before: PdfFile, after: PdfFile): Promise<Change[]> {
  const pages = { before: await before.pages(), after: await after.pages() }
  // Pages and fields met under any path are compared as such, once; everything else is compared where it is met.
  const apart = new Set(pages.before.map(({ ref }) => ref.key))
  // A certification may name the catalogue as what it is about (/Data); its keys are compared below, each.
  const root = before.trailer.get('Root')
  if (root instanceof Ref) apart.add(root.key)
  const form = keysOf((await formTree(before)).nodes)
  const comparison = new Comparison(before, after, new Set([...apart, ...form]))
  const changes: Change[] = []
  const [old, now] = [await before.catalog(), await after.catalog()]
  const added = await compareForms(comparison, changes, old, now)
  if (
    pages.before.length !== pages.after.length ||
    pages.before.some(({ ref }, at) => ref.key !== pages.after[at]!.ref.key)
  )
    changes.push({ kind: 'content', path: 'Pages' })
  else
    for (const [at, { page }] of pages.before.entries()) {
      const later = pages.after[at]!.page
      if (!(await comparison.sameEntries(page, later, new Set(['Annots', 'Tabs']))))
        changes.push({ kind: 'content', path: `page ${at + 1}` })
      await compareAnnotations(comparison, changes, page, later, at, { form, added })
    }
  if (!(await sameTrailer(comparison))) changes.push({ kind: 'content', path: 'trailer' })
  if (!keepsTables(before, after)) changes.push({ kind: 'content', path: 'xref' })
  for (const key of new Set([...old.keys(), ...now.keys()])) {
    const kind = own(HARMLESS_CATALOG, key)
    if (CHECKED_CATALOG.has(key) && !kind) continue
    if (await comparison.same(old.get(key), now.get(key))) continue
    if (key === 'DSS' && !(await keepsStore(comparison, old, now))) changes.push({ kind: 'validation-data-removed' })
    else changes.push(kind ? { kind } : { kind: 'content', path: key })
  }
  await comparePermissions(comparison, changes, old, now)
  if (!(await comparison.same(old.get('StructTreeRoot'), now.get('StructTreeRoot')))) {
    const added = changes.some((each) => each.kind === 'signature-added' || each.kind === 'timestamp-added')
    const kept = await keepsStructure(comparison, old.get('StructTreeRoot'), now.get('StructTreeRoot'))
    changes.push(added && kept ? { kind: 'structure' } : { kind: 'content', path: 'StructTreeRoot' })
  }
  return changes
}

/**
 * Keys that writers put into the trailer beside the standard ones (LibreOffice's DocChecksum): many writers do not carry them on, which shows
 * nothing otherwise. One that is new, or says another thing, is a change.
 */
async function sameTrailer(comparison: Comparison): Promise<boolean> {
  const { before, after } = comparison
  for (const [key, value] of after.trailer) {
    if (TRAILER_OWN.has(key) || TRAILER_NAMED.has(key)) continue
    if ((await after.resolve(value)) === null) continue
    // A writer that dropped a key may be followed by one that takes it up again.
    const was = before.sections.find(({ trailer }) => trailer.has(key))?.trailer.get(key)
    if (!(await comparison.same(was, value))) return false
  }
  return true
}

/** Whether the store of validation data still holds what it held: what is taken away is told, since it may be what a verdict rests on. */
async function keepsStore({ before, after }: Comparison, old: Dict, now: Dict): Promise<boolean> {
  const [was, is] = [await before.dict(old.get('DSS')), await after.dict(now.get('DSS'))]
  for (const list of ['Certs', 'OCSPs', 'CRLs'])
    if (((await before.array(was?.get(list))) ?? []).length > ((await after.array(is?.get(list))) ?? []).length)
      return false
  return true
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
  { form, added }: { form: ReadonlySet<string>; added: ReadonlySet<string> },
) {
  const before = (await comparison.before.array(old.get('Annots'))) ?? []
  const after = (await comparison.after.array(now.get('Annots'))) ?? []
  const keyOf = (value: PdfObject, at: number) => (value instanceof Ref ? value.key : `at ${at}`)
  const [left, right] = [before.map(keyOf), after.map(keyOf)]
  const damage = () => changes.push({ kind: 'content', path: `annotation of page ${page + 1}` })
  const isField = (each: PdfObject) => each instanceof Ref && form.has(each.key)
  const there = new Set(right)
  const kept = before.flatMap((each, at) => (isField(each) || there.has(left[at]!) ? [left[at]!] : []))
  // What lies above what is part of what is seen: the order stays, what is new comes on top, nothing is shown twice.
  if (there.size !== right.length || !keepsOrder(kept, right)) damage()
  for (const [at, each] of before.entries()) {
    if (isField(each)) continue
    const later = after[right.indexOf(left[at]!)]
    if (await sameAnnotation(comparison, each, later)) continue
    if (await areNotes(comparison, each, later)) changes.push({ kind: 'annotation-changed', page: page + 1 })
    else damage()
  }
  const known = new Set(left)
  for (const [at, each] of after.entries())
    if (!known.has(right[at]!) && !(each instanceof Ref && added.has(each.key)))
      changes.push({ kind: 'annotation', page: page + 1 })
}

/** Notes that a certification of level 3 lets be changed and taken away; not fields, which are of the form. */
async function areNotes({ before, after }: Comparison, old: PdfObject, now: PdfObject | undefined): Promise<boolean> {
  for (const found of [await before.dict(old), now === undefined ? undefined : await after.dict(now)])
    if (found && nameOf(await before.resolve(found.get('Subtype'))) === 'Widget') return false
  return true
}

async function sameAnnotation(comparison: Comparison, old: PdfObject, now: PdfObject | undefined): Promise<boolean> {
  const [a, b] = [await comparison.before.dict(old), await comparison.after.dict(now)]
  return a && b ? comparison.sameEntries(a, b) : comparison.same(old, now)
}
