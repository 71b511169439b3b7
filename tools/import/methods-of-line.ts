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

/** What a time limit says beside its figures that one figure cannot hold: several cases, an hour of the clock, at once. */
const SEVERAL =
  /(?:^|[^\p{L}])(?:ngay|nửa|hoặc|trường hợp|còn lại|trong đó|cộng|thêm|sau \d+\s*(?:giờ|h))(?:[^\p{L}]|$)/iu
const AMOUNT = /(\d+(?:[.,]\d+)?)\s*(?:\([^)\d]*\)\s*)?(giờ|ngày làm việc|ngày|tháng)?/giu

/**
 * A time limit as catalogues write it, "07 (bảy) ngày làm việc". Null when none is given, and null and doubted when it cannot be read as one
 * amount with one unit: a text of several cases ("nhóm A 35 ngày, nhóm B 25 ngày") is kept as words by the caller, never cut to its first number.
 */
export function durationOf(text: string, doubts: string[]): Duration | null {
  if (NOTHING.test(text)) return null
  const amounts = [...text.matchAll(AMOUNT)].map(([, amount, unit]) => ({
    amount: Number(amount!.replace(',', '.')),
    unit: unit?.toLowerCase() as keyof typeof UNITS | undefined,
  }))
  const unit = amounts.find((each) => each.unit)?.unit
  const amount = amounts[0]?.amount
  const why =
    amount === undefined
      ? 'không đọc được'
      : new Set(amounts.map((each) => each.amount)).size > 1 || SEVERAL.test(text)
        ? 'có nhiều trường hợp, giữ nguyên văn'
        : amount === 0
          ? 'bằng 0'
          : !unit
            ? 'không có đơn vị'
            : unit === 'ngày' && /làm việc/i.test(text)
              ? 'chưa rõ là ngày làm việc hay ngày thường'
              : !Number.isInteger(amount) && unit !== 'giờ'
                ? 'không phải số ngày tròn'
                : undefined
  if (why === undefined) return { amount: amount!, unit: UNITS[unit!] }
  doubts.push(`thời hạn "${text.slice(0, 60)}" ${why}`)
  return null
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

/**
 * Cách thức thực hiện: every way of handing in that a line names, each with its own time, fee and note; repeats are read once. Time limits that
 * could not be read are added to `asWritten` in their own words.
 */
export function methodsOf(
  fields: Record<string, unknown>,
  doubts: string[],
  asWritten: { channel: Method['channel']; text: string }[] = [],
): Method[] {
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
    if (!time && !NOTHING.test(timeText)) asWritten.push({ channel, text: timeText })
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

/** Thời hạn in the words of the source, way by way where they differ; empty when all were read. */
export function timeWords(asWritten: readonly { channel: Method['channel']; text: string }[]): string {
  const byText = Map.groupBy(asWritten, (each) => each.text)
  if (byText.size === 1) return [...byText.keys()][0]!
  return [...byText]
    .map(([text, ways]) => `${[...new Set(ways.map((each) => WORDS[each.channel]))].join(', ')}: ${text}`)
    .join(' · ')
}

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
