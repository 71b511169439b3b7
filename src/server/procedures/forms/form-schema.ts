import { own } from '#own-keys'
import { Condition } from '../schema.ts'
import { isJsonObject, type Json, type JsonObject } from './definitions.ts'

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

/** Every keyword that may stand in a form; each is shown, asked or enforced (`fields.ts`, `read-answer.ts`, `bounds.ts`, `doubts.ts`). */
const KEYWORDS: Record<string, readonly string[]> = {
  any: [
    ...['type', 'title', 'description', 'x-kind', 'x-when', 'x-legal', 'x-prefill', 'x-width', 'x-doubts', '$ref'],
    ...['$schema', '$id'],
  ],
  object: ['properties', 'required'],
  array: ['items', 'minItems', 'maxItems', 'x-row-name'],
  string: ['minLength', 'maxLength', 'pattern', 'x-pattern-words', 'enum', 'x-labels', 'default', 'x-paper'],
  date: ['format', 'x-notAfter', 'x-notBefore', 'default'],
  number: ['minimum', 'maximum', 'default'],
  boolean: ['default'],
}

/** Keywords that nothing enforces at their place: a bound that stands in a form holds, or it does not stand there. */
function keywordFaults(path: string, schema: JsonObject): string[] {
  const kind = text(schema['x-kind'])
  const type = text(schema['type'])
  const group = kind.endsWith('date') ? 'date' : type === 'integer' ? 'number' : type
  const known = new Set([...own(KEYWORDS, 'any')!, ...(own(KEYWORDS, group) ?? [])])
  const faults = Object.keys(schema)
    .filter((keyword) => !known.has(keyword))
    .map((keyword) => `${path}: "${keyword}" không có hiệu lực ở đây, bỏ đi hoặc dùng từ khóa khác`)
  if (kind === 'full-name' && schema['minLength'] !== undefined)
    faults.push(`${path}: bỏ minLength, tên một chữ cũng là tên`)
  if (schema['format'] !== undefined && schema['format'] !== 'date')
    faults.push(`${path}: format "${text(schema['format'])}" không có hiệu lực`)
  return faults
}

/** The leaf's own rules: kind, type, question, choices with a label each. */
function leafFaults(path: string, schema: JsonObject): string[] {
  const faults: string[] = []
  const kind = text(schema['x-kind'])
  if (!KINDS.includes(kind)) faults.push(`${path}: x-kind "${kind}" không có trong danh mục`)
  const type = own(TYPE_OF_KIND, kind) ?? 'string'
  if (schema['type'] !== type && !(kind === 'money' && schema['type'] === 'number'))
    faults.push(`${path}: type "${text(schema['type'])}" không hợp x-kind "${kind}", cần "${type}"`)
  if (kind === 'choice' || kind === 'id-paper') {
    const values = Array.isArray(schema['enum']) ? schema['enum'] : []
    const labels = isJsonObject(schema['x-labels']) ? schema['x-labels'] : {}
    if (values.length < 1) faults.push(`${path}: câu hỏi chọn mà không có enum`)
    for (const value of values)
      if (!own(labels, String(value))) faults.push(`${path}: thiếu nhãn cho "${String(value)}"`)
    for (const key of Object.keys(labels))
      if (!values.includes(key)) faults.push(`${path}: nhãn "${key}" không có trong enum`)
    if (schema['default'] !== undefined && !values.includes(schema['default']))
      faults.push(`${path}: default không có trong enum`)
  }
  return faults
}

/** Walks the form in reading order: every place by its path, and the faults of its own shape, as sentences for the drafter. */
export function readForm(schema: JsonObject): { form: Form; faults: string[] } {
  const form: Form = new Map()
  const faults: string[] = []

  function visit(path: string, node: JsonObject, inRows: boolean): void {
    const type = text(node['type'])
    const kind =
      type === 'array' ? 'rows' : type === 'object' ? (path.includes('.') ? 'group' : 'section') : text(node['x-kind'])
    form.set(path, { path, order: form.size, kind, schema: node, inRows })
    faults.push(...keywordFaults(path, node))
    if (!text(node['title']).trim()) faults.push(`${path}: thiếu title (câu hỏi)`)
    if (node['$ref'] !== undefined) faults.push(`${path}: còn $ref chưa khai triển`)
    if (type === 'array') {
      const items = isJsonObject(node['items']) ? node['items'] : {}
      if (!text(node['x-row-name'])) faults.push(`${path}: nhiều dòng mà thiếu x-row-name`)
      faults.push(...keywordFaults(`${path}[]`, items))
      children(path, items, true)
    } else if (type === 'object') children(path, node, inRows)
    else faults.push(...leafFaults(path, node))
  }

  function children(path: string, node: JsonObject, inRows: boolean): void {
    const properties = isJsonObject(node['properties']) ? node['properties'] : {}
    if (Object.keys(properties).length === 0) faults.push(`${path || 'form'}: không có properties`)
    for (const [name, child] of Object.entries(properties)) {
      const childPath = path ? `${path}.${name}` : name
      if (!NAME.test(name)) faults.push(`${childPath}: tên trường phải theo mẫu ${NAME.source}`)
      if (isJsonObject(child)) visit(childPath, child, inRows)
      else faults.push(`${childPath}: phải là một đối tượng`)
    }
    for (const name of Array.isArray(node['required']) ? node['required'] : [])
      if (!own(properties, String(name)))
        faults.push(`${path || 'form'}: required nêu "${String(name)}" không có trong properties`)
  }

  children('', schema, false)
  for (const place of form.values()) {
    const when = place.schema['x-when']
    if (when !== undefined) faults.push(...conditionFaults(form, when, `${place.path} x-when`, place.order))
    faults.push(...dayRuleFaults(form, place), ...doubtFaults(form, place))
  }
  return { form, faults }
}

