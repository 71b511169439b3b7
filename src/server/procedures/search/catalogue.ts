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
type Line = CatalogueLine & { from: string; to: string; marks?: ReadonlySet<string> }

/** A text that a search may hit: the name, one of the names people use, or what stands around it. */
export type Entry = { line: number; kind: 'name' | 'alias' | 'context'; tokens: Uint32Array; mass: number }

/** The published procedures of one database, indexed by word and word pair. Versions never change, so they are added and never read again. */
export type Catalogue = {
  revision: number
  lines: Line[]
  places: Map<string, number>
  entries: Entry[]
  tokens: Map<string, number>
  postings: number[][]
  /** How telling a token is. */
  weights: Float64Array
  /** Single words and how often they occur: what spelling is mended with. */
  vocabulary: Map<string, number>
  corrections: Map<string, string[]>
}

const AT_ONCE = 1000
const catalogues = new WeakMap<Db, Promise<Catalogue>>()

function addEntry(catalogue: Catalogue, line: number, kind: Entry['kind'], text: string) {
  const own: number[] = []
  for (const token of tokensOf(wordsOf(text))) {
    let id = catalogue.tokens.get(token)
    if (id === undefined) {
      id = catalogue.postings.length
      catalogue.tokens.set(token, id)
      catalogue.postings.push([])
    }
    own.push(id)
    catalogue.postings[id]!.push(catalogue.entries.length)
    if (kind !== 'context' && !token.includes('_'))
      catalogue.vocabulary.set(token, (catalogue.vocabulary.get(token) ?? 0) + 1)
  }
  catalogue.entries.push({ line, kind, tokens: Uint32Array.from(own), mass: 0 })
}

function addLine(catalogue: Catalogue, row: CatalogueRow) {
  const at = catalogue.lines.length
  const aliases = row.aliases ?? []
  const agency = agencyOf(row.implementingBody, row.tier)
  catalogue.lines.push({ ...row, aliases, lifeEvents: row.lifeEvents ?? [], agency, from: '', to: '' })
  catalogue.places.set(row.id, at)
  addEntry(catalogue, at, 'name', row.name)
  for (const alias of row.shortName ? [row.shortName, ...aliases] : aliases) addEntry(catalogue, at, 'alias', alias)
  addEntry(catalogue, at, 'context', `${row.field} . ${row.summary ?? ''} . ${agency}`)
}

/** The rarer a token is, the more it tells; of an entry, what all its tokens tell together. */
function weigh(catalogue: Catalogue) {
  const { entries, postings } = catalogue
  catalogue.weights = Float64Array.from(postings, (hits) => Math.log(1 + entries.length / (hits.length + 1)))
  for (const entry of entries) {
    entry.mass = 0
    for (const token of entry.tokens) entry.mass += catalogue.weights[token]!
  }
}

async function refresh(db: Db, known: Catalogue | undefined, revision: number): Promise<Catalogue> {
  const catalogue: Catalogue = known ?? {
    revision: 0,
    lines: [],
    places: new Map(),
    entries: [],
    tokens: new Map(),
    postings: [],
    weights: new Float64Array(),
    vocabulary: new Map(),
    corrections: new Map(),
  }
  const dates = await listCatalogueDates(db)
  const missing = dates.filter((each) => !catalogue.places.has(each.id)).map((each) => each.id)
  const rows: CatalogueRow[] = []
  for (let at = 0; at < missing.length; at += AT_ONCE)
    rows.push(...(await listCatalogueLines(db, missing.slice(at, at + AT_ONCE))))
  // From here on nothing waits: a search never sees half a change.
  for (const row of rows) addLine(catalogue, row)
  for (const line of catalogue.lines) line.from = line.to = ''
  for (const { id, from, to } of dates) {
    const line = catalogue.lines[catalogue.places.get(id)!]!
    line.from = from ?? ''
    line.to = to ?? '9999-12-31'
  }
  if (missing.length > 0) {
    weigh(catalogue)
    catalogue.corrections.clear()
  }
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
