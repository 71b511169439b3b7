import { own } from '#own-keys'
const SEVEN_HOURS = 7 * 60 * 60 * 1000
const two = (number: number) => String(number).padStart(2, '0')
const here = (at: Date) => new Date(at.getTime() + SEVEN_HOURS)

/** "ngày 05 tháng 3 năm 2026": days below ten and months below three take a zero (NĐ 30/2020, annex I, II.4). */
export function dayInWords(at: Date): string {
  const local = here(at)
  const month = local.getUTCMonth() + 1
  return `ngày ${two(local.getUTCDate())} tháng ${month < 3 ? two(month) : month} năm ${local.getUTCFullYear()}`
}

/** "09 giờ 05 phút, ngày 05 tháng 3 năm 2026". */
export const momentInWords = (at: Date) =>
  `${two(here(at).getUTCHours())} giờ ${two(here(at).getUTCMinutes())} phút, ${dayInWords(at)}`

/** "09:05 05/03/2026": inside tables. */
export function momentInFigures(at: Date): string {
  const local = here(at)
  return `${two(local.getUTCHours())}:${two(local.getUTCMinutes())} ${dayInFigures(at)}`
}

/** "05/03/2026". */
export function dayInFigures(at: Date): string {
  const local = here(at)
  return `${two(local.getUTCDate())}/${two(local.getUTCMonth() + 1)}/${local.getUTCFullYear()}`
}

const UNITS: Record<string, string> = {
  'working-hour': 'giờ làm việc',
  'working-day': 'ngày làm việc',
  'calendar-day': 'ngày',
  month: 'tháng',
}

/** The time limit as the receipt says it: "05 ngày làm việc". */
export const limitInWords = ({ amount, unit }: { amount: number; unit: string }, cutOff: string) =>
  unit === 'same-day'
    ? `trong ngày làm việc; nhận sau ${cutOff.replace(/^0?(\d+):00$/, '$1 giờ')} thì trả trong ngày làm việc tiếp theo`
    : `${two(amount)} ${own(UNITS, unit) ?? unit}`
