import { answerNumberWords, numberWords } from '../../../number-words.ts'
import { faulty, kept, type Reading } from './reading.ts'
import { DASHES } from './signs.ts'
import { plainCode } from './text.ts'

/** Digits that a number may have in all, so that it is shown again exactly as it was typed. */
const MOST_DIGITS = 15
const MOST_DECIMALS = 6
/** đồng: a thousand times the budget of the State, and far below 2^53. */
export const MOST_MONEY = 999_999_999_999_999

const numberText = (typed: string) => plainCode(typed).replace(DASHES, '-').replace(/^− /u, '-')

/** The digits of a whole part, its groups of three joined; undefined where the groups are none. */
function joined(whole: string, separator: '.' | ' ' | ','): string | undefined {
  if (!whole.includes(separator)) return /^\d+$/.test(whole) ? whole : undefined
  const group = { '.': /^[1-9]\d{0,2}(\.\d{3})+$/, ' ': /^[1-9]\d{0,2}( \d{3})+$/, ',': /^[1-9]\d{0,2}(,\d{3})+$/ }[
    separator
  ]
  return group.test(whole) ? whole.replaceAll(separator, '') : undefined
}

/** Whole part and fraction of a number as it is typed in Vietnam; undefined where it cannot be told. */
function split(text: string): { whole: string; fraction: string } | undefined {
  if (text.includes(',')) {
    const [before = '', fraction = '', more] = text.split(',')
    const whole = joined(before, '.') ?? joined(before, ' ')
    return more === undefined && whole !== undefined && /^\d+$/.test(fraction) ? { whole, fraction } : undefined
  }
  const whole = joined(text, '.') ?? joined(text, ' ')
  if (whole !== undefined) return { whole, fraction: '' }
  // One dot that parts no thousands is the dot of a keypad without a comma.
  const decimal = /^(\d+)\.(\d+)$/.exec(text)
  return decimal ? { whole: decimal[1]!, fraction: decimal[2]! } : undefined
}

function exactNumber(sign: string, whole: string, fraction: string): Reading<number> {
  const digits = whole.replace(/^0+(?=\d)/, '')
  const decimals = fraction.replace(/0+$/, '')
  if (decimals.length > MOST_DECIMALS) return faulty('number-decimals', { most: MOST_DECIMALS })
  if (digits.length + decimals.length > MOST_DIGITS) return faulty('number-too-long', { most: MOST_DIGITS })
  const number = Number(`${digits}${decimals && `.${decimals}`}`)
  return kept(sign && number !== 0 ? -number : number)
}

/**
 * A number as people type it: `85,5`, `1.234,5`, `1 234`, and `85.5` of a keypad without a comma. A dot before exactly three digits parts
 * thousands (`1.234` is one thousand two hundred and thirty-four), as papers write it. Other signs, hexadecimal, exponents and the English
 * way (`1,200.5`) are refused.
 */
export function readNumber(typed: string): Reading<number> {
  const text = numberText(typed)
  if (text === '') return faulty('number-missing')
  const sign = text.startsWith('-') ? '-' : ''
  const body = text.slice(sign.length)
  const odd = /[^\d., ]/u.exec(body)?.[0]
  if (odd) return faulty('number-sign', { sign: odd })
  const parts = split(body)
  return parts ? exactNumber(sign, parts.whole, parts.fraction) : faulty('number-form', { typed: text })
}

/** A whole number: `1.234`, `1 234`, `1234`; a fraction is refused. Commas can only part thousands here, and are read so (`500,000`). */
export function readInteger(typed: string): Reading<number> {
  const text = numberText(typed)
  const byCommas = joined(text, ',')
  const reading = byCommas === undefined ? readNumber(text) : exactNumber('', byCommas, '')
  if (reading.fault) return reading
  const fraction = byCommas === undefined && (/,/.test(text) || /^\d+\.\d{1,2}$|^\d+\.\d{4,}$|^0\.\d+$/.test(text))
  return fraction || !Number.isInteger(reading.kept) ? faulty('number-not-whole', { typed: text }) : reading
}

/** Money in whole đồng, with or without `đ`, `đồng`, `VND` behind it. */
export function readMoney(typed: string, { most = MOST_MONEY } = {}): Reading<number> {
  const reading = readInteger(plainCode(typed).replace(/\s*(đồng|đ|₫|vnđ|vnd)$/iu, ''))
  if (reading.fault) return reading
  if (reading.kept < 0) return faulty('number-negative')
  return reading.kept > most ? faulty('money-too-much', { most: `${numberWords(most)} đ` }) : reading
}

/** A number that comes ready-made (API): only one that can be shown and read again without change. */
export function readGivenNumber(given: number): Reading<number> {
  if (!Number.isFinite(given)) return faulty('number-form', { typed: String(given) })
  const again = readNumber(answerNumberWords(given))
  return again.fault ? again : again.kept === given ? kept(given) : faulty('number-too-long', { most: MOST_DIGITS })
}
