import * as keys from '#own-keys'
import { readWordList } from '#server/platform/word-list.ts'

let lists: { passwords: Set<string>; words: Set<string> } | undefined
/** Read when the first password is set: pages that never ask for one do not pay for it. */
const known = () =>
  (lists ??= {
    passwords: new Set(readWordList(new URL('./lists/frequent-passwords.txt', import.meta.url))),
    words: new Set([
      ...readWordList(new URL('./lists/frequent-words.txt', import.meta.url)),
      ...readWordList(new URL('./lists/vietnamese-words.txt', import.meta.url)),
    ]),
  })

const ROWS = ['1234567890', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm', 'abcdefghijklmnopqrstuvwxyz', '1qaz2wsx3edc4rfv5tgb']
const RUNS = [...ROWS, ...ROWS.map((row) => [...row].toReversed().join(''))].map((row) => row + row)
const LONGEST_WORD = 24
/** Letters that are looked at. */
const MOST_READ = 60

/** Without marks and capitals, letters and digits only: `Mật-Khẩu 2020` is `matkhau2020`. */
export const flat = (text: string) =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('đ', 'd')
    .replace(/[^a-z0-9]/g, '')

const SIGNS: Record<string, string> = { '@': 'a', $: 's', '0': 'o', '1': 'i', '3': 'e', '4': 'a', '5': 's', '7': 't' }
const isRun = (part: string) =>
  part.length >= 3 && (/^(.)\1+$/.test(part) || /^(..)\1+$/.test(part) || RUNS.some((row) => row.includes(part)))
const isNumber = (part: string) =>
  /^\d+$/.test(part) && (part.length <= 4 || isDay(part) || /^(84|0)\d{9,10}$/.test(part))
/** A date as digits: 05031985, 050385, 19850305. */
const isDay = (part: string) =>
  /^(0[1-9]|[12]\d|3[01])(0[1-9]|1[0-2])((19|20)\d\d|\d\d)$/.test(part) ||
  /^(19|20)\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])$/.test(part)

/** What one part costs who guesses: a word or a run is one choice out of few, what the person is called costs almost nothing. */
function costOf(plain: string, lettered: string, own: ReadonlySet<string>): number {
  if (plain.length <= 1) return plain.length * 0.7
  if (own.has(plain)) return 0.3
  const { words } = known()
  return words.has(plain) || words.has(lettered) || isRun(plain) || isNumber(plain) ? 1 : Infinity
}

/**
 * The least cost of putting the text together from parts that people choose; signs also count as the letters they look like (`m@tkh4u` is
 * `matkhau`).
 */
function leastCost(text: string, own: ReadonlySet<string>): number {
  const letters = [...text.normalize('NFD').replace(/\p{M}/gu, '')].slice(0, MOST_READ)
  const plain = letters.map(flat)
  const lettered = letters.map((each) => flat(keys.own(SIGNS, each) ?? each))
  const best = [0]
  for (let end = 1; end <= letters.length; end += 1) {
    best[end] = Infinity
    let [part, read] = ['', '']
    for (let start = end - 1; start >= 0 && part.length < LONGEST_WORD; start -= 1) {
      part = plain[start]! + part
      read = lettered[start]! + read
      if (best[start]! < best[end]!) best[end] = Math.min(best[end]!, best[start]! + costOf(part, read, own))
    }
  }
  return best[letters.length]!
}

/** Less than three choices: such a password is among the first ten million that are tried. */
const ENOUGH = 3

/** What somebody is called, as parts of a password: each word of two letters or more, and all of them together. */
function ownParts(own: readonly string[]): Set<string> {
  const parts = own.flatMap((text) => [flat(text), flat(text.split('@')[0]!), ...text.split(/[\s.@_-]+/).map(flat)])
  const digits = own.map((text) => text.replace(/\D/g, ''))
  const ends = digits.flatMap((each) =>
    each.length >= 6 ? [each, each.slice(-6), each.slice(-4), each.slice(0, 4)] : [],
  )
  const day = own.flatMap((text) => {
    const [year, month, date] = text.split('-')
    return month && date && /^\d{4}$/.test(year!) ? [`${date}${month}${year}`, `${date}${month}${year!.slice(2)}`] : []
  })
  return new Set([...parts, ...ends, ...day].filter((each) => each.length >= 2))
}

/**
 * Why a password is easily guessed: one of the most frequent, Vietnamese ones too, or put together from few words, runs of keys, dates and
 * numbers (`listed`), or from what the person is called (`own`: name, phone, e-mail, login name, unit); undefined when it is not.
 */
export function whyGuessable(password: string, own: readonly string[]): 'listed' | 'own' | undefined {
  const plain = flat(password)
  const { passwords } = known()
  if (passwords.has(password.toLowerCase()) || passwords.has(plain)) return 'listed'
  if (/^\d*$/.test(plain) || /^(.{1,6})\1+.{0,2}$/.test(plain) || new Set(plain).size < 5) return 'listed'
  const nothing: ReadonlySet<string> = new Set()
  if (leastCost(password, nothing) < ENOUGH) return 'listed'
  return leastCost(password, ownParts(own)) < ENOUGH ? 'own' : undefined
}
