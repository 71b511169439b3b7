import type { PdfFile } from '../pdf/file.ts'
import { Dict, Name, nameOf, numberOf, type PdfObject, Ref, Stream, textOf } from '../pdf/objects.ts'
import { TRAILER_OWN } from '../pdf/update.ts'
import type { Change } from './change.ts'
import { type FormNode, formTree, keepsOrder, keysOf } from './form-tree.ts'
import type { Comparison } from './same.ts'

const content = (path: string): Change => ({ kind: 'content', path })

/** Compares the forms of two revisions node by node; gives the widgets that came with new fields. */
export async function compareForms(comparison: Comparison, changes: Change[], old: Dict, now: Dict) {
  const [formOld, formNow] = [
    (await comparison.before.dict(old.get('AcroForm'))) ?? new Dict(),
    (await comparison.after.dict(now.get('AcroForm'))) ?? new Dict(),
  ]
  const own = new Set(['Fields', 'SigFlags', 'DR', 'DA'])
  if (!(await comparison.sameEntries(formOld, formNow, own))) changes.push(content('AcroForm'))
  if (formOld.has('DA') && !(await comparison.same(formOld.get('DA'), formNow.get('DA'))))
    changes.push(content('AcroForm DA'))
  await compareResources(comparison, changes, formOld, formNow)
  const [before, after] = [await formTree(comparison.before), await formTree(comparison.after)]
  if (after.twice && !before.twice) changes.push(content('fields of one name'))
  for (const key of before.nodes.keys()) if (!after.nodes.has(key)) changes.push(content(`field ${key.split('#')[0]}`))
  const signed = new Set<string>()
  for (const [key, node] of after.nodes) {
    const known = before.nodes.get(key)
    if (known) await compareNode(comparison, changes, known, node, signed)
  }
  const added = new Map([...after.nodes].filter(([key]) => !before.nodes.has(key)))
  for (const node of added.values()) await nodeAdded(comparison, changes, node, before.nodes)
  return keysOf(added)
}

/** Fonts for forms may come new; those that were there stay what they were. */
async function compareResources(comparison: Comparison, changes: Change[], old: Dict, now: Dict) {
  const before = (await comparison.before.dict(old.get('DR'))) ?? new Dict()
  const after = (await comparison.after.dict(now.get('DR'))) ?? new Dict()
  for (const [kind, value] of before) {
    // A picture of the resources is not drawn by itself; where one is drawn, it is compared.
    if (kind === 'XObject' || kind === 'ProcSet') continue
    const [a, b] = [await comparison.before.dict(value), await comparison.after.dict(after.get(kind))]
    if (!a && !(await comparison.same(value, after.get(kind)))) changes.push(content(`AcroForm DR ${kind}`))
    for (const [key, each] of a ?? [])
      if (!(await comparison.same(each, b?.get(key)))) changes.push(content(`AcroForm DR ${kind}`))
  }
}

async function signatureKind(file: PdfFile, field: Dict): Promise<'signature-added' | 'timestamp-added' | 'empty'> {
  const value = await file.dict(field.get('V'))
  if (!value) return 'empty'
  return nameOf(await file.resolve(value.get('Type'))) === 'DocTimeStamp' ? 'timestamp-added' : 'signature-added'
}

/** Whether a widget draws anything: it has an appearance, a size, and is not hidden. */
async function isVisible(file: PdfFile, widget: Dict): Promise<boolean> {
  if (!widget.has('AP') || (numberOf(await file.resolve(widget.get('F'))) ?? 0) & 2) return false
  const [left, bottom, right, top] = ((await file.array(widget.get('Rect'))) ?? []).map((each) => numberOf(each) ?? 0)
  if (left === right || bottom === top) return false
  const drawn = await file.resolve((await file.dict(widget.get('AP')))?.get('N'))
  return !(drawn instanceof Stream) || drawn.raw.length > 0
}

async function nodeAdded(
  comparison: Comparison,
  changes: Change[],
  node: FormNode,
  before: ReadonlyMap<string, FormNode>,
) {
  // A kid of a field that stood: where the field shows is not for later revisions to say.
  if (node.role === 'widget' && before.has(node.name)) return void changes.push(content(`field ${node.name}`))
  if (node.role === 'branch') return
  if (node.type !== 'Sig') return void changes.push(content(`field ${node.name} added`))
  const visible = await isVisible(comparison.after, node.dict)
  if (node.role === 'widget') {
    if (visible) changes.push({ kind: 'picture-added', field: node.name })
    return
  }
  const kind = await signatureKind(comparison.after, node.dict)
  // What draws without being a signature hides what is below it; a timestamp, which anyone can get, has nothing to draw.
  if (visible && kind !== 'signature-added') changes.push(content(`field ${node.name} added`))
  if (kind !== 'empty') changes.push({ kind, field: node.name })
  else if (!visible) changes.push({ kind: 'field-added', field: node.name })
  if (visible && kind === 'signature-added') changes.push({ kind: 'picture-added', field: node.name })
}

