import { own } from '#own-keys'
import { fold } from '#server/platform/vietnamese-text.ts'
import { EMPTY_WORDS, QUESTION_FRAMES, SHORT_FORMS } from './plain-words.ts'

/** One syllable as typed: folded for search, and with its marks in one order (`hoà` and `hòa` alike) for rank. */
export type Word = { folded: string; marked: string; empty: boolean }

const TONES = /[\u0300\u0301\u0303\u0309\u0323]/g
const ROMAN: Record<string, string> = { i: '1', ii: '2', iii: '3', iv: '4', v: '5' }
const COUNTED = new Set(['loai', 'hang', 'nhom', 'cap', 'so', 'muc'])

/** A syllable with its tone at the end: where the tone was written does not matter. */
export function markedWord(word: string): string {
  const apart = word.toLowerCase().normalize('NFD')
  const tone = apart.match(TONES)?.join('') ?? ''
  return apart.replace(TONES, '') + tone
}

const plain = (folded: string, marked = folded): Word => ({ folded, marked, empty: EMPTY_WORDS.has(folded) })

/** Syllables of a text. Short forms are spelled out (gplx), `kí` is `ký`, `loại III` is `loại 3`. */
export function wordsOf(text: string): Word[] {
  const words: Word[] = []
  for (const piece of text.normalize('NFC').split(/[^\p{L}\p{M}\p{N}]+/u)) {
    const folded = fold(piece)
    if (folded === '') continue
    const long = own(SHORT_FORMS, folded)
    const numeral = own(ROMAN, folded)
    if (long) words.push(...long.split(' ').map((each) => plain(each)))
    else if (folded === 'ki') words.push(plain('ky', markedWord(piece).replace('i', 'y')))
    else if (numeral && COUNTED.has(words.at(-1)?.folded ?? '')) words.push(plain(numeral))
    else words.push(...folded.split(' ').map((each) => plain(each, markedWord(piece))))
  }
  return words
}

/** Words and word pairs, folded, once each: what entries of the catalogue and queries share. */
export function tokensOf(words: readonly Word[]): string[] {
  const pairs = words.slice(1).map((word, at) => `${words[at]!.folded}_${word.folded}`)
  return [...new Set([...words.map((word) => word.folded), ...pairs])]
}

/**
 * What somebody typed, at most 60 syllables, without the words that ask about any procedure at all ("trình tự thực hiện thủ tục …
 * như thế nào"): the law has eleven things published of each, so they tell none apart.
 */
export function queryWords(phrase: string): Word[] {
  const all = wordsOf(phrase.slice(0, 600)).slice(0, 60)
  const kept = [...all]
  for (const frame of QUESTION_FRAMES)
    for (let at = 0; at + frame.length <= kept.length; at += 1)
      if (frame.every((word, offset) => kept[at + offset]!.folded === word)) kept.splice(at, frame.length)
  return kept.some((word) => !word.empty) ? kept : all
}
