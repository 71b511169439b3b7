import { Condition } from '#server/procedures/schema.ts'
import { isJsonObject, type Json, type JsonObject } from '#server/procedures/forms/definitions.ts'

/** One question, group or list of rows of a form, by its dotted path. `order` counts in reading order. */
export type Place = { path: string; order: number; kind: string; schema: JsonObject; inRows: boolean }

export type Form = Map<string, Place>

const KINDS = [
  ...['text', 'area', 'full-name', 'id-paper', 'id-number', 'date', 'partial-date', 'commune', 'choice', 'yes-no'],
  ...['number', 'integer', 'money', 'phone', 'email', 'tax-code', 'time'],
]
const TYPE_OF_KIND: { [kind: string]: string } = {
  'yes-no': 'boolean',
  number: 'number',
  integer: 'integer',
  money: 'integer',
}
const NAME = /^[a-z][A-Za-z0-9]*$/

const text = (value: Json | undefined): string => (typeof value === 'string' ? value : '')

/** The leaf's own rules: kind, type, question, choices with a label each. */
function leafFaults(path: string, schema: JsonObject): string[] {
  const faults: string[] = []
  const kind = text(schema['x-kind'])
  if (!KINDS.includes(kind)) faults.push(`${path}: x-kind "${kind}" is none of ours`)
  const type = TYPE_OF_KIND[kind] ?? 'string'
  if (schema['type'] !== type && !(kind === 'money' && schema['type'] === 'number'))
    faults.push(`${path}: type "${text(schema['type'])}", x-kind "${kind}" wants "${type}"`)
  if (kind === 'choice' || kind === 'id-paper') {
    const values = Array.isArray(schema['enum']) ? schema['enum'] : []
    const labels = isJsonObject(schema['x-labels']) ? schema['x-labels'] : {}
    if (values.length < 1) faults.push(`${path}: a choice without enum`)
    for (const value of values) if (!labels[String(value)]) faults.push(`${path}: no label for "${String(value)}"`)
    for (const key of Object.keys(labels))
      if (!values.includes(key)) faults.push(`${path}: label "${key}" is not in enum`)
    if (schema['default'] !== undefined && !values.includes(schema['default']))
      faults.push(`${path}: default not in enum`)
  }
  return faults
}

/** Walks the form in reading order: every place by its path, and the faults of its own shape. */
export function readForm(schema: JsonObject): { form: Form; faults: string[] } {
  const form: Form = new Map()
  const faults: string[] = []

  function visit(path: string, node: JsonObject, inRows: boolean): void {
    const type = text(node['type'])
    const kind =
      type === 'array' ? 'rows' : type === 'object' ? (path.includes('.') ? 'group' : 'section') : text(node['x-kind'])
    form.set(path, { path, order: form.size, kind, schema: node, inRows })
    if (!text(node['title']).trim()) faults.push(`${path}: no title`)
    if (node['$ref'] !== undefined) faults.push(`${path}: $ref is left after expanding`)
    if (type === 'array') {
      const items = isJsonObject(node['items']) ? node['items'] : {}
      if (!text(node['x-row-name'])) faults.push(`${path}: rows without x-row-name`)
      children(path, items, true)
    } else if (type === 'object') children(path, node, inRows)
    else faults.push(...leafFaults(path, node))
  }

  function children(path: string, node: JsonObject, inRows: boolean): void {
    const properties = isJsonObject(node['properties']) ? node['properties'] : {}
    if (Object.keys(properties).length === 0) faults.push(`${path || 'form'}: no properties`)
    for (const [name, child] of Object.entries(properties)) {
      const childPath = path ? `${path}.${name}` : name
      if (!NAME.test(name)) faults.push(`${childPath}: a name must match ${NAME.source}`)
      if (isJsonObject(child)) visit(childPath, child, inRows)
      else faults.push(`${childPath}: not an object`)
    }
    for (const name of Array.isArray(node['required']) ? node['required'] : [])
      if (!properties[String(name)]) faults.push(`${path || 'form'}: required "${String(name)}" is not in properties`)
  }

  children('', schema, false)
  for (const place of form.values()) {
    const when = place.schema['x-when']
    if (when !== undefined) faults.push(...conditionFaults(form, when, `${place.path} x-when`, place.order))
  }
  return { form, faults }
}

type Comparison = { field: string; word: string; values: Json[] }

function comparisons(condition: Condition): Comparison[] {
  if ('all' in condition) return condition.all.flatMap(comparisons)
  if ('any' in condition) return condition.any.flatMap(comparisons)
  if ('not' in condition) return comparisons(condition.not)
  const [word = '', value] = Object.entries(condition).find(([key]) => key !== 'field') ?? []
  return [{ field: condition.field, word, values: Array.isArray(value) ? value : [value as Json] }]
}

/** A condition names answers of the form, asked earlier (`before`), and compares like with like. */
export function conditionFaults(form: Form, value: unknown, where: string, before = Infinity): string[] {
  const parsed = Condition.safeParse(value)
  if (!parsed.success) return [`${where}: not a condition`]
  return comparisons(parsed.data).flatMap(({ field, word, values }) => {
    const place = form.get(field)
    if (!place) return [`${where}: the form has no "${field}"`]
    if (place.order >= before) return [`${where}: "${field}" is asked later`]
    if (place.inRows) return [`${where}: "${field}" stands in rows`]
    if (word === 'answered') return []
    if (['group', 'rows', 'section'].includes(place.kind))
      return [`${where}: "${field}" is no question but a ${place.kind}`]
    if (word === 'ageBelow' && !place.kind.endsWith('date'))
      return [`${where}: ageBelow of "${field}", which is no date`]
    if ((word === 'atLeast' || word === 'below') && !['number', 'integer', 'money'].includes(place.kind))
      return [`${where}: "${field}" is no number`]
    if (word !== 'equals' && word !== 'in') return []
    const type = place.schema['type']
    const choices = place.schema['enum']
    return values.flatMap((compared) => {
      if (Array.isArray(choices) && !choices.includes(compared))
        return [`${where}: "${String(compared)}" is no choice of "${field}"`]
      const wanted = type === 'boolean' ? 'boolean' : type === 'string' ? 'string' : 'number'
      return typeof compared === wanted
        ? []
        : [`${where}: "${field}" is a ${String(type)}, compared with ${typeof compared}`]
    })
  })
}

/** The path names a single answer of one of `kinds` outside rows (any leaf when `kinds` is empty). */
export function pathFaults(form: Form, path: string | undefined, where: string, kinds: string[] = []): string[] {
  if (path === undefined) return []
  const place = form.get(path)
  if (!place) return [`${where}: the form has no "${path}"`]
  if (place.inRows) return [`${where}: "${path}" stands in rows`]
  if (['group', 'rows', 'section'].includes(place.kind))
    return [`${where}: "${path}" is no question but a ${place.kind}`]
  if (kinds.length && !kinds.includes(place.kind))
    return [`${where}: "${path}" is ${place.kind}, wanted ${kinds.join(' or ')}`]
  return []
}
