import type { Db } from '#server/platform/call.ts'
import { listUseSince, upsertSearchMiss } from './queries-catalogue.ts'
import type { ProcedureContent } from './schema.ts'
import { type Catalogue, type CatalogueLine, inForce, loadCatalogue } from './search/catalogue.ts'
import { ranked, withoutPersons } from './search/rank.ts'
import { mended, written } from './search/spelling.ts'
import { queryWords } from './search/tokens.ts'

/** What a list of procedures is narrowed by. `agency` is a name of `listAgencies`. */
export type ListFilter = {
  tier?: string | undefined
  agency?: string | undefined
  field?: string | undefined
  audience?: string | undefined
  level?: number | undefined
  fillable?: boolean | undefined
}
export type ListedProcedure = CatalogueLine
export type LifeEvent = ProcedureContent['lifeEvents'][number]
export type Counted = { value: string; count: number }

const fits = (line: CatalogueLine, filter: ListFilter) =>
  (!filter.tier || line.tiers.includes(filter.tier)) &&
  (!filter.agency || line.agency === filter.agency) &&
  (!filter.field || line.field === filter.field) &&
  (!filter.audience || line.audiences.includes(filter.audience)) &&
  (!filter.level || line.level === filter.level) &&
  (filter.fillable === undefined || line.fillable === filter.fillable)

type Place = { foldName: string; code: string }
const byName = (a: Place, b: Place) =>
  a.foldName < b.foldName ? -1 : a.foldName > b.foldName ? 1 : a.code < b.code ? -1 : a.code > b.code ? 1 : 0

/** Sorted once for each day and state of the catalogue: pages ask for today. */
const sorted = new WeakMap<Catalogue, { revision: number; on: string; lines: CatalogueLine[] }>()

async function linesOn(db: Db, on: string): Promise<CatalogueLine[]> {
  const catalogue = await loadCatalogue(db)
  const known = sorted.get(catalogue)
  if (known?.revision === catalogue.revision && known.on === on) return known.lines
  const lines = catalogue.lines.filter((line) => inForce(line, on)).sort(byName)
  sorted.set(catalogue, { revision: catalogue.revision, on, lines })
  return lines
}

/** Published procedures in order of name, from after a place on. */
export async function listPublished(db: Db, on: string, filter: ListFilter, limit: number, after?: Place) {
  const found: CatalogueLine[] = []
  for (const line of await linesOn(db, on)) {
    if (found.length >= limit) break
    if (fits(line, filter) && (!after || byName(line, after) > 0)) found.push(line)
  }
  return found
}

/**
 * Published procedures that answer what somebody typed, the best first: with or without accents, with slips, short forms and
 * plain words. The next page starts after the `rank` and `code` of the last row.
 */
export async function searchPublished(
  db: Db,
  on: string,
  phrase: string,
  filter: ListFilter,
  limit: number,
  after?: { rank: number; code: string },
): Promise<(CatalogueLine & { rank: number })[]> {
  const catalogue = await loadCatalogue(db)
  const found: (CatalogueLine & { rank: number })[] = []
  for (const { line: at, rank } of ranked(catalogue, phrase, on)) {
    if (found.length >= limit) break
    const line = catalogue.lines[at]!
    const later = !after || rank < after.rank || (rank === after.rank && line.code > after.code)
    if (later && fits(line, filter)) found.push({ ...line, rank })
  }
  return found
}

/** What was meant, written with its marks, when the phrase holds slips; undefined when it holds none. */
export async function didYouMean(db: Db, phrase: string, on: string): Promise<string | undefined> {
  const catalogue = await loadCatalogue(db)
  const { words, changed } = mended(catalogue, queryWords(phrase))
  if (!changed) return undefined
  const meant = written(catalogue, words)
  return ranked(catalogue, meant, on).length > 0 ? meant : undefined
}

/** Remembers a search that found nothing, folded and without numbers or names, so that words people use can be added. */
export async function noteSearchMiss(db: Db, phrase: string, now: Date) {
  const kept = withoutPersons(phrase)
  if (kept.length >= 2) await upsertSearchMiss(db, kept, now)
}

const counted = (values: Iterable<string>): Counted[] => {
  const counts = new Map<string, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .toSorted((a, b) => a.value.localeCompare(b.value, 'vi'))
}

/** How many procedures each choice of each filter would leave, the other filters kept. With a phrase: of what it finds. */
export async function countByFilter(db: Db, filter: ListFilter, on: string, phrase = '') {
  const catalogue = await loadCatalogue(db)
  const all = phrase.trim()
    ? ranked(catalogue, phrase, on).map((hit) => catalogue.lines[hit.line]!)
    : await linesOn(db, on)
  const but = (name: keyof ListFilter) => {
    const { [name]: _, ...others } = filter
    return all.filter((line) => fits(line, others))
  }
  return {
    total: all.filter((line) => fits(line, filter)).length,
    tier: counted(but('tier').flatMap((line) => line.tiers)),
    agency: counted(but('agency').map((line) => line.agency)),
    field: counted(but('field').map((line) => line.field)),
    audience: counted(but('audience').flatMap((line) => line.audiences)),
    level: counted(but('level').map((line) => String(line.level))),
  }
}

/** Cơ quan thực hiện of published procedures, with how many each has. */
export const listAgencies = async (db: Db, on: string): Promise<Counted[]> =>
  counted((await linesOn(db, on)).map((line) => line.agency))

/** Lĩnh vực of published procedures, with how many each has. */
export const listFieldsOn = async (db: Db, on: string): Promise<{ field: string; count: number }[]> =>
  counted((await linesOn(db, on)).map((line) => line.field)).map(({ value, count }) => ({ field: value, count }))

/** Codes of every procedure that is or was published in a field (lĩnh vực): dossiers keep the version of their day. */
export const codesOfField = async (db: Db, field: string): Promise<string[]> => [
  ...new Set((await loadCatalogue(db)).lines.filter((line) => line.field === field).map((line) => line.code)),
]

/** The order before anybody has filed anything: those that can be filed here, the nearest tier first. */
const TIERS = ['commune', 'district', 'province', 'centre']
const standing = (a: CatalogueLine, b: CatalogueLine) =>
  Number(b.fillable) - Number(a.fillable) || TIERS.indexOf(a.tier) - TIERS.indexOf(b.tier) || byName(a, b)

const daysBefore = (on: string, days: number) =>
  new Date(Date.parse(`${on}T00:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10)

/** The procedures filed most in the last 90 days, filled up in standing order. */
export async function mostUsed(db: Db, on: string, limit: number): Promise<CatalogueLine[]> {
  const lines = await linesOn(db, on)
  const use = await listUseSince(db, daysBefore(on, 90), limit * 2)
  const byCode = new Map(lines.map((line) => [line.code, line]))
  const used = use.flatMap((each) => byCode.get(each.code) ?? [])
  const rest = lines.filter((line) => line.fillable && !used.includes(line)).toSorted(standing)
  return [...used, ...rest].slice(0, limit)
}

/** Procedures of an event in life (sự kiện trong đời), in standing order. */
export const listByLifeEvent = async (db: Db, event: LifeEvent, on: string): Promise<CatalogueLine[]> =>
  (await linesOn(db, on)).filter((line) => line.lifeEvents.includes(event)).toSorted(standing)
