import { ProcedureContent } from '#server/procedures/index.ts'
import type { CatalogueLine } from './catalogue-lines.ts'

export type ReadLine = { content?: ProcedureContent; decision: string; doubts: string[]; refused?: string }

const clean = (value: unknown) =>
  (typeof value === 'string' || typeof value === 'number' ? String(value) : '')
    .normalize('NFC')
    .replace(/\s+/g, ' ')
    .trim()
const list = (value: unknown): Record<string, unknown>[] =>
  Array.isArray(value)
    ? value.map((each) => (typeof each === 'object' && each !== null ? { ...each } : { name: each }))
    : []

/** Cấp thực hiện from the words of the catalogue. */
function tiersOf(words: string): ProcedureContent['tiers'] {
  const folded = words.toLowerCase()
  const tiers: ProcedureContent['tiers'] = []
  if (/cấp xã|ubnd xã|phường|cấp xã/.test(folded)) tiers.push('commune')
  if (/huyện|quận/.test(folded)) tiers.push('district')
  if (/tỉnh|sở /.test(folded)) tiers.push('province')
  if (/cấp bộ|trung ương/.test(folded)) tiers.push('centre')
  return tiers
}

function timeOf(fields: Record<string, unknown>, doubts: string[]): ProcedureContent['timeLimits'] {
  const method = list(fields.methods)[0] ?? {}
  const text =
    clean(fields.time_limit) ||
    clean(method['Thời hạn giải quyết']) ||
    `${clean(fields.time_max ?? method.time_value)} ${clean(fields.time_unit ?? method.time_unit)}`.trim()
  if (text === '') return []
  const found = /(\d+(?:\.\d+)?)\s*(giờ|ngày làm việc|ngày|tháng)?/i.exec(text)
  if (!found) return []
  const amount = Number(found[1])
  const unit = { giờ: 'working-hour', 'ngày làm việc': 'working-day', ngày: 'calendar-day', tháng: 'month' } as const
  const key = found[2]?.toLowerCase() as keyof typeof unit | undefined
  if (!key) {
    doubts.push(`thời hạn "${text}" không có đơn vị`)
    return []
  }
  return [
    { key: 'chung', name: 'Chung', amount, unit: unit[key], chosenAtDesk: false, notCounted: [], unverified: true },
  ]
}

function feeOf(fields: Record<string, unknown>, doubts: string[]): string {
  const method = list(fields.methods)[0] ?? {}
  const text = clean(fields.fee_text ?? fields.fee_first ?? method.fee_text ?? method['Phí, lệ phí'])
  if (/(^|[^\d.,])[1-9]\d{0,2}\s*(VNĐ|đồng)/i.test(text)) doubts.push(`mức phí "${text}" có thể thiếu ba số 0`)
  return text.slice(0, 500) || 'Không có thông tin'
}

/** Papers as listed; a note listed as a paper (no original and no copy) is left out and reported. */
function papersOf(fields: Record<string, unknown>, doubts: string[]) {
  const papers = list(fields.dossier).flatMap((group) => (Array.isArray(group.items) ? list(group.items) : [group]))
  const kept = papers.filter((paper) => {
    const note = paper.originals === 0 && !paper.copies
    if (note) doubts.push(`"${clean(paper.name).slice(0, 60)}" ghi 0 bản chính, coi là ghi chú`)
    return !note && clean(paper.name ?? paper['Tên giấy tờ']) !== ''
  })
  return kept.map((paper, at) => ({
    key: `giay-to-${at + 1}`,
    name: clean(paper.name ?? paper['Tên giấy tờ']),
    need: 'submit' as const,
    form: 'any' as const,
    originals: Number(paper.originals) || 0,
    copies: Number(paper.copies) || 0,
  }))
}

/** One catalogue line as the content of a version; says what it doubts, or why it refuses the line. */
export function contentOfLine(line: CatalogueLine): ReadLine {
  const { fields } = line
  const doubts: string[] = []
  const code = clean(fields.code ?? fields.matched_code).replace(/\.000\.00\.00\.H\d\d$/, '')
  const raw = String(fields.name ?? '')
  const name = clean(raw).replace(/[ .;]+$/, '')
  const decision = clean(fields.decision)
  if (!/^[0-9A-Z.]{3,40}$/.test(code)) return { decision, doubts, refused: `mã "${code}" không đọc được` }
  if (name === '') return { decision, doubts, refused: 'không có tên' }
  if (raw !== raw.normalize('NFC')) doubts.push('tên không theo chuẩn NFC')
  if (/\n/.test(raw)) doubts.push('tên có xuống dòng')
  if (name.length > 400) doubts.push(`tên dài ${name.length} chữ`)
  const body = clean(fields.implementing_body ?? fields.body) || 'Chưa có thông tin'
  const levels = Array.isArray(fields.levels) ? fields.levels.join(' ') : clean(fields.levels)
  const tiers = tiersOf(`${levels} `).length > 0 ? tiersOf(`${levels} `) : tiersOf(`${body} `)
  if (tiers.length === 0) doubts.push('không rõ cấp thực hiện, xếp vào cấp tỉnh')
  const online = clean(fields.online_level)
  const level = /toàn trình/i.test(online)
    ? 4
    : /một phần/i.test(online) || clean(fields.online_channel) === '1'
      ? 3
      : 2
  const parsed = ProcedureContent.safeParse({
    code,
    name,
    field: clean(fields.field) || 'Chưa rõ lĩnh vực',
    ...(clean(fields.ministry) && { ministry: clean(fields.ministry) }),
    tier: tiers[0] ?? 'province',
    tiers: tiers.length > 0 ? tiers : ['province'],
    level,
    audiences: ['citizen'],
    channels: level > 2 ? ['counter', 'post', 'online'] : ['counter', 'post'],
    timeLimits: timeOf(fields, doubts),
    feeText: feeOf(fields, doubts),
    requiredDocuments: papersOf(fields, doubts),
    implementingBody: body,
    unverified: ['Nhập từ danh mục ngoài, chưa đối chiếu với quyết định công bố của tỉnh.'],
  })
  if (parsed.success) return { content: parsed.data, decision, doubts }
  return { decision, doubts, refused: parsed.error.issues.map((each) => each.message).join('; ') }
}
