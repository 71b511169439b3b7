import { own } from '#own-keys'
import { faulty, kept, type Reading } from './reading.ts'
import { DASHES, withoutSeparators } from './signs.ts'
import { plainCode } from './text.ts'

/** Mobile prefixes of eleven digits and what they became: QĐ 798/QĐ-BTTTT 2018, the old ones ended on 14/11/2018. */
const ENDED: Record<string, string> = {
  '0162': '032',
  '0163': '033',
  '0164': '034',
  '0165': '035',
  '0166': '036',
  '0167': '037',
  '0168': '038',
  '0169': '039',
  '0120': '070',
  '0121': '079',
  '0122': '077',
  '0126': '076',
  '0128': '078',
  '0123': '083',
  '0124': '084',
  '0125': '085',
  '0127': '081',
  '0129': '082',
  '0186': '056',
  '0188': '058',
  '0199': '059',
}
/** Mobile networks (ten digits) after the change of 2018. */
const MOBILE = /^0(3[2-9]|5[25689]|7[06-9]|8[1-9]|9\d)\d{7}$/
/** Area codes of fixed telephones after the change of 2017 (QĐ 2036/QĐ-BTTTT 2016): with the number eleven digits. */
const FIXED = /^0(20[3-9]|21[0-689]|22[0125-9]|23[2-9]|24\d|25[124-9]|26[0-39]|27[0-7]|28\d|29[0-4679])\d{7}$/
/** Numbers of services (1800, 1900). */
const SERVICE = /^1[89]00\d{4,6}$/

/** The number of today for one that ended on 14/11/2018; undefined where the law's table has none. */
export function presentNumber(ended: string): string | undefined {
  const prefix = /^01\d{9}$/.test(ended) ? own(ENDED, ended.slice(0, 4)) : undefined
  return prefix && `${prefix}${ended.slice(4)}`
}

/** National digits (`0…`) of what was typed with the country's prefix in any spelling: +84, 0084, 84, (0)84, +84 (0). */
function nationalDigits(text: string): string {
  const digits = text.replace(/^\+/, '').replace(/^00(?=[1-9])/, '')
  const international = text.startsWith('+') || text.startsWith('00')
  const afterCountry = /^0?84(0?[1-9]\d{8,9})$/.exec(digits)?.[1]
  if (international && digits.startsWith('84')) return `0${digits.slice(2).replace(/^0+/, '')}`
  if (international) return `+${digits}`
  return afterCountry && digits.length > 10 ? `0${afterCountry.replace(/^0/, '')}` : digits
}

function readNational(number: string): Reading<string> {
  const length = number.length
  const present = presentNumber(number)
  if (present) return faulty('phone-ended', { number, present })
  if (SERVICE.test(number)) return kept(number)
  if (/^(\d)\1*$/.test(number) || /^0\d{2,3}0{7}$/.test(number)) return faulty('phone-not-real', { number })
  if (/^[35789]\d{8}$/.test(number) && MOBILE.test(`0${number}`)) return faulty('phone-zero', { meant: `0${number}` })
  if (!number.startsWith('0')) return faulty('phone-start', { number })
  if (MOBILE.test(number) || FIXED.test(number)) return kept(number)
  const wanted = number.startsWith('02') ? 11 : 10
  if (length !== wanted) return faulty(wanted === 11 ? 'phone-fixed-length' : 'phone-length', { length })
  return faulty('phone-prefix', { prefix: number.slice(0, wanted === 11 ? 4 : 3) })
}

/**
 * Số điện thoại in the one form it is kept: `0912345678`, `02263851234`, abroad `+85620…`. Spaces, dots, dashes of every kind, brackets and
 * invisible marks between the digits do not matter; any other sign is named.
 */
export function readPhone(typed: string): Reading<string> {
  const line = plainCode(typed).replace(/^tel:/i, '').replace(DASHES, '-')
  if (/\d.*([/;,&|]|\b(hoặc|và)\b).*\d/iu.test(line)) return faulty('phone-two')
  const text = withoutSeparators(line)
  if (text === '') return faulty('phone-missing')
  const wrong = /[^\d+]/u.exec(text)?.[0] ?? (/.\+/.test(text) ? '+' : undefined)
  if (wrong) return faulty('phone-sign', { sign: wrong })
  const number = nationalDigits(text)
  if (!number.startsWith('+')) return readNational(number)
  const abroad = /^\+[1-9]\d{6,14}$/.test(number) && !/^\+(\d)\1+$/.test(number)
  return abroad ? kept(number) : faulty('phone-abroad')
}

/** A kept number as it is shown: `0912 345 678`, `0226 385 1234`. */
export function phoneWords(number: string): string {
  if (/^0[3-9]\d{8}$/.test(number)) return `${number.slice(0, 4)} ${number.slice(4, 7)} ${number.slice(7)}`
  if (/^02[48]\d{8}$/.test(number)) return `${number.slice(0, 3)} ${number.slice(3, 7)} ${number.slice(7)}`
  if (/^02\d{9}$/.test(number)) return `${number.slice(0, 4)} ${number.slice(4, 7)} ${number.slice(7)}`
  return number
}

/**
 * The one form of a number that is already kept, also of one that ended in 2018; what is no number stays as it is. For bringing old data along
 * and for looking a number up, never for what somebody types now.
 */
export function phoneOfOldData(old: string): string {
  const reading = readPhone(old)
  if (reading.fault) return reading.fault.code === 'phone-ended' ? String(reading.fault.facts.present) : old
  return reading.kept
}
