import type { PdfFile } from '../pdf/file.ts'
import { Dict, nameOf, numberOf, type PdfObject, Ref, textOf } from '../pdf/objects.ts'
import { Comparison } from './same.ts'

/**
 * What a later revision did to what was signed. `content` is everything that no signature lets: pages, fonts, appearances of what was not
 * filled, actions, layers, signatures replaced; `path` says where.
 */
export type Change =
  | { kind: 'signature-added'; field: string }
  | { kind: 'timestamp-added'; field: string }
  | { kind: 'form-filled'; field: string }
  | { kind: 'annotation'; page: number }
  | { kind: 'validation-data' }
  | { kind: 'metadata' }
  | { kind: 'structure' }
  | { kind: 'content'; path: string }

const TRAILER_OWN = new Set([
  ...['Root', 'Size', 'Prev', 'ID', 'Info', 'XRefStm', 'Type', 'W', 'Index', 'Length', 'Filter', 'DecodeParms'],
])
const HARMLESS_CATALOG: Record<string, Change['kind']> = {
  DSS: 'validation-data',
  Metadata: 'metadata',
  Extensions: 'metadata',
  Version: 'metadata',
}
const CHECKED_CATALOG = new Set(['Pages', 'AcroForm', 'Perms', 'StructTreeRoot', ...Object.keys(HARMLESS_CATALOG)])

const STANDARD_CATALOG = new Set([
  ...[
    'Type',
    'Pages',
    'PageLabels',
    'Names',
    'Dests',
    'ViewerPreferences',
    'PageLayout',
    'PageMode',
    'Outlines',
    'Threads',
  ],
  ...[
    'OpenAction',
    'AA',
    'URI',
    'AcroForm',
    'Metadata',
    'StructTreeRoot',
    'MarkInfo',
    'Lang',
    'SpiderInfo',
    'OutputIntents',
  ],
  ...['PieceInfo', 'OCProperties', 'Perms', 'Legal', 'Requirements', 'Collection', 'DSS', 'Extensions', 'Version'],
])

type Field = { ref: Ref | null; field: Dict; name: string; type: string | undefined }

/** Everything that changed between a revision and a later one. */
export async function changesBetween(before: PdfFile, after: PdfFile): Promise<Change[]> {
  const comparison = new Comparison(before, after)
  const changes: Change[] = []
  const [old, now] = [await before.catalog(), await after.catalog()]
  await compareFields(comparison, changes, old, now)
  await comparePages(comparison, changes)
  if (!(await comparison.sameEntries(before.trailer, after.trailer, TRAILER_OWN)))
    changes.push({ kind: 'content', path: 'trailer' })
  for (const key of new Set([...old.keys(), ...now.keys()])) {
    if (!CHECKED_CATALOG.has(key)) {
      if (!(await comparison.same(old.get(key), now.get(key)))) changes.push({ kind: 'content', path: key })
    } else if (HARMLESS_CATALOG[key] && !(await comparison.same(old.get(key), now.get(key))))
      changes.push({ kind: HARMLESS_CATALOG[key] } as Change)
  }
  await comparePermissions(comparison, changes, old, now)
  if (!(await comparison.same(old.get('StructTreeRoot'), now.get('StructTreeRoot')))) {
    const added = changes.some((each) => each.kind === 'signature-added' || each.kind === 'timestamp-added')
    changes.push(added ? { kind: 'structure' } : { kind: 'content', path: 'StructTreeRoot' })
  }
  return changes
}

async function comparePermissions(comparison: Comparison, changes: Change[], old: Dict, now: Dict) {
  const [a, b] = [await comparison.before.dict(old.get('Perms')), await comparison.after.dict(now.get('Perms'))]
  if (await comparison.same(a, b)) return
  changes.push({ kind: 'content', path: 'Perms' })
}

async function comparePages(comparison: Comparison, changes: Change[]) {
  const [old, now] = [await comparison.before.pages(), await comparison.after.pages()]
  if (old.length !== now.length || old.some(({ ref }, at) => ref.num !== now[at]!.ref.num)) {
    changes.push({ kind: 'content', path: 'Pages' })
    return
  }
  const tree = new Set(['Kids', 'Count'])
  const root = async (file: PdfFile) => (await file.dict((await file.catalog()).get('Pages'))) ?? new Dict()
  if (!(await comparison.sameEntries(await root(comparison.before), await root(comparison.after), tree)))
    changes.push({ kind: 'content', path: 'Pages' })
  for (const [at, { page }] of old.entries()) {
    if (!(await comparison.sameEntries(page, now[at]!.page, new Set(['Annots', 'Tabs']))))
      changes.push({ kind: 'content', path: `page ${at + 1}` })
    await compareAnnotations(comparison, changes, page, now[at]!.page, at)
  }
}

async function compareAnnotations(comparison: Comparison, changes: Change[], old: Dict, now: Dict, page: number) {
  const before = (await comparison.before.array(old.get('Annots'))) ?? []
  const after = (await comparison.after.array(now.get('Annots'))) ?? []
  const keyOf = (value: PdfObject) => (value instanceof Ref ? value.num : -1)
  const left = new Set(after.map(keyOf))
  for (const each of before)
    if (!left.has(keyOf(each)) || !(await isSameAnnotation(comparison, each)))
      changes.push({ kind: 'content', path: `annotation of page ${page + 1}` })
  const known = new Set(before.map(keyOf))
  for (const each of after) {
    if (known.has(keyOf(each)) && each instanceof Ref) continue
    const annotation = await comparison.after.dict(each)
    const isSignature =
      nameOf(annotation?.get('Subtype')) === 'Widget' && (await fieldType(comparison.after, annotation)) === 'Sig'
    if (!isSignature) changes.push({ kind: 'annotation', page: page + 1 })
  }
}

