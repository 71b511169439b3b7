const DIGITS = ['không', 'một', 'hai', 'ba', 'bốn', 'năm', 'sáu', 'bảy', 'tám', 'chín']
const MONTHS = ['một', 'hai', 'ba', 'tư', 'năm', 'sáu', 'bảy', 'tám', 'chín', 'mười', 'mười một', 'mười hai']

function belowHundred(number: number): string {
  const [tens, ones] = [Math.floor(number / 10), number % 10]
  if (tens === 0) return DIGITS[ones]!
  const last = ones === 5 ? 'lăm' : ones === 1 && tens > 1 ? 'mốt' : DIGITS[ones]!
  return `${tens === 1 ? 'mười' : `${DIGITS[tens]} mươi`}${ones === 0 ? '' : ` ${last}`}`
}

function yearInWords(year: number): string {
  const [thousands, hundreds, rest] = [Math.floor(year / 1000), Math.floor(year / 100) % 10, year % 100]
  const tail = rest === 0 ? '' : rest < 10 ? ` linh ${DIGITS[rest]}` : ` ${belowHundred(rest)}`
  return `${DIGITS[thousands]} nghìn${hundreds === 0 && rest === 0 ? '' : ` ${DIGITS[hundreds]} trăm`}${tail}`
}

/** A date "ghi bằng chữ", as civil status forms want it; a part that is not known (1960, 1960-05) is left out. '2026-03-05' is "ngày mồng năm tháng ba năm hai nghìn không trăm hai mươi sáu". */
export function dateInWords(date: string): string {
  const [year, month, day] = date.split('-').map(Number)
  if (!year) return ''
  const parts = [`năm ${yearInWords(year)}`]
  if (month) parts.unshift(`tháng ${MONTHS[month - 1]}`)
  if (day) parts.unshift(`ngày ${day <= 10 ? 'mồng ' : ''}${belowHundred(day)}`)
  return parts.join(' ')
}
