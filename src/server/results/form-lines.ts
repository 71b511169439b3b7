import { own, put } from '#own-keys'
import { unknownSigns } from '#server/papers/index.ts'

/** The fields of a paper's data as a form of plain lines, from the JSON Schema of its template. */
export type FormLine = {
  /** Where the value stands: `owner`, `articles.2.text`. */
  path: string
  title: string
  kind: 'line' | 'area' | 'list' | 'choice' | 'check'
  options: string[]
  required: boolean
  value: string
  /** Signs of the value that the letters of papers do not have: a box stands for each in the print. */
  unknown: string[]
}
type Node = {
  type?: string | string[]
  title?: string
  enum?: unknown[]
  items?: Node
  properties?: Record<string, Node>
  required?: string[]
  minLength?: number
  minItems?: number
  maxLength?: number
}

/** Rows offered beyond those filled. */
const SPARE_ROWS = 2
const MOST_ROWS = 60

const isType = (node: Node, type: string) =>
  node.type === type || (Array.isArray(node.type) && node.type.includes(type))

const lineOf = (node: Node, path: string, title: string, required: boolean, value: unknown): FormLine => {
  const list = isType(node, 'array')
  const text =
    list && Array.isArray(value) ? value.join('\n') : value === undefined || value === null ? '' : String(value)
  const kind = node.enum
    ? 'choice'
    : isType(node, 'boolean')
      ? 'check'
      : list
        ? 'list'
        : text.length > 90
          ? 'area'
          : 'line'
  const options = (node.enum ?? []).map(String)
  const must = required && (Boolean(node.minLength) || Boolean(node.minItems) || options.some(Boolean))
  return { path, title: node.title ?? title, kind, options, required: must, value: text, unknown: unknownSigns(text) }
}

/** Lines of an object and of what it holds; rows of a table are numbered, with two spare ones after those filled. */
export function formLines(schema: Record<string, unknown>, data: unknown, before = '', titled = ''): FormLine[] {
  const { properties = {}, required = [] } = schema as Node
  const held = (data ?? {}) as Record<string, unknown>
  // The database keeps no order of an object's keys: what is required comes in the order the template lists it, the rest behind.
  const place = (name: string) => (required.includes(name) ? required.indexOf(name) : required.length)
  const inOrder = Object.entries(properties).toSorted(([a], [b]) => place(a) - place(b))
  return inOrder.flatMap(([name, node]): FormLine[] => {
    const path = before ? `${before}.${name}` : name
    const title = titled ? `${titled}: ${node.title ?? name}` : (node.title ?? name)
    const value = own(held, name)
    if (node.properties) return formLines(node as Record<string, unknown>, value, path, title)
    if (isType(node, 'array') && node.items?.properties) {
      const rows = Array.isArray(value) ? value : []
      return Array.from({ length: Math.min(rows.length + SPARE_ROWS, MOST_ROWS) }, (_, at) =>
        formLines(node.items as Record<string, unknown>, rows[at], `${path}.${at}`, `${title} ${at + 1}`).map(
          (line) => ({
            ...line,
            required: line.required && at < rows.length,
          }),
        ),
      ).flat()
    }
    return [{ ...lineOf(node, path, title, required.includes(name), value), title }]
  })
}

const isEmpty = (value: unknown): boolean =>
  value === '' ||
  value === undefined ||
  value === false ||
  (Array.isArray(value)
    ? value.length === 0
    : typeof value === 'object' && value !== null && Object.values(value).every(isEmpty))

/** What was typed, as data of the template: lists a line each, numbers as numbers, rows without a word left out. */
export function readFormLines(
  schema: Record<string, unknown>,
  typed: (path: string) => string | undefined,
  before = '',
): Record<string, unknown> {
  const { properties = {}, required = [] } = schema as Node
  const data: Record<string, unknown> = {}
  for (const [name, node] of Object.entries(properties)) {
    const path = before ? `${before}.${name}` : name
    const value = readNode(node, typed, path)
    if (!isEmpty(value) || required.includes(name)) put(data, name, value)
  }
  return data
}

function readNode(node: Node, typed: (path: string) => string | undefined, path: string): unknown {
  if (node.properties) return readFormLines(node as Record<string, unknown>, typed, path)
  const text = typed(path) ?? ''
  if (!isType(node, 'array'))
    return isType(node, 'boolean')
      ? text !== ''
      : (isType(node, 'integer') || isType(node, 'number')) && text !== '' && Number.isFinite(Number(text))
        ? Number(text)
        : text
  if (!node.items?.properties)
    return text
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean)
  return Array.from({ length: MOST_ROWS }, (_, at) =>
    readFormLines(node.items as Record<string, unknown>, typed, `${path}.${at}`),
  ).filter((row) => !isEmpty(row))
}
