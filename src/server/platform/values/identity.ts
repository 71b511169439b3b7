import { faulty, kept, type Reading } from './reading.ts'
import { withoutSeparators } from './signs.ts'
import { plainCode } from './text.ts'

/** Province codes of personal numbers run from 001 to 096 (TT 59/2021/TT-BCA, annex 1). */
const PROVINCE = /^0(0[1-9]|[1-8]\d|9[0-6])/

const codeOf = (typed: string) => withoutSeparators(plainCode(typed)).replaceAll('/', '').toUpperCase()
const digitsOf = (text: string) => text.replace(/\D/g, '').length

function readPersonalNumber(number: string): Reading<string> {
  const sign = /\D/u.exec(number)?.[0]
  if (sign) return faulty('identity-sign', { sign })
  if (number.length !== 12) return faulty('identity-length', { length: number.length })
  if (!PROVINCE.test(number)) return faulty('identity-province', { code: number.slice(0, 3) })
  // The fourth digit says century and sex: 0-1 born in 1900-1999, 2-3 in 2000-2099 (NĐ 137/2015 art. 7).
  if (Number(number[3]) > 3) return faulty('identity-century', { digit: number[3]! })
  return /^0+$/.test(number.slice(6)) ? faulty('identity-not-real', { number }) : kept(number)
}

function readOldNumber(number: string): Reading<string> {
  const sign = /\D/u.exec(number)?.[0]
  if (sign) return faulty('identity-sign', { sign })
  if (number.length !== 9) return faulty('cmnd-length', { length: number.length })
  return /^(\d)\1+$/.test(number) ? faulty('identity-not-real', { number }) : kept(number)
}

function readPassport(number: string): Reading<string> {
  const sign = /[^A-Z0-9]/u.exec(number)?.[0]
  if (sign) return faulty('passport-sign', { sign })
  return /^[A-Z0-9]{6,12}$/.test(number) && digitsOf(number) >= 4 && !/^[A-Z]*0+$/.test(number)
    ? kept(number)
    : faulty('passport-form')
}

/**
 * Số giấy tờ by its paper (`can-cuoc` 12 digits, `cmnd` 9, `passport` a letter and seven digits or as its country writes it), without the spaces
 * and dashes of the card. Where the paper is not known, the form of the number tells which it is.
 */
export function readIdentityNumber(paper: unknown, typed: string): Reading<string> {
  const number = codeOf(typed)
  if (number === '') return faulty('identity-missing')
  if (paper === 'can-cuoc') return readPersonalNumber(number)
  if (paper === 'cmnd') return readOldNumber(number)
  if (paper === 'passport') return readPassport(number)
  if (/^\d{12}$/.test(number)) return readPersonalNumber(number)
  if (/^\d{9}$/.test(number)) return readOldNumber(number)
  if (/^[A-Z]/.test(number)) return readPassport(number)
  const sign = /[^A-Z0-9]/u.exec(number)?.[0]
  return sign ? faulty('identity-sign', { sign }) : faulty('identity-length-any', { length: number.length })
}

/** Year of birth and sex that a personal number names. */
export const readOutOfPersonalNumber = (number: string): { year: number; gender: 'male' | 'female' } | undefined => {
  if (!/^0\d\d[0-3]\d{8}$/.test(number)) return undefined
  const digit = Number(number[3])
  return {
    year: 1900 + 100 * Math.floor(digit / 2) + Number(number.slice(4, 6)),
    gender: digit % 2 ? 'female' : 'male',
  }
}

/** Mã số thuế: 10 digits, 13 of a branch (kept `0700123456-001`), or the personal number (Luật Quản lý thuế art. 35). */
export function readTaxCode(typed: string): Reading<string> {
  const number = codeOf(typed)
  if (number === '') return faulty('tax-missing')
  const sign = /\D/u.exec(number)?.[0]
  if (sign) return faulty('tax-sign', { sign })
  if (![10, 12, 13].includes(number.length)) return faulty('tax-length', { length: number.length })
  if (/^0+$/.test(number.slice(0, 10))) return faulty('identity-not-real', { number })
  if (number.length === 12) return readPersonalNumber(number)
  return kept(number.length === 13 ? `${number.slice(0, 10)}-${number.slice(10)}` : number)
}
