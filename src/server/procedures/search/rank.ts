import { own } from '#own-keys'
import { fold } from '#server/platform/vietnamese-text.ts'
import { type Catalogue, type Hit, inForce, KIND, type Line } from './catalogue.ts'
import { ACTS_UPON, PLAIN_WORDS } from './plain-words.ts'
import { mended } from './spelling.ts'
import { queryWords, tokensOf, type Word, wordsOf } from './tokens.ts'

const EMPTY_WEIGHT = 0.12
const VARIANT_FACTOR = 0.9
const TIER_ORDER: Record<string, number> = { commune: 0, district: 1, province: 2, centre: 6 }

type Asked = { token: number; weight: number }

/** Tokens of the words that the catalogue knows, and what all of them would weigh. */
function asked(catalogue: Catalogue, words: readonly Word[]): { tokens: Asked[]; mass: number } {
  const empty = new Set(words.filter((word) => word.empty).map((word) => word.folded))
  const strangest = Math.log(1 + catalogue.entryLines.length)
  const tokens: Asked[] = []
  let mass = 0
  for (const name of tokensOf(words)) {
    const parts = name.split('_')
    const hollow = parts.filter((part) => empty.has(part)).length
    const part = parts.length === 1 ? (hollow ? EMPTY_WEIGHT : 1) : [0.7, 0.35, 0.08][hollow]!
    const token = catalogue.tokens.get(name)
    if (token === undefined) mass += parts.length === 1 ? part * strangest * 0.5 : 0
    else {
      const weight = part * catalogue.weights[token]!
      mass += weight
      tokens.push({ token, weight })
    }
  }
  return { tokens, mass }
}

/** What else the words may mean: each plain phrase replaced by the law's own words. At most 4. */
function variants(words: readonly Word[]): Word[][] {
  const text = ` ${words.map((word) => word.folded).join(' ')} `
  return PLAIN_WORDS.filter(([said]) => text.includes(` ${said} `))
    .toSorted((a, b) => b[0].length - a[0].length)
    .slice(0, 4)
    .map(([said, meant]) => wordsOf(text.replace(` ${said} `, ` ${meant} `)))
}

type Best = { best: Float64Array; touched: number[] }

/** Adds to each line how well its best text answers: what part of the question it holds, and what part of it was asked. */
function add(catalogue: Catalogue, words: readonly Word[], factor: number, { best, touched }: Best) {
  const { tokens, mass } = asked(catalogue, words)
  if (mass === 0) return
  const { entryLines, entryKinds, masses, starts, hits, weights } = catalogue
  const { gained, covered, around, direct } = catalogue.sums
  const texts: number[] = []
  for (const { token, weight } of tokens)
    for (let at = starts[token]!; at < starts[token + 1]!; at += 1) {
      const entry = hits[at]!
      if (gained[entry] === 0) texts.push(entry)
      gained[entry]! += weight
      covered[entry]! += weights[token]!
    }
  const seen: number[] = []
  for (const entry of texts) {
    const line = entryLines[entry]!
    const kind = entryKinds[entry]!
    if (direct[line] === 0 && around[line] === 0) seen.push(line)
    const part = gained[entry]! / mass
    if (kind === KIND.context) around[line] = Math.max(around[line]!, part)
    else {
      const whole = Math.min(1, covered[entry]! / masses[entry]!)
      direct[line] = Math.max(direct[line]!, part * (0.7 + 0.3 * whole) * (kind === KIND.alias ? 1.02 : 1))
    }
    gained[entry] = covered[entry] = 0
  }
  for (const line of seen) {
    const score = factor * (direct[line]! + 0.15 * around[line]!)
    if (best[line] === 0) touched.push(line)
    if (score > best[line]!) best[line] = score
    direct[line] = around[line] = 0
  }
}

/** The numbers of the words of a line as they are written with their marks. */
function marksOf(catalogue: Catalogue, line: number): Uint32Array {
  const at = catalogue.lines[line]!
  const { marked } = catalogue
  const numbers = new Set<number>()
  for (const text of [at.name, at.shortName ?? '', ...at.aliases])
    for (const word of wordsOf(text)) {
      let number = marked.get(word.marked)
      if (number === undefined) marked.set(word.marked, (number = marked.size))
      numbers.add(number)
    }
  return Uint32Array.from(numbers)
}

/** Accents that were typed and stand in the row raise it; typed accents that stand nowhere in it lower it. */
function accented(catalogue: Catalogue, line: number, typed: readonly Word[]): number {
  const told = typed.filter((word) => word.marked !== word.folded && !word.empty)
  if (told.length === 0) return 0
  const marks = (catalogue.lines[line]!.marks ??= marksOf(catalogue, line))
  return 0.12 * (told.filter((word) => marks.includes(catalogue.marked.get(word.marked) ?? -1)).length / told.length)
}

