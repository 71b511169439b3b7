import { type Catalogue, timesOf } from './catalogue.ts'
import { SAID } from './plain-words.ts'
import { markedWord, type Word, wordsOf } from './tokens.ts'

/** Sounds that are written for one another: `ch` and `tr`, `s` and `x`, `d`, `gi` and `r`, `l` and `n`, `i` and `y`. */
const sound = (word: string) =>
  word
    .replace(/^tr/, 'ch')
    .replace(/^x/, 's')
    .replace(/^(gi|r)/, 'd')
    .replace(/^n(?![gh])/, 'l')
    .replace(/y/g, 'i')
    .replace(/g$/, '')

/** Letters of the Telex keyboard that were typed without a Vietnamese keyboard: `ddawng` is `dang`. */
const telex = (word: string) =>
  word
    .replace(/dd/g, 'd')
    .replace(/([aeo])\1/g, '$1')
    .replace(/w/g, '')
    .replace(/(?<=[aeiouy][a-z]*)[sfrxj]$/, '')

/** Optimal string alignment distance, given up above 2. */
export function distance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2) return 3
  let before: number[] = []
  let row = Array.from({ length: b.length + 1 }, (_, at) => at)
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1]
      let best = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (same ? 0 : 1))
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) best = Math.min(best, before[j - 2]! + 1)
      next.push(best)
    }
    before = row
    row = next
  }
  return row[b.length]!
}

/** Words of the catalogue that may have been meant, the likeliest first; at most 8. */
function candidates(catalogue: Catalogue, word: string): string[] {
  const known = catalogue.corrections.get(word)
  if (known) return known
  const heard = sound(word)
  const typed = telex(word)
  const found: { word: string; cost: number }[] = []
  const most = word.length >= 6 ? 2 : 1
  for (const [other, times] of catalogue.vocabulary) {
    if (Math.abs(other.length - word.length) > 3 || other === word || /\d/.test(other)) continue
    const cost =
      other === typed ? 0.4 : sound(other) === heard ? 0.7 : other.length > 1 ? distance(word, other) : Infinity
    if (cost <= most) found.push({ word: other, cost: cost - Math.log(1 + times) / 20 })
  }
  const best = found
    .toSorted((a, b) => a.cost - b.cost)
    .slice(0, 8)
    .map((each) => each.word)
  if (catalogue.corrections.size > 5000) catalogue.corrections.clear()
  catalogue.corrections.set(word, best)
  return best
}

/** A word run together with the next: `khaisinh` is `khai sinh`. */
function apart(catalogue: Catalogue, word: string): string[] | undefined {
  for (let at = 2; at <= word.length - 2; at += 1) {
    const [head, tail] = [word.slice(0, at), word.slice(at)]
    if (timesOf(catalogue, `${head}_${tail}`) > 0) return [head, tail]
  }
  return undefined
}

/**
 * The words with slips mended: a word nobody uses is replaced by one that looks or sounds like it, best one that stands beside its
 * neighbour in the catalogue; a word that is used, but never beside its neighbours, only when another stands there often.
 */
export function mended(catalogue: Catalogue, words: readonly Word[]): { words: Word[]; changed: boolean } {
  const done: Word[] = []
  let changed = false
  for (const [at, word] of words.entries()) {
    const left = done.at(-1)?.folded
    const right = words[at + 1]?.folded
    const said = SAID.has(`${left}_${word.folded}`) || SAID.has(`${word.folded}_${right}`)
    const beside = (each: string) =>
      (left ? timesOf(catalogue, `${left}_${each}`) : 0) + (right ? timesOf(catalogue, `${each}_${right}`) : 0)
    const used = catalogue.vocabulary.get(word.folded) ?? 0
    const strange = used === 0 && !SAID.has(word.folded)
    const lonely = !strange && !said && !word.empty && words.length > 1 && used < 40 && beside(word.folded) === 0
    if (/\d/.test(word.folded) || word.folded.length < 2 || (!strange && !lonely)) {
      done.push(word)
      continue
    }
    const split = strange ? apart(catalogue, word.folded) : undefined
    const choices = candidates(catalogue, word.folded)
    const neighbourly = choices
      .map((each) => ({ each, times: beside(each) }))
      .toSorted((a, b) => b.times - a.times)
      .find((choice) => choice.times > (lonely ? 4 : 0))
    const chosen = split ?? (neighbourly ? [neighbourly.each] : strange && choices[0] ? [choices[0]] : undefined)
    if (chosen) changed = true
    done.push(...(chosen?.map((each) => ({ folded: each, marked: each, empty: false })) ?? [word]))
  }
  return { words: done, changed }
}

/** The words as the catalogue writes them, with their marks. */
export function written(catalogue: Catalogue, words: readonly Word[]): string {
  return words
    .map((word, at) => {
      const [left, right] = [words[at - 1]?.folded, words[at + 1]?.folded]
      const tokens = [left && `${left}_${word.folded}`, right && `${word.folded}_${right}`, word.folded]
      for (const token of tokens) {
        const id = token ? catalogue.tokens.get(token) : undefined
        const from = id === undefined ? 0 : catalogue.starts[id]!
        const to = id === undefined ? 0 : Math.min(from + 12, catalogue.starts[id + 1]!)
        const seen = new Map<string, number>()
        for (const hit of catalogue.hits.subarray(from, to)) {
          const { name } = catalogue.lines[catalogue.entryLines[hit]!]!
          for (const piece of name.split(/[^\p{L}\p{M}\p{N}]+/u))
            if (wordsOf(piece)[0]?.folded === word.folded) {
              const small = piece.normalize('NFC').toLowerCase()
              seen.set(small, (seen.get(small) ?? 0) + (markedWord(small) === word.marked ? 2 : 1))
            }
        }
        const best = [...seen].toSorted((a, b) => b[1] - a[1])[0]
        if (best) return best[0]
      }
      return word.folded
    })
    .join(' ')
}
