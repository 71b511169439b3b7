import type { Db } from '#server/platform/call.ts'
import { rootOf } from '#server/platform/db/connection.ts'
import {
  type CatalogueRow,
  findCatalogueRevision,
  listCatalogueDates,
  listCatalogueLines,
} from '../queries-catalogue.ts'
import { agencyOf } from './agency.ts'
import { tokensOf, wordsOf } from './tokens.ts'

/** One published version as lists show it. */
export type CatalogueLine = Omit<CatalogueRow, 'aliases' | 'lifeEvents'> & {
  agency: string
  aliases: readonly string[]
  lifeEvents: readonly string[]
}
export type Line = CatalogueLine & {
  from: string
  to: string
  marks?: Uint32Array
  acts?: readonly string[]
  title?: string
}

/** What a text that a search may hit is to its line: the name, one of the names people use, or what stands around it. */
export const KIND = { name: 0, alias: 1, context: 2 } as const

/** Where a search adds up; one for all searches, which never wait between filling and emptying it. */
type Sums = { gained: Float64Array; covered: Float64Array; around: Float64Array; direct: Float64Array }

/**
 * The published procedures of one database, indexed by word and word pair. Versions never change, so they are added and never read again.
 * Ten thousand of them have some forty thousand texts: what is kept of each is numbers in arrays, and words that repeat are kept once.
 */
export type Catalogue = {
  revision: number
  lines: Line[]
  places: Map<string, number>
  /** Of each text: the line it belongs to, its kind, and what all its tokens tell together. */
  entryLines: number[]
  entryKinds: number[]
  masses: Float64Array
  tokens: Map<string, number>
  /** The texts that hold token `n` are those of `hits` from `starts[n]` to `starts[n + 1]`. */
  starts: Uint32Array
  hits: Uint32Array
  /** How telling a token is. */
  weights: Float64Array
  /** Single words and how often they occur: what spelling is mended with. */
  vocabulary: Map<string, number>
  corrections: Map<string, string[]>
  /** Words with their marks, numbered. */
  marked: Map<string, number>
  sums: Sums
  /** What was just found, for the parts of one page that ask the same. */
  found: Map<string, readonly Hit[]>
}
export type Hit = { line: number; rank: number }

const AT_ONCE = 500
const catalogues = new WeakMap<Db, Promise<Catalogue>>()

/** Tokens and the texts that hold them, not yet in the index. */
type Added = { tokens: number[]; entries: number[] }

function addEntry(catalogue: Catalogue, added: Added, line: number, kind: number, text: string) {
  const { tokens, entryLines, entryKinds, vocabulary } = catalogue
  for (const token of tokensOf(wordsOf(text))) {
    let id = tokens.get(token)
    if (id === undefined) tokens.set(token, (id = tokens.size))
    added.tokens.push(id)
    added.entries.push(entryLines.length)
    if (kind !== KIND.context && !token.includes('_')) vocabulary.set(token, (vocabulary.get(token) ?? 0) + 1)
  }
  entryLines.push(line)
  entryKinds.push(kind)
}

/** Values that come again on many lines, one copy of each. */
function oneCopy() {
  const texts = new Map<string, string>()
  const lists = new Map<string, string[]>()
  const text = <T extends string | null>(value: T): T => {
    if (value === null) return value
    if (!texts.has(value)) texts.set(value, value)
    return texts.get(value) as T
  }
  const list = (values: string[]): string[] => {
    const key = values.join('\n')
    if (!lists.has(key)) lists.set(key, values)
    return lists.get(key)!
  }
  return { text, list }
}

function addLine(catalogue: Catalogue, added: Added, row: CatalogueRow, { text, list }: ReturnType<typeof oneCopy>) {
  const at = catalogue.lines.length
  const agency = agencyOf(row.implementingBody, row.tier)
  const aliases = list(row.aliases ?? [])
  catalogue.lines.push({
    ...row,
    ...{ aliases, lifeEvents: list(row.lifeEvents ?? []), tiers: list(row.tiers), audiences: list(row.audiences) },
    ...{ field: text(row.field), tier: text(row.tier), implementingBody: text(row.implementingBody) },
    ...{ ruleSetId: text(row.ruleSetId), summary: text(row.summary), shortName: text(row.shortName) },
    ...{ agency, from: '', to: '' },
  })
  catalogue.places.set(row.id, at)
  addEntry(catalogue, added, at, KIND.name, row.name)
  for (const alias of row.shortName ? [row.shortName, ...aliases] : aliases)
    addEntry(catalogue, added, at, KIND.alias, alias)
  addEntry(catalogue, added, at, KIND.context, `${row.field} . ${row.summary ?? ''} . ${agency}`)
}