const SIGNED = new Set(['V', 'AP', 'AS', 'M', 'F', 'MK', 'DA', 'Kids', 'Ff'])
const TEXT_FILLED = new Set(['V', 'AP', 'M', 'RV', 'I', 'DA', 'MK', 'Kids', 'Ff'])
const BUTTON_FILLED = new Set(['V', 'AS', 'M', 'Kids'])

const mayChange = (type: string | undefined) => (type === 'Sig' ? SIGNED : type === 'Btn' ? BUTTON_FILLED : TEXT_FILLED)

async function compareNode(
  comparison: Comparison,
  changes: Change[],
  old: FormNode,
  now: FormNode,
  signed: Set<string>,
) {
  const what = content(`field ${old.name}`)
  if (old.role !== now.role || old.type !== now.type || old.itself !== now.itself) return void changes.push(what)
  if (!keepsOrder(old.kids, now.kids)) return void changes.push(what)
  if (old.role === 'branch') {
    if (!(await comparison.sameEntries(old.dict, now.dict, new Set(['Kids'])))) changes.push(what)
    return
  }
  if (await comparison.sameEntries(old.dict, now.dict, new Set(['Kids']))) return
  const [before, after] = [await valueOf(comparison.before, old), await valueOf(comparison.after, now)]
  if (!(await comparison.sameEntries(old.dict, now.dict, mayChange(old.type)))) return void changes.push(what)
  if (old.type === 'Sig') return compareSignatureField(comparison, changes, old, now, signed)
  const filled = before !== after && (await onlyReadOnly(comparison, old.dict, now.dict))
  changes.push(filled ? { kind: 'form-filled', field: old.name } : what)
}

async function compareSignatureField(
  comparison: Comparison,
  changes: Change[],
  old: FormNode,
  now: FormNode,
  signed: Set<string>,
) {
  const what = content(`field ${old.name}`)
  const [wasIn, isIn] = [await fieldOf(comparison.before, old), await fieldOf(comparison.after, now)]
  const [before, after] = [await signatureKind(comparison.before, wasIn), await signatureKind(comparison.after, isIn)]
  if (before !== 'empty' || after === 'empty') return void changes.push(what)
  if (!(await onlyReadOnly(comparison, old.dict, now.dict))) return void changes.push(what)
  if (await isSharedAppearance(comparison.before, old.dict)) return void changes.push(what)
  const isNewPicture = !(await comparison.same(old.dict.get('AP'), now.dict.get('AP')))
  if (after === 'timestamp-added' && isNewPicture && (await isVisible(comparison.after, now.dict)))
    return void changes.push(what)
  if (!signed.has(old.name)) changes.push({ kind: after, field: old.name })
  signed.add(old.name)
}

/** The field a node belongs to: itself, or the parent of a widget. */
async function fieldOf(file: PdfFile, node: FormNode): Promise<Dict> {
  if (node.role !== 'widget') return node.dict
  return (await file.dict(node.dict.get('Parent'))) ?? new Dict()
}

/** The value of a field as words that can be compared; inherited over at most a few parents. */
async function valueOf(file: PdfFile, node: FormNode): Promise<string> {
  let at: Dict | undefined = node.dict
  for (let hops = 0; at && hops < 32; hops += 1) {
    if (at.has('V')) return wordsOf(await file.resolve(at.get('V')))
    at = await file.dict(at.get('Parent'))
  }
  return ''
}
const wordsOf = (value: PdfObject): string =>
  value instanceof Name
    ? value.value
    : Array.isArray(value)
      ? value.map(wordsOf).join('\n')
      : (textOf(value) ?? (value instanceof Stream ? `${value.raw.length}` : ''))

/** Filling may lock a field against typing, and change no other flag. */
async function onlyReadOnly(comparison: Comparison, old: Dict, now: Dict): Promise<boolean> {
  const [a, b] = [
    numberOf(await comparison.before.resolve(old.get('Ff'))) ?? 0,
    numberOf(await comparison.after.resolve(now.get('Ff'))) ?? 0,
  ]
  return (a | 1) === (b | 1)
}

const TRAILER_NAMED = new Set(['Root', 'ID', 'Info'])
const CATALOG_OWN = new Set(['Pages', 'AcroForm', 'DSS', 'Perms', 'StructTreeRoot', 'Metadata', 'Names', 'Outlines'])

/** An appearance that the catalogue or the trailer also holds under a name of its own is kept for another use: it may not be exchanged. */
async function isSharedAppearance(file: PdfFile, field: Dict): Promise<boolean> {
  const own = new Set<number>()
  const held = field.get('AP')
  if (held instanceof Ref) own.add(held.num)
  for (const each of (await file.dict(held))?.values() ?? []) if (each instanceof Ref) own.add(each.num)
  const catalog = await file.catalog()
  const others = [...file.trailer].filter(([key]) => !TRAILER_OWN.has(key) && !TRAILER_NAMED.has(key))
  const more = [...catalog].filter(([key]) => !CATALOG_OWN.has(key))
  return [...others, ...more].some(([, value]) => value instanceof Ref && own.has(value.num))
}