const actsIn = (words: readonly Word[]) => {
  const text = ` ${words.map((word) => word.folded).join(' ')} `
  return ACTS_UPON.filter((act) => text.includes(` ${act} `))
}

/** Whether a line does something with what was asked for, while nobody asked for that. */
const doesOther = (line: Line, wanted: readonly string[]) =>
  (line.acts ??= actsIn(wordsOf(line.name).slice(0, 2))).some((act) => !wanted.includes(act))

/** The name without "Thủ tục", "Thực hiện" in front, as catalogues write one procedure in two ways. */
const titleOf = (line: Line) =>
  (line.title ??= wordsOf(line.name)
    .map((word) => word.folded)
    .join(' ')
    .replace(/^(?:thu tuc |thuc hien |hanh chinh )+/, ''))

/** Of two lines of one name, the imported one that can only be read stays out beside the one that can be filed here. */
function withoutTwins(catalogue: Catalogue, hits: readonly Hit[]): Hit[] {
  const line = (hit: Hit) => catalogue.lines[hit.line]!
  const filed = new Set(hits.filter((hit) => line(hit).fillable).map((hit) => titleOf(line(hit))))
  return hits.filter((hit) => line(hit).fillable || !filed.has(titleOf(line(hit))))
}

const MOST_FOUND = 8

/** Published versions in force that answer a phrase, the best first. Equal ones: those that can be filed here, then the nearest tier. */
export function ranked(catalogue: Catalogue, phrase: string, on: string): readonly Hit[] {
  const key = `${on} ${phrase}`
  const known = catalogue.found.get(key)
  if (known) return known
  const hits = find(catalogue, phrase, on)
  if (catalogue.found.size >= MOST_FOUND) catalogue.found.delete(catalogue.found.keys().next().value!)
  catalogue.found.set(key, hits)
  return hits
}

function find(catalogue: Catalogue, phrase: string, on: string): Hit[] {
  const code = phrase.trim().toUpperCase()
  if (/^[0-9A-Z]{1,6}(\.[0-9A-Z]{1,8})+$/.test(code))
    return catalogue.lines
      .map((line, at) => ({ line: at, rank: line.code === code ? 1 : 0.5, fits: line.code.startsWith(code) }))
      .filter((hit) => hit.fits && inForce(catalogue.lines[hit.line]!, on))
      .map(({ line, rank }) => ({ line, rank }))
  const typed = queryWords(phrase)
  if (typed.length === 0) return []
  const { words, changed } = mended(catalogue, typed)
  const sums: Best = { best: new Float64Array(catalogue.lines.length), touched: [] }
  add(catalogue, words, 1, sums)
  if (changed) add(catalogue, typed, 1, sums)
  const meant = variants(words)
  for (const variant of meant) add(catalogue, variant, VARIANT_FACTOR, sums)
  const wanted = [typed, words, ...meant].flatMap(actsIn)
  let top = 0
  const open = sums.touched.filter((line) => inForce(catalogue.lines[line]!, on))
  for (const line of open) top = Math.max(top, sums.best[line]!)
  const least = Math.max(0.2, top * 0.4)
  const hits = open
    .filter((line) => sums.best[line]! >= least)
    .map((line) => {
      const here = catalogue.lines[line]!
      const near = (here.fillable ? 0.05 : 0) - 0.008 * (own(TIER_ORDER, here.tier) ?? 3)
      return { line, rank: sums.best[line]! * (doesOther(here, wanted) ? 0.6 : 1) + near }
    })
    .toSorted((a, b) => b.rank - a.rank)
    .slice(0, 400)
  for (const hit of hits) hit.rank = Math.round((hit.rank + accented(catalogue, hit.line, typed)) * 1e6) / 1e6
  const name = (hit: Hit) => catalogue.lines[hit.line]!.code
  return withoutTwins(catalogue, hits).sort((a, b) => b.rank - a.rank || (name(a) < name(b) ? -1 : 1))
}

/** A phrase fit to be kept: folded, without numbers and without what may be a name (capital letters inside the phrase). */
export const withoutPersons = (phrase: string): string =>
  phrase
    .slice(0, 200)
    .split(/\s+/)
    .filter((word, at) => !/\d|@/.test(word) && (at === 0 || !/^\p{Lu}/u.test(word)))
    .map(fold)
    .filter(Boolean)
    .join(' ')
    .slice(0, 60)