/** Lays the texts that were added behind those already under each token. */
function index(catalogue: Catalogue, added: Added) {
  const { starts: before, hits: old, tokens } = catalogue
  const known = before.length - 1
  const starts = new Uint32Array(tokens.size + 1)
  for (const token of added.tokens) starts[token + 1]! += 1
  for (let token = 0; token < tokens.size; token += 1)
    starts[token + 1]! += starts[token]! + (token < known ? before[token + 1]! - before[token]! : 0)
  const hits = new Uint32Array(starts[tokens.size]!)
  const next = starts.slice()
  for (let token = 0; token < known; token += 1) {
    hits.set(old.subarray(before[token], before[token + 1]), next[token])
    next[token]! += before[token + 1]! - before[token]!
  }
  for (const [at, token] of added.tokens.entries()) {
    hits[next[token]!] = added.entries[at]!
    next[token]! += 1
  }
  Object.assign(catalogue, { starts, hits })
}

/** The rarer a token is, the more it tells; of a text, what all its tokens tell together. */
function weigh(catalogue: Catalogue) {
  const { entryLines, lines, starts, hits, tokens } = catalogue
  const weights = new Float64Array(tokens.size)
  const masses = new Float64Array(entryLines.length)
  for (let token = 0; token < tokens.size; token += 1) {
    weights[token] = Math.log(1 + entryLines.length / (starts[token + 1]! - starts[token]! + 1))
    for (let at = starts[token]!; at < starts[token + 1]!; at += 1) masses[hits[at]!]! += weights[token]!
  }
  const [gained, covered] = [new Float64Array(entryLines.length), new Float64Array(entryLines.length)]
  const [around, direct] = [new Float64Array(lines.length), new Float64Array(lines.length)]
  Object.assign(catalogue, { weights, masses, sums: { gained, covered, around, direct } })
}

const none = new Float64Array()
const empty = (): Catalogue => ({
  ...{ revision: 0, lines: [], places: new Map(), entryLines: [], entryKinds: [], masses: none },
  ...{ tokens: new Map(), starts: new Uint32Array(1), hits: new Uint32Array(), weights: none },
  ...{ vocabulary: new Map(), corrections: new Map(), marked: new Map(), found: new Map() },
  sums: { gained: none, covered: none, around: none, direct: none },
})

/** How many texts hold a token. */
export function timesOf({ tokens, starts }: Catalogue, token: string): number {
  const id = tokens.get(token)
  return id === undefined ? 0 : starts[id + 1]! - starts[id]!
}

async function refresh(db: Db, known: Catalogue | undefined, revision: number): Promise<Catalogue> {
  const catalogue = known ?? empty()
  const dates = await listCatalogueDates(db)
  const missing = dates.filter((each) => !catalogue.places.has(each.id)).map((each) => each.id)
  const [copies, added]: [ReturnType<typeof oneCopy>, Added] = [oneCopy(), { tokens: [], entries: [] }]
  let rows: CatalogueRow[] = []
  const lay = () => {
    for (const row of rows) addLine(catalogue, added, row, copies)
    rows = []
  }
  for (let at = 0; at < missing.length; at += AT_ONCE) {
    rows.push(...(await listCatalogueLines(db, missing.slice(at, at + AT_ONCE))))
    // The first time nobody searches in it yet: it is laid piece by piece, and other requests are answered in between.
    if (!known) lay()
  }
  // From here on nothing waits: a search never sees half a change.
  lay()
  for (const line of catalogue.lines) line.from = line.to = ''
  for (const { id, from, to } of dates) {
    const line = catalogue.lines[catalogue.places.get(id)!]!
    line.from = from ?? ''
    line.to = to ?? '9999-12-31'
  }
  if (missing.length > 0) {
    index(catalogue, added)
    weigh(catalogue)
    catalogue.corrections.clear()
  }
  catalogue.found.clear()
  catalogue.revision = revision
  return catalogue
}

/** The catalogue as it stands: read whole once, later only what was published since. */
export async function loadCatalogue(db: Db): Promise<Catalogue> {
  const owner = rootOf(db)
  const revision = await findCatalogueRevision(db)
  const known = catalogues.get(owner)
  if (known && (await known).revision >= revision) return known
  const next = (known ?? Promise.resolve(undefined)).then((catalogue) =>
    catalogue && catalogue.revision >= revision ? catalogue : refresh(db, catalogue, revision),
  )
  catalogues.set(owner, next)
  next.catch(() => catalogues.delete(owner))
  return next
}

/** Whether a version is in force on a day (YYYY-MM-DD). */
export const inForce = (line: Line, on: string) => line.from !== '' && line.from <= on && line.to >= on