async function fieldType(file: PdfFile, value: Dict | undefined): Promise<string | undefined> {
  for (let at = value, hops = 0; at && hops < 32; at = await file.dict(at.get('Parent')), hops += 1)
    if (at.has('FT')) return nameOf(await file.resolve(at.get('FT')))
  return undefined
}

/** Widgets are compared as fields; every other annotation must be what it was. */
async function isSameAnnotation(comparison: Comparison, value: PdfObject): Promise<boolean> {
  if (!(value instanceof Ref)) return false
  const [old, now] = [await comparison.before.dict(value), await comparison.after.dict(value)]
  if (!old || !now) return false
  if (nameOf(old.get('Subtype')) === 'Widget') return nameOf(now.get('Subtype')) === 'Widget'
  return comparison.sameEntries(old, now)
}

async function compareFields(comparison: Comparison, changes: Change[], old: Dict, now: Dict) {
  const [formOld, formNow] = [
    await comparison.before.dict(old.get('AcroForm')),
    await comparison.after.dict(now.get('AcroForm')),
  ]
  const own = new Set(['Fields', 'SigFlags', 'DR', 'DA'])
  if (!(await comparison.sameEntries(formOld ?? new Dict(), formNow ?? new Dict(), own)))
    changes.push({ kind: 'content', path: 'AcroForm' })
  if (formOld) await compareResources(comparison, changes, formOld, formNow ?? new Dict())
  const before = new Map((await comparison.before.fields()).map((each) => [each.name, each]))
  const after = await comparison.after.fields()
  const names = new Set(after.map((each) => each.name))
  if (names.size !== after.length) changes.push({ kind: 'content', path: 'fields of one name' })
  for (const name of before.keys()) if (!names.has(name)) changes.push({ kind: 'content', path: `field ${name}` })
  for (const field of after) {
    const known = before.get(field.name)
    if (known) await compareField(comparison, changes, known, field)
    else await fieldAdded(comparison, changes, field)
  }
}

/** Fonts for forms may come new; those that were there stay what they were. */
async function compareResources(comparison: Comparison, changes: Change[], old: Dict, now: Dict) {
  const before = (await comparison.before.dict(old.get('DR'))) ?? new Dict()
  const after = (await comparison.after.dict(now.get('DR'))) ?? new Dict()
  for (const [kind, value] of before) {
    const [a, b] = [await comparison.before.dict(value), await comparison.after.dict(after.get(kind))]
    for (const [key, each] of a ?? [])
      if (!(await comparison.same(each, b?.get(key)))) changes.push({ kind: 'content', path: `AcroForm DR ${kind}` })
  }
}

async function signatureKind(file: PdfFile, field: Dict): Promise<'signature-added' | 'timestamp-added' | 'empty'> {
  const value = await file.dict(field.get('V'))
  if (!value) return 'empty'
  return nameOf(await file.resolve(value.get('Type'))) === 'DocTimeStamp' ? 'timestamp-added' : 'signature-added'
}

async function fieldAdded(comparison: Comparison, changes: Change[], field: Field) {
  if (field.type !== 'Sig') {
    changes.push({ kind: 'content', path: `field ${field.name} added` })
    return
  }
  const kind = await signatureKind(comparison.after, field.field)
  if (kind !== 'empty') changes.push({ kind, field: field.name })
}

const FILLED = new Set(['V', 'AP', 'AS', 'MK', 'DA', 'M', 'Kids', 'F', 'Ff', 'DS', 'RV', 'I', 'TU'])

async function compareField(comparison: Comparison, changes: Change[], old: Field, now: Field) {
  const what = { kind: 'content', path: `field ${old.name}` } as const
  if (old.type !== now.type || old.ref?.num !== now.ref?.num) return void changes.push(what)
  if (await comparison.sameEntries(old.field, now.field)) return
  if (!(await comparison.sameEntries(old.field, now.field, FILLED))) return void changes.push(what)
  if (old.type === 'Sig') {
    const before = await signatureKind(comparison.before, old.field)
    const after = await signatureKind(comparison.after, now.field)
    if (before !== 'empty' || after === 'empty') return void changes.push(what)
    if (await isSharedAppearance(comparison.before, old.field)) return void changes.push(what)
    changes.push({ kind: after, field: old.name })
    return
  }
  changes.push((await isFilled(comparison, old.field, now.field)) ? { kind: 'form-filled', field: old.name } : what)
}

/** An appearance that the catalogue or the trailer also holds under a name of its own is kept for another use: it may not be exchanged. */
async function isSharedAppearance(file: PdfFile, field: Dict): Promise<boolean> {
  const own = new Set<number>()
  const held = field.get('AP')
  if (held instanceof Ref) own.add(held.num)
  for (const each of (await file.dict(held))?.values() ?? []) if (each instanceof Ref) own.add(each.num)
  const catalog = await file.catalog()
  const others = [...file.trailer, ...catalog].filter(([key]) => !TRAILER_OWN.has(key) && !STANDARD_CATALOG.has(key))
  return others.some(([, value]) => value instanceof Ref && own.has(value.num))
}

/** A field whose value changed may change its appearance; one whose value stayed may not, and a hidden one stays hidden. */
async function isFilled(comparison: Comparison, old: Dict, now: Dict): Promise<boolean> {
  if ((numberOf(old.get('F')) ?? 0) !== (numberOf(now.get('F')) ?? 0)) return false
  const [before, after] = [await comparison.before.resolve(old.get('V')), await comparison.after.resolve(now.get('V'))]
  return (textOf(before) ?? nameOf(before)) !== (textOf(after) ?? nameOf(after)) || Array.isArray(after)
}
