import { own } from '#own-keys'
/** Letters that lose no mark by decomposition, or that stand for another: Đ in its look-alikes, ı, ß, ø, æ, ł and their kind. */
const PLAIN: Record<string, string> = {
  ...{ đ: 'd', ð: 'd', ɖ: 'd', ı: 'i', ø: 'o', ł: 'l', ħ: 'h', ŧ: 't', ɓ: 'b', ŋ: 'n', ǥ: 'g', ƙ: 'k', ɗ: 'd', ƚ: 'l' },
  ...{ ß: 'ss', æ: 'ae', œ: 'oe', þ: 'th' },
}
const NOT_PLAIN = new RegExp(`[${Object.keys(PLAIN).join('')}]`, 'gu')
const APOSTROPHES = /['’‘ʼ`´′ʹ]/g

/**
 * Folded for search: lower case, without marks, full-width letters as plain ones, every Đ (also Ð and Ɖ) as d, marks nobody sees dropped,
 * apostrophes joined (`K’Brôi` is `kbroi`); runs of other signs as one space. `Hoà` and `Hòa` fold alike.
 */
export const fold = (text: string) =>
  text
    .replace(APOSTROPHES, '')
    .normalize('NFKD')
    .replace(/[\p{M}\p{Cf}\p{DI}]/gu, '')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(NOT_PLAIN, (letter) => own(PLAIN, letter)!)
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()
