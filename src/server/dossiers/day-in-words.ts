const DIGITS = ['không', 'một', 'hai', 'ba', 'bốn', 'năm', 'sáu', 'bảy', 'tám', 'chín']

function tens(number: number): string {
  const [ten, one] = [Math.floor(number / 10), number % 10]
  if (ten === 0) return DIGITS[one]!
  const first = ten === 1 ? 'mười' : `${DIGITS[ten]} mươi`
  if (one === 0) return first
  if (one === 1 && ten > 1) return `${first} mốt`
  if (one === 4 && ten > 1) return `${first} tư`
  return `${first} ${one === 5 ? 'lăm' : DIGITS[one]}`
}

function yearInWords(year: number): string {
  const [thousand, hundred, rest] = [Math.floor(year / 1000), Math.floor((year % 1000) / 100), year % 100]
  const head = `${DIGITS[thousand]} nghìn`
  if (hundred === 0 && rest === 0) return head
  const middle = `${head} ${DIGITS[hundred]} trăm`
  if (rest === 0) return middle
  return `${middle} ${rest < 10 ? `linh ${DIGITS[rest]}` : tens(rest)}`
}

const MONTHS = ['một', 'hai', 'ba', 'tư', 'năm', 'sáu', 'bảy', 'tám', 'chín', 'mười', 'mười một', 'mười hai']

/** A day as civil-status papers repeat it "ghi bằng chữ": "Ngày hai, tháng ba, năm hai nghìn không trăm hai mươi sáu". Parts not known are left out. */
export function dayInWords(day: string): string {
  const [year, month, date] = day.split('-').map(Number)
  const parts = [
    ...(date ? [`ngày ${tens(date)}`] : []),
    ...(month ? [`tháng ${MONTHS[month - 1]}`] : []),
    ...(year ? [`năm ${yearInWords(year)}`] : []),
  ]
  const words = parts.join(', ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}
