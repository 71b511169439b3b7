import { own, put } from '#own-keys'
import type { FormSchema } from '../schema.ts'

/** An answer that has no question any more: where it stood, how it was asked, what was answered, in words. */
export type LeftBehind = { path: string; title: string; words: string }
type Node = Record<string, unknown>
type Answers = Record<string, unknown>

const asNode = (value: unknown): Node =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Node) : {}
const isEmpty = (value: unknown) =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
const kindOf = (node: Node) =>
  node.type === 'object' || node.type === 'array' ? String(node.type) : String(node['x-kind'] ?? 'text')
const WORDS = new Set(['text', 'area', 'full-name'])
const alike = (a: string, b: string) => a === b || (WORDS.has(a) && WORDS.has(b))

type PlaceWords = (id: string) => string
type Carrying = { left: LeftBehind[]; place: PlaceWords }

function wordsOf(node: Node, value: unknown, place: PlaceWords): string {
  if (typeof value === 'boolean') return value ? 'Có' : 'Không'
  if (Array.isArray(value)) return value.map((each) => wordsOf(asNode(node.items), each, place)).join('; ')
  if (typeof value === 'object' && value !== null)
    return Object.entries(value)
      .filter(([, each]) => !isEmpty(each))
      .map(([name, each]) => wordsOf(asNode(own(asNode(node.properties), name)), each, place))
      .join(', ')
  if (node['x-kind'] === 'commune') return place(String(value))
  const label = own(asNode(node['x-labels']), String(value))
  if (typeof label === 'string') return label
  const date = /^(\d{4})-(\d{2})-(\d{2})$/.exec(String(value))
  return date ? `${date[3]}/${date[2]}/${date[1]}` : String(value)
}

function carryGroup(from: Node, to: Node, answers: Answers, path: string, into: Carrying): Answers {
  const [before, after] = [asNode(from.properties), asNode(to.properties)]
  const kept: Answers = {}
  for (const [name, value] of Object.entries(answers)) {
    if (isEmpty(value)) continue
    const [was, is] = [asNode(own(before, name)), own(after, name)]
    const at = path ? `${path}.${name}` : name
    const title = String(was.title ?? name)
    const carried = is === undefined ? undefined : carry(was, asNode(is), value, at, into)
    if (carried !== undefined) put(kept, name, carried)
    else {
      const words = wordsOf(was, value, into.place)
      if (words) into.left.push({ path: at, title, words })
    }
  }
  return kept
}

/** The answer where the new question can hold it; undefined where it cannot. */
function carry(from: Node, to: Node, value: unknown, path: string, into: Carrying): unknown {
  if (!alike(kindOf(from), kindOf(to))) return undefined
  if (to.type === 'object') {
    if (typeof value !== 'object' || Array.isArray(value)) return undefined
    return carryGroup(from, to, asNode(value), path, into)
  }
  if (to.type === 'array') {
    if (!Array.isArray(value)) return undefined
    return value.map((row, at) => carryGroup(asNode(from.items), asNode(to.items), asNode(row), `${path}.${at}`, into))
  }
  return Array.isArray(to.enum) && !to.enum.includes(value) ? undefined : value
}

/**
 * Takes answers from the form of one version to that of another: every answer that still has a question that can hold it, also those of
 * questions not asked in this case. What has none is listed, nothing is dropped unsaid; `place` names a commune.
 */
export function carryOver(
  from: FormSchema,
  to: FormSchema,
  answers: Answers,
  place: PlaceWords,
): { answers: Answers; left: LeftBehind[] } {
  const left: LeftBehind[] = []
  const carried = carryGroup(from as unknown as Node, to as unknown as Node, answers, '', { left, place })
  return { answers: carried, left }
}
