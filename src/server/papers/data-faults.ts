import { own } from '#own-keys'
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js'

const ajv = new Ajv2020({ allErrors: true, strict: false })
const compiled = new WeakMap<object, ValidateFunction>()

/** One thing that the data of a paper lack or have wrong: where (`articles.2.text`), and a sentence with the title of the field. */
export type DataFault = { path: string; words: string }
type Node = { title?: string; type?: string | string[]; items?: Node; properties?: Record<string, Node> }

/** The field of a path and its title; words of a list stand in the one field of the list, rows of a table are counted from one. */
function fieldAt(schema: Node, parts: readonly string[]): { path: string; title: string } {
  let node: Node | undefined = schema
  const [path, titles]: [string[], string[]] = [[], []]
  for (const part of parts) {
    const isRow: boolean = /^\d+$/.test(part) && node?.items !== undefined
    if (isRow && !node?.items?.properties) break
    node = isRow ? node?.items : own(node?.properties, part)
    path.push(part)
    if (isRow) titles.push(String(Number(part) + 1))
    else titles.push(node?.title ?? part)
  }
  return { path: path.join('.'), title: titles.join(' ') || 'Nội dung' }
}

const WORDS: Record<string, (title: string, params: Record<string, unknown>) => string> = {
  required: (title) => `Còn thiếu: ${title}`,
  minLength: (title) => `Còn thiếu: ${title}`,
  minItems: (title) => `Còn thiếu: ${title}`,
  maxLength: (title, { limit }) => `${title}: nhiều nhất ${limit} chữ`,
  maxItems: (title, { limit }) => `${title}: nhiều nhất ${limit} mục`,
  enum: (title, { allowedValues }) => `${title}: chọn ${(allowedValues as unknown[]).filter(Boolean).join(', ')}`,
  pattern: (title) => `${title}: chưa đúng cách ghi`,
  format: (title) => `${title}: chưa đúng cách ghi`,
  type: (title, { type }) => (/number|integer/.test(String(type)) ? `${title}: ghi bằng số` : `${title}: ghi lại`),
  minimum: (title, { limit }) => `${title}: từ ${limit} trở lên`,
  maximum: (title, { limit }) => `${title}: nhiều nhất ${limit}`,
  additionalProperties: (title, { additionalProperty }) => `${title}: không dùng "${additionalProperty}"`,
}

function faultOf(schema: Node, { instancePath, keyword, params }: ErrorObject): DataFault {
  const parts = instancePath.split('/').slice(1)
  const missing = keyword === 'required' ? [String(params.missingProperty)] : []
  const { path, title } = fieldAt(schema, [...parts, ...missing])
  return { path, words: own(WORDS, keyword)?.(title, params) ?? `${title}: xem lại` }
}

/** What the data of a paper lack or have wrong by the template's schema, one sentence a field; empty when they pass. */
export function dataFaults(schema: Record<string, unknown>, data: unknown): DataFault[] {
  let validate = compiled.get(schema)
  if (!validate) {
    validate = ajv.compile(schema)
    compiled.set(schema, validate)
  }
  if (validate(data)) return []
  const faults = (validate.errors ?? [])
    .filter((each) => !['anyOf', 'oneOf', 'allOf', 'if'].includes(each.keyword) || validate.errors!.length === 1)
    .map((each) => faultOf(schema as Node, each))
  return faults.filter((each, at) => faults.findIndex((other) => other.path === each.path) === at)
}

/** What is wrong with a schema and with the example it should let pass; empty when nothing is. An instance of its own: a schema being written is not remembered. */
export function schemaFaults(schema: Record<string, unknown>, example: unknown): string[] {
  try {
    const validate = new Ajv2020({ allErrors: true, strict: false }).compile(schema)
    if (validate(example)) return []
    return (validate.errors ?? []).map((each) =>
      `Ví dụ, ${each.instancePath || '/'}: ${each.message ?? ''}`.slice(0, 300),
    )
  } catch (error) {
    return [`Lược đồ: ${(error as Error).message}`.slice(0, 300)]
  }
}