/** `x-notAfter` and `x-notBefore` name `filing` or a day of the form; `.name` is the day beside this one. */
function dayRuleFaults(form: Form, place: Place): string[] {
  const beside = (limit: string) => `${place.path.slice(0, place.path.lastIndexOf('.'))}${limit}`
  return ['x-notAfter', 'x-notBefore'].flatMap((rule) => {
    const value = own(place.schema, rule)
    const limits = value === undefined ? [] : Array.isArray(value) ? value : [value]
    return limits.flatMap((limit) => {
      if (limit === 'filing') return []
      const path = text(limit).startsWith('.') ? beside(text(limit)) : text(limit)
      const other = form.get(path)
      if (!other?.kind.endsWith('date')) return [`${place.path} ${rule}: "${text(limit)}" không phải ngày của tờ khai`]
      return other.inRows && !text(limit).startsWith('.') ? [`${place.path} ${rule}: "${path}" nằm trong bảng`] : []
    })
  })
}

function doubtFaults(form: Form, place: Place): string[] {
  const doubts = place.schema['x-doubts']
  if (doubts === undefined) return []
  if (!Array.isArray(doubts)) return [`${place.path} x-doubts: phải là danh sách`]
  return doubts.flatMap((doubt) =>
    isJsonObject(doubt) && text(doubt['words'])
      ? conditionFaults(form, doubt['when'], `${place.path} x-doubts`)
      : [`${place.path} x-doubts: thiếu lời (words)`],
  )
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
  if (!parsed.success) return [`${where}: không phải một điều kiện`]
  return comparisons(parsed.data).flatMap(({ field, word, values }) => {
    const place = form.get(field)
    if (!place) return [`${where}: tờ khai không có "${field}"`]
    if (place.order >= before) return [`${where}: "${field}" được hỏi sau câu này`]
    if (place.inRows) return [`${where}: "${field}" nằm trong bảng nhiều dòng`]
    if (word === 'answered') return []
    if (['group', 'rows', 'section'].includes(place.kind))
      return [`${where}: "${field}" không phải câu hỏi mà là ${place.kind}`]
    if (['ageBelow', 'daysAtLeast', 'daysBelow'].includes(word) && !place.kind.endsWith('date'))
      return [`${where}: ${word} dùng với "${field}" không phải ngày`]
    if ((word === 'atLeast' || word === 'below') && !['number', 'integer', 'money'].includes(place.kind))
      return [`${where}: "${field}" không phải số`]
    if (word !== 'equals' && word !== 'in') return []
    const type = place.schema['type']
    const choices = place.schema['enum']
    return values.flatMap((compared) => {
      if (Array.isArray(choices) && !choices.includes(compared))
        return [`${where}: "${String(compared)}" không phải lựa chọn của "${field}"`]
      const wanted = type === 'boolean' ? 'boolean' : type === 'string' ? 'string' : 'number'
      return typeof compared === wanted
        ? []
        : [`${where}: "${field}" là ${String(type)}, đem so với ${typeof compared}`]
    })
  })
}

/** The path names a single answer of one of `kinds` outside rows (any leaf when `kinds` is empty). */
export function pathFaults(form: Form, path: string | undefined, where: string, kinds: string[] = []): string[] {
  if (path === undefined) return []
  const place = form.get(path)
  if (!place) return [`${where}: tờ khai không có "${path}"`]
  if (place.inRows) return [`${where}: "${path}" nằm trong bảng nhiều dòng`]
  if (['group', 'rows', 'section'].includes(place.kind))
    return [`${where}: "${path}" không phải câu hỏi mà là ${place.kind}`]
  if (kinds.length && !kinds.includes(place.kind))
    return [`${where}: "${path}" là ${place.kind}, cần ${kinds.join(' hoặc ')}`]
  return []
}
