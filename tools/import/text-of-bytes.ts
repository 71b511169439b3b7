import iconv from 'iconv-lite'

/** What a file is written in: `doubt` says so in words when it was guessed and not declared by the bytes themselves. */
export type ReadText = { text: string; doubt?: string }

/** Letters of Vietnamese, figures and the signs of everyday papers; anything else speaks against a guessed encoding. */
const FOREIGN =
  /[^\p{ASCII}ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúýĂăĐđĨĩŨũƠơƯưẠ-ỹ\u00A0\u00AD\u2010-\u2015\u2018-\u201D\u2022\u2026•▪◦‣●○■□√✓°²³½±×\p{Cf}\uF0A7\uF0B7]/gu

/** Whether a word cannot be Vietnamese: two tones, or a tone that no syllable closed by c, ch, p, t bears (only sắc and nặng do). */
function isNoSyllable(word: string): boolean {
  const tones = word.normalize('NFD').match(/[\u0300\u0301\u0303\u0309\u0323]/g) ?? []
  return tones.length > 1 || (/(?:[cpt]|ch)$/i.test(word) && tones.some((tone) => /[\u0300\u0303\u0309]/.test(tone)))
}
const strangeness = (text: string) =>
  (text.match(FOREIGN) ?? []).length + (text.match(/[\p{L}\p{M}]+/gu) ?? []).filter(isNoSyllable).length

const OLD_CODES = [
  { code: 'tcvn', name: 'TCVN3 (ABC)' },
  { code: 'windows-1258', name: 'Windows-1258' },
] as const

/** Whether half of the first bytes are zero, as in UTF-16 without a byte order mark; gives which half. */
function utf16Without(bytes: Buffer): 'utf-16le' | 'utf-16be' | undefined {
  const head = bytes.subarray(0, 400)
  const zeros = (from: 0 | 1) => head.filter((byte, at) => at % 2 === from && byte === 0).length
  if (head.length < 8) return undefined
  if (zeros(1) > head.length / 5) return 'utf-16le'
  return zeros(0) > head.length / 5 ? 'utf-16be' : undefined
}

/**
 * The text of a catalogue file: UTF-8 or UTF-16 (with or without a byte order mark) as it stands; other bytes are read by the old Vietnamese
 * code that leaves fewest foreign signs, and every line of such a file is doubted.
 */
export function textOfBytes(bytes: Buffer): ReadText {
  const mark = bytes.subarray(0, 2).toString('hex')
  const wide = mark === 'fffe' ? 'utf-16le' : mark === 'feff' ? 'utf-16be' : utf16Without(bytes)
  if (wide) return { text: iconv.decode(bytes, wide).replace(/^\uFEFF/, '') }
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes).replace(/^\uFEFF/, '') }
  } catch {
    const guesses = OLD_CODES.map(({ code, name }) => ({ name, text: iconv.decode(bytes, code).normalize('NFC') }))
    const best = guesses.toSorted((a, b) => strangeness(a.text) - strangeness(b.text))[0]!
    return { text: best.text, doubt: `tệp không phải UTF-8, đọc như ${best.name}` }
  }
}

/** Signs of a text that no Vietnamese catalogue holds, such as `�` or `³` within a word; undefined when there is none. */
export function foreignSigns(text: string): string | undefined {
  const found = new Set(text.normalize('NFC').match(FOREIGN))
  for (const [word] of text.matchAll(/\p{L}[²³½±¹]\p{L}/gu)) found.add(word)
  return found.size > 0 ? [...found].slice(0, 5).join(' ') : undefined
}
