import type { ProcedureContent } from '#server/procedures/index.ts'

type Method = NonNullable<ProcedureContent['methods']>[number]
type Duration = { amount: number; unit: 'working-hour' | 'working-day' | 'calendar-day' | 'month' }

export const clean = (value: unknown) =>
  (typeof value === 'string' || typeof value === 'number' ? String(value) : '')
    .normalize('NFC')
    .replace(/\s+/g, ' ')
    .trim()
export const list = (value: unknown): Record<string, unknown>[] =>
  Array.isArray(value)
    ? value.map((each) => (typeof each === 'object' && each !== null ? { ...each } : { name: each }))
    : []

const UNITS = { giờ: 'working-hour', 'ngày làm việc': 'working-day', ngày: 'calendar-day', tháng: 'month' } as const
const NOTHING = /^(không có thông tin|không|none|null|-)?$/i

/** A time limit as catalogues write it, "07 Ngày làm việc"; null when none is given, and doubted when it cannot be read. */
export function durationOf(text: string, doubts: string[]): Duration | null {
  if (NOTHING.test(text)) return null
  const found = /(\d+(?:[.,]\d+)?)\s*(giờ|ngày làm việc|ngày|tháng)?/i.exec(text)
  if (!found) {
    doubts.push(`thời hạn "${text.slice(0, 60)}" không đọc được`)
    return null
  }
  const key = found[2]?.toLowerCase() as keyof typeof UNITS | undefined
  if (!key) doubts.push(`thời hạn "${text.slice(0, 60)}" không có đơn vị`)
  return key ? { amount: Number(found[1]!.replace(',', '.')), unit: UNITS[key] } : null
}

/** The words of a fee; one that may lack its thousands ("135 VNĐ" for 135.000 đồng) or holds no amount is doubted. */
export function feeWords(text: string, doubts: string[]): string {
  if (/(^|[^\d.,])[1-9]\d{0,2}\s*(VNĐ|đồng|Việt Nam Đồng)/i.test(text))
    doubts.push(`mức phí "${text.slice(0, 80)}" có thể thiếu ba số 0`)
  if (/^(phí|lệ phí)\s*:\s*(đồng|vnđ)/i.test(text)) doubts.push(`mức phí "${text.slice(0, 60)}" không có số tiền`)
  return text.slice(0, 500)
}

const CHANNELS: [RegExp, Method['channel']][] = [
  [/trực tuyến/i, 'online'],
  [/bưu chính|bưu điện/i, 'post'],
  [/trực tiếp/i, 'counter'],
]

/** Cách thức thực hiện: every way of handing in that a line names, each with its own time, fee and note; repeats are read once. */
export function methodsOf(fields: Record<string, unknown>, doubts: string[]): Method[] {
  const methods: Method[] = []
  const seen = new Set<string>()
  for (const raw of list(fields.methods)) {
    const name = clean(raw.channel ?? raw['Hình thức nộp'])
    const channel = CHANNELS.find(([pattern]) => pattern.test(name))?.[1]
    if (!channel) {
      doubts.push(`cách thức "${name.slice(0, 60)}" không nhận ra`)
      continue
    }
    const timeText = clean(raw['Thời hạn giải quyết']) || `${clean(raw.time_value)} ${clean(raw.time_unit)}`.trim()
    const time = durationOf(timeText, doubts)
    const fee = feeWords(clean(raw.fee_text ?? raw['Phí, lệ phí']), doubts)
    const method: Method = {
      channel,
      ...(time ? { time } : {}),
      ...(NOTHING.test(fee) ? {} : { fee }),
      ...(NOTHING.test(clean(raw.note ?? raw['Mô tả']))
        ? {}
        : { note: clean(raw.note ?? raw['Mô tả']).slice(0, 2000) }),
    }
    const key = JSON.stringify(method)
    if (seen.has(key)) continue
    seen.add(key)
    methods.push(method)
  }
  for (const channel of ['counter', 'online', 'post'] as const) {
    const times = methods.filter((each) => each.channel === channel && each.time)
    if (new Set(times.map((each) => JSON.stringify(each.time))).size > 1)
      doubts.push(`${WORDS[channel]} có ${times.length} thời hạn khác nhau, chưa rõ trường hợp nào`)
  }
  return methods
}

const WORDS = { counter: 'nộp trực tiếp', online: 'nộp trực tuyến', post: 'nộp qua bưu chính' }

/** Thời hạn of a version from its ways of handing in: one for all where they agree, else one a time with the ways it is for. */
export function limitsOf(methods: readonly Method[]): ProcedureContent['timeLimits'] {
  const byTime = Map.groupBy(
    methods.filter((each) => each.time),
    (each) => JSON.stringify(each.time),
  )
  return [...byTime].map(([time, ways], at) => ({
    ...(JSON.parse(time) as Duration),
    ...(byTime.size === 1
      ? { key: 'chung', name: 'Chung' }
      : { key: `truong-hop-${at + 1}`, name: [...new Set(ways.map((each) => WORDS[each.channel]))].join(', ') }),
    ...{ chosenAtDesk: byTime.size > 1, notCounted: [], unverified: true },
  }))
}

/** Phí, lệ phí in words: said once where all ways are known to cost the same, else way by way. */
export function feesOf(methods: readonly Method[]): string {
  const byFee = Map.groupBy(
    methods.filter((each) => each.fee),
    (each) => each.fee!,
  )
  if (byFee.size === 0) return ''
  if (byFee.size === 1 && methods.every((each) => each.fee)) return [...byFee.keys()][0]!
  return [...byFee]
    .map(([fee, ways]) => `${[...new Set(ways.map((each) => WORDS[each.channel]))].join(', ')}: ${fee}`)
    .join(' · ')
    .slice(0, 2000)
}
