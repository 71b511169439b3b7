import { faulty, kept, type Reading } from './reading.ts'
import { plainLine, plainWidth } from './text.ts'

/** Letters that look like Đ and are others (Icelandic eth, African D, d with a laid-over stroke), as Đ and đ. */
const stroked = (text: string) =>
  text.replace(/[ÐƉ]|D[\u0335\u0336\u0338]/g, 'Đ').replace(/[ðɖ]|d[\u0335\u0336\u0338]/g, 'đ')

const letters = /\p{L}/u
/** Apostrophes (K’Brôi), hyphens, dots of initials, brackets of "tức …": any punctuation but the signs of addresses and of counting. */
const JOINERS = /[ \p{P}<>`´′ʹʼ]/u
const NEVER = /[@#%&*_\\]/
const PART = /[\p{Script=Latin}\p{M}]/u

/** Text of a name with look-alike letters mended, whatever else stands in it. */
export const plainName = (typed: string): string => stroked(plainWidth(plainLine(typed))).normalize('NFC')

/**
 * Họ, chữ đệm và tên, as it is kept: letters as in identity papers (Latin), capitals as typed, one letter is enough (`Ý`). A digit, an emoji or
 * a letter of another script is named. Law: Luật Hộ tịch art. 6 and TT 04/2020/TT-BTP art. 6 (names in Vietnamese or another language of Viet Nam).
 */
export function readPersonName(typed: string, { most = 200 } = {}): Reading<string> {
  const name = plainName(typed)
  if (name === '') return faulty('name-missing')
  for (const sign of name) {
    if (PART.test(sign) || (JOINERS.test(sign) && !NEVER.test(sign))) continue
    return faulty(letters.test(sign) ? 'name-other-script' : 'name-sign', { sign })
  }
  const odd = /\p{M}{3,}/u.exec(name)
  if (odd) return faulty('name-sign', { sign: odd[0] })
  if (!letters.test(name)) return faulty('name-no-letter')
  const length = [...name].length
  return length > most ? faulty('text-too-long', { length, most }) : kept(name)
}

/** The name of a household, enterprise or agency: any writing, with something to be seen. */
export function readOrganisationName(typed: string, { most = 1200 } = {}): Reading<string> {
  const name = plainName(typed)
  if (!/[\p{L}\p{N}]/u.test(name)) return faulty('name-missing')
  const length = [...name].length
  return length > most ? faulty('text-too-long', { length, most }) : kept(name)
}
