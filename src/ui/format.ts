import { own } from '#own-keys'
import { numberWords } from '../number-words.ts'

export { answerNumberWords, numberWords } from '../number-words.ts'

const SEVEN_HOURS = 7 * 60 * 60 * 1000
const DAYS = ['Chủ nhật', 'thứ Hai', 'thứ Ba', 'thứ Tư', 'thứ Năm', 'thứ Sáu', 'thứ Bảy']
const two = (number: number) => String(number).padStart(2, '0')
const here = (at: Date) => new Date(at.getTime() + SEVEN_HOURS)

/** "05/03/2020", of an instant or of YYYY-MM-DD (or YYYY alone). */
export function dateWords(at: Date | string | null | undefined): string {
  if (!at) return ''
  if (typeof at === 'string') return at.split('-').toReversed().join('/')
  const local = here(at)
  return `${two(local.getUTCDate())}/${two(local.getUTCMonth() + 1)}/${local.getUTCFullYear()}`
}
export const timeWords = (at: Date) => `${two(here(at).getUTCHours())}:${two(here(at).getUTCMinutes())}`
/** "14:05, 05/03/2020". */
export const momentWords = (at: Date | null | undefined) => (at ? `${timeWords(at)}, ${dateWords(at)}` : '')
/** "thứ Năm, 05/03/2020, trước 17:00". */
export const dueWords = (at: Date | null | undefined) =>
  at ? `${DAYS[here(at).getUTCDay()]}, ${dateWords(at)}, trước ${timeWords(at)}` : ''
/** "Thứ Năm", of YYYY-MM-DD. */
export const weekdayWords = (date: string) => {
  const words = DAYS[new Date(`${date}T00:00:00Z`).getUTCDay()]!
  return words.slice(0, 1).toUpperCase() + words.slice(1)
}
/** "135.000 đ". */
export const moneyWords = (amount: number | bigint) => `${numberWords(amount)} đ`
const UNITS: Record<string, string> = {
  'working-hour': 'giờ làm việc',
  'working-day': 'ngày làm việc',
  'calendar-day': 'ngày',
  month: 'tháng',
}
/** "3 ngày làm việc"; "trong ngày" for the same working day. */
export const durationWords = ({ amount, unit }: { amount: number; unit: string }) =>
  unit === 'same-day'
    ? 'trong ngày làm việc (nhận sau 15 giờ thì trả ngày làm việc sau)'
    : `${numberWords(amount)} ${own(UNITS, unit) ?? unit}`

/** What a level of public service (mức độ dịch vụ công trực tuyến) lets one do from home. */
export const levelWords = (level: number) =>
  level >= 4
    ? 'làm trọn qua mạng'
    : level === 3
      ? 'nộp qua mạng'
      : level === 2
        ? 'tải mẫu, nộp tại một cửa'
        : 'xem thông tin'

const BROWSERS: [RegExp, string][] = [
  [/Edg\//, 'Edge'],
  [/coc_coc/i, 'Cốc Cốc'],
  [/SamsungBrowser/, 'Samsung Internet'],
  [/Firefox\//, 'Firefox'],
  [/Chrom(e|ium)\//, 'Chrome'],
  [/Safari\//, 'Safari'],
]
const MACHINES: [RegExp, string][] = [
  [/Android/, 'điện thoại Android'],
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Windows/, 'máy Windows'],
  [/Macintosh/, 'máy Mac'],
  [/Linux/, 'máy Linux'],
]
const firstOf = (list: [RegExp, string][], text: string) => list.find(([pattern]) => pattern.test(text))?.[1]
/** "Chrome trên điện thoại Android", of what a browser says of itself. */
export const deviceWords = (agent: string | null | undefined) =>
  [firstOf(BROWSERS, agent ?? '') ?? 'Trình duyệt khác', firstOf(MACHINES, agent ?? '') ?? 'máy không rõ'].join(
    ' trên ',
  )

const TIERS: Record<string, string> = {
  commune: 'Cấp xã',
  district: 'Cấp huyện',
  province: 'Cấp tỉnh',
  centre: 'Trung ương',
}
export const tierWords = (tier: string) => own(TIERS, tier) ?? tier
const CHANNELS: Record<string, string> = { online: 'Qua mạng', counter: 'Tại bộ phận một cửa', post: 'Qua bưu điện' }
export const channelWords = (channel: string) => own(CHANNELS, channel) ?? channel
const TIMELINESS: Record<string, string> = { early: 'Trước hạn', 'on-time': 'Đúng hạn', late: 'Trễ hạn' }
export const timelinessWords = (timeliness: string | null) =>
  timeliness ? (own(TIMELINESS, timeliness) ?? timeliness) : ''

/** A fault in a list away from its field: the sentence, after the question where the sentence does not name it. */
export const faultLine = ({ title, words }: { title: string; words: string }) =>
  words.includes(title) ? words : `${title}: ${words}`
