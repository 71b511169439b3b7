import { ProcedureContent } from '#server/procedures/index.ts'
import type { CatalogueLine } from './catalogue-lines.ts'
import { clean, durationOf, feesOf, feeWords, limitsOf, list, methodsOf, timeWords } from './methods-of-line.ts'
import { plainFields } from './plain-fields.ts'

export type ReadLine = {
  content?: ProcedureContent
  decision: string
  rank: number
  doubts: string[]
  refused?: string
}

/** Cities under the centre in 2019-2025; any other "thành phố" is of a district's tier (Luật Tổ chức chính quyền địa phương 2015, art. 2). */
const CENTRAL_CITY = /thành phố\s+(hà nội|hải phòng|đà nẵng|cần thơ|hồ chí minh|huế)/

/** Cấp thực hiện from the words of the catalogue. */
function tiersOf(words: string): ProcedureContent['tiers'] {
  const folded = words.toLowerCase()
  const tiers: ProcedureContent['tiers'] = []
  if (/cấp xã|ubnd xã|uỷ ban nhân dân xã|ủy ban nhân dân xã|phường|thị trấn/.test(folded)) tiers.push('commune')
  if (/huyện|quận|thị xã/.test(folded)) tiers.push('district')
  if (/tỉnh|sở /.test(folded) || CENTRAL_CITY.test(folded)) tiers.push('province')
  else if (/thành phố/.test(folded) && !tiers.includes('district')) tiers.push('district')
  if (/cấp bộ|trung ương/.test(folded)) tiers.push('centre')
  return tiers
}

/** Thời hạn where a line gives one for all ways of handing in, or its own words where they are not one amount. */
function timeOf(fields: Record<string, unknown>, doubts: string[]) {
  const text = clean(fields.time_limit) || `${clean(fields.time_max)} ${clean(fields.time_unit)}`.trim()
  const doubted = doubts.length
  const time = durationOf(text, doubts)
  const limit = { key: 'chung', name: 'Chung', chosenAtDesk: false, notCounted: [], unverified: true }
  if (time) return { timeLimits: [{ ...time, ...limit }], timeLimitText: '' }
  return { timeLimits: [], timeLimitText: doubts.length > doubted ? text : '' }
}

/** Thời hạn of a line: way by way where it is given so, else one for all; in words as soon as one way could not be read. */
function timesOf(
  fields: Record<string, unknown>,
  methods: Parameters<typeof limitsOf>[0],
  asWritten: Parameters<typeof timeWords>[0],
  doubts: string[],
) {
  if (asWritten.length > 0) return { timeLimits: [], timeLimitText: timeWords(asWritten) }
  const byWay = limitsOf(methods)
  return byWay.length > 0 ? { timeLimits: byWay, timeLimitText: '' } : timeOf(fields, doubts)
}

/**
 * How much a line tells, by which sources of one code are ranked: every way of handing in, papers and steps count; a summary has none. Of two
 * that tell as much, the one whose file name sorts first ranks higher (`outranks`).
 */
const rankOf = (methods: readonly unknown[], papers: readonly unknown[], fields: Record<string, unknown>) =>
  10 + (methods.length > 0 ? 10 : 0) + (papers.length > 0 ? 10 : 0) + (fields.steps ? 5 : 0)

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

/** What is read of a line; what stands in its other texts is no reason to doubt it. */
const USED = new Set(
  (
    'code matched_code name field ministry levels decision implementing_body body online_level online_channel ' +
    'time_limit time_max time_unit fee_text fee_first methods dossier'
  ).split(' '),
)

/** One catalogue line as the content of a version; says what it doubts, or why it refuses the line. */
export function contentOfLine(line: CatalogueLine): ReadLine {
  const marks = new Set<string>(line.doubt ? [line.doubt] : [])
  const used = Object.entries(line.fields).filter(([key]) => USED.has(key))
  const fields = plainFields(Object.fromEntries(used), marks) as Record<string, unknown>
  const doubts: string[] = [...marks]
  if (line.fault) return { decision: '', rank: 0, doubts, refused: line.fault }
  const code = clean(fields.code ?? fields.matched_code).replace(/\.000\.00\.00\.H\d\d$/, '')
  const raw = String(fields.name ?? '')
  const name = clean(raw).replace(/[ .;]+$/, '')
  const decision = clean(fields.decision)
  if (!/^[0-9A-Z.]{3,40}$/.test(code)) return { decision, rank: 0, doubts, refused: `mã "${code}" không đọc được` }
  if (name === '') return { decision, rank: 0, doubts, refused: 'không có tên' }
  const given = String(line.fields.name ?? '')
  if (given !== given.normalize('NFC')) doubts.push('tên không theo chuẩn NFC')
  if (/\n/.test(raw)) doubts.push('tên có xuống dòng')
  if (name.length > 400) doubts.push(`tên dài ${name.length} chữ`)
  const body = clean(fields.implementing_body ?? fields.body) || 'Chưa có thông tin'
  const levels = Array.isArray(fields.levels) ? fields.levels.join(' ') : clean(fields.levels)
  const tiers = tiersOf(`${levels} `).length > 0 ? tiersOf(`${levels} `) : tiersOf(`${body} `)
  if (tiers.length === 0) doubts.push('không rõ cấp thực hiện, xếp vào cấp tỉnh')
  const online = clean(fields.online_level)
  const level = /toàn trình/i.test(online)
    ? 4
    : /một phần/i.test(online) ||
        clean(fields.online_channel) === '1' ||
        methodsOf(fields, []).some((each) => each.channel === 'online')
      ? 3
      : 2
  const asWritten: { channel: 'counter' | 'online' | 'post'; text: string }[] = []
  const methods = methodsOf(fields, doubts, asWritten)
  const papers = papersOf(fields, doubts)
  const channels = (['counter', 'online', 'post'] as const).filter((each) =>
    methods.some((way) => way.channel === each),
  )
  const { timeLimits, timeLimitText } = timesOf(fields, methods, asWritten, doubts)
  if (timeLimits.length === 0 && !doubts.some((each) => each.startsWith('thời hạn'))) doubts.push('không có thời hạn')
  const fee = feesOf(methods) || feeWords(clean(fields.fee_text ?? fields.fee_first), doubts)
  const rank = rankOf(methods, papers, line.fields)
  const parsed = ProcedureContent.safeParse({
    code,
    name,
    field: clean(fields.field) || 'Chưa rõ lĩnh vực',
    ...(clean(fields.ministry) && { ministry: clean(fields.ministry) }),
    tier: tiers[0] ?? 'province',
    tiers: tiers.length > 0 ? tiers : ['province'],
    level,
    audiences: ['citizen'],
    channels: channels.length > 0 ? channels : level > 2 ? ['counter', 'post', 'online'] : ['counter', 'post'],
    ...(methods.length > 0 && { methods }),
    timeLimits,
    ...(timeLimitText && { timeLimitText: timeLimitText.slice(0, 2000) }),
    feeText: fee || 'Không có thông tin',
    requiredDocuments: papers,
    implementingBody: body,
    unverified: ['Nhập từ danh mục ngoài, chưa đối chiếu với quyết định công bố của tỉnh.'],
  })
  if (parsed.success) return { content: parsed.data, decision, rank, doubts }
  return { decision, rank, doubts, refused: parsed.error.issues.map((each) => each.message).join('; ') }
}
