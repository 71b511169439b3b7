import { faulty, kept, type Reading } from './reading.ts'

/** Marks nobody sees: format and turning characters, soft hyphens, joiners, fillers, halves of a character. */
const UNSEEN = /[\p{Cf}\p{Cs}\p{DI}]/gu
/** Spaces of every width, also the blank of Braille. */
const SPACES = /[\p{Zs}\t\u2800]/gu
const LINE_ENDS = /\r\n|[\r\n\v\f\u0085\u2028\u2029]/g

/** Text of one line as it is kept: NFC, no control and format characters, line ends and every kind of space as one space, trimmed. */
export const plainLine = (typed: string): string =>
  typed
    .replace(LINE_ENDS, ' ')
    .replace(UNSEEN, '')
    .replace(SPACES, ' ')
    .replace(/\p{Cc}/gu, '')
    .normalize('NFC')
    .replace(/ {2,}/g, ' ')
    .trim()

/** Text of several lines: the same, with its line breaks as `\n`; spaces inside a line stay as many as were typed. */
export const plainLines = (typed: string): string =>
  typed
    .replace(LINE_ENDS, '\n')
    .replace(UNSEEN, '')
    .replace(SPACES, ' ')
    .replace(/(?!\n)\p{Cc}/gu, '')
    .normalize('NFC')
    .replace(/ +$/gm, '')
    .trim()

/** Letters and digits of full width, and the mathematical alphabets, as the plain ones. */
export const plainWidth = (text: string): string =>
  text.replace(/[\uff01-\uff5e\u{1d400}-\u{1d7ff}]/gu, (sign) => sign.normalize('NFKC'))

/** The line without marks and in plain width: where every reader of numbers and codes begins. */
export const plainCode = (typed: string): string => plainWidth(plainLine(typed))

/** Text with the length a form or a column allows. */
export function readText(typed: string, { most = 4000, lines = false } = {}): Reading<string> {
  const text = lines ? plainLines(typed) : plainLine(typed)
  const length = [...text].length
  return length > most ? faulty('text-too-long', { length, most }) : kept(text)
}
