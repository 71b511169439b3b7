const grouped = (digits: string) => digits.replace(/\B(?=(\d{3})+$)/g, '.')

/** The digits of a number as they are written out in full, never with an exponent: sign, whole part, fraction. */
function partsOf(number: number | bigint): { sign: string; whole: string; fraction: string } {
  const text = typeof number === 'bigint' ? String(number) : plain(number)
  const sign = text.startsWith('-') ? '-' : ''
  const [whole = '', fraction = ''] = text.slice(sign.length).split('.')
  return { sign, whole, fraction }
}

/** The shortest digits that give the same number again; numbers so large or small that they are written with an exponent are spelled out. */
function plain(number: number): string {
  const text = String(number)
  if (!text.includes('e')) return text
  return Math.abs(number) >= 1 ? String(BigInt(number)) : number.toFixed(20).replace(/0+$/, '')
}

/** "1.234,5": groups of three by dots, the fraction after a comma, all its digits (as papers and tables write numbers). */
export function numberWords(number: number | bigint): string {
  if (typeof number === 'number' && !Number.isFinite(number)) return ''
  const { sign, whole, fraction } = partsOf(number)
  return `${sign}${grouped(whole)}${fraction && `,${fraction}`}`
}

/** The same for an answer, where four digits stay together: 1234,5 and the year 2026, but 12.345. */
export function answerNumberWords(number: number | bigint): string {
  if (typeof number === 'number' && !Number.isFinite(number)) return ''
  const { sign, whole, fraction } = partsOf(number)
  return `${sign}${whole.length > 4 ? grouped(whole) : whole}${fraction && `,${fraction}`}`
}
