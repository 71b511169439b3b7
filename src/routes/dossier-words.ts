import { own } from '#own-keys'
import type { DossierEvent, DossierView } from '#server/dossiers/index.ts'
import { dueWords, moneyWords } from '#ui/format.ts'

/** Where the card of a dossier stands. */
export const CARD_WORDS = {
  waiting: 'chờ in',
  printing: 'đang in',
  printed: 'đã in, chờ bàn giao cho bộ phận một cửa',
  delivered: 'đã in, đã ở bộ phận một cửa',
} as const

/** What happened, in a sentence that anyone may read. */
export function eventWords({ kind, facts }: Pick<DossierEvent, 'kind' | 'facts'>): string {
  const fact = (name: string) => String(own(facts, name) ?? '')
  const due = () => (facts.dueAt ? dueWords(new Date(fact('dueAt'))) : '')
  const WORDS: Record<string, () => string> = {
    filed: () => (facts.handedOverFrom ? `Chuyển đến từ hồ sơ ${fact('handedOverFrom')}` : 'Đã gửi hồ sơ'),
    accepted: () => `Đã tiếp nhận, hẹn trả ${due()}`,
    'completion-asked': () => `Yêu cầu bổ sung ${fact('items')} mục`,
    'completion-supplied': () => 'Người nộp đã bổ sung',
    declined: () => `Không tiếp nhận: ${fact('reason')} (${fact('clause')}). Nơi nộp đúng: ${fact('rightPlace')}`,
    'handed-over': () =>
      `Chuyển đến ${fact('rightPlace')}, mã mới ${fact('newCode')}. Lý do: ${fact('reason')} (${fact('clause')})`,
    withdrawn: () => 'Người nộp rút hồ sơ',
    'task-received': () => 'Đã nhận bàn giao',
    'step-taken': () =>
      `${fact('label')}${facts.answer ? `: ${fact('answer')}` : ''}${facts.confirmed ? ` (đã xác nhận: ${fact('confirmed')})` : ''}${facts.said ? ` (đã ghi: ${fact('said')})` : ''}${facts.remark ? `: “${fact('remark')}”` : ''}${facts.resultNumber ? `; số ${fact('resultNumber')}` : ''}`,
    'by-hand-chosen': () => `Chọn ký tay trên giấy: “${fact('reason')}”`,
    settled: () => 'Đã có kết quả tại bộ phận một cửa',
    returned: () => (facts.itself ? 'Đã trả kết quả bằng bản điện tử' : 'Đã trả kết quả'),
    'result-ready': () => 'Bản điện tử của kết quả đã ký, đóng dấu xong',
    'result-withdrawn': () => `Cơ quan thu hồi kết quả ${fact('paper')}: ${fact('reason')} (${fact('decision')})`,
    'result-replaced': () => `Kết quả ${fact('paper')} đã thay bằng ${fact('by')}: ${fact('reason')}`,
    'copy-ready': () => 'Bản sao điện tử của kết quả đã ký số',
    'copy-withdrawn': () => `Thu hồi bản sao điện tử: ${fact('reason')}`,
    succeeded: () => 'Đơn vị cũ kết thúc hoạt động, đơn vị kế thừa nhận hồ sơ; hẹn trả không đổi',
    reassigned: () => 'Phân công lại',
    'opinion-asked': () => `Xin ý kiến ${fact('body')}`,
    'opinion-given': () =>
      `Đã có ý kiến: ${facts.answer ? fact('answer') : facts.agrees ? 'đồng ý' : 'không đồng ý'}${facts.words ? `: “${fact('words')}”` : ''}`,
    'paper-attached': () => `Thêm giấy tờ: ${fact('name')}`,
    'fee-recorded': () =>
      facts.state === 'paid'
        ? `Đã thu ${moneyWords(Number(facts.total ?? 0))}, biên lai ${fact('receipt')}`
        : facts.state === 'exempt'
          ? 'Được miễn phí, lệ phí'
          : 'Ghi phí, lệ phí phải thu',
    'clock-stopped': () => 'Đồng hồ dừng: thời gian này không tính vào hạn',
    'clock-resumed': () => `Đồng hồ chạy tiếp, hẹn trả ${due()}`,
    'receipt-renewed': () => 'In lại giấy hẹn',
  }
  return own(WORDS, kind)?.() ?? kind
}

/** The way as lines to draw: what was, where it is, what lies ahead. */
export function wayLines({ way, ahead, dossier }: Pick<DossierView, 'way' | 'ahead' | 'dossier'>, now: Date) {
  const done = way
    .filter((step) => !step.side)
    .map((step) => ({
      ...{ key: step.id, what: step.stepName, who: step.holder, act: step.act, remark: step.remark },
      ...{ givenAt: step.givenAt, receivedAt: step.receivedAt, dueAt: step.dueAt, doneAt: step.doneAt },
      state: step.doneAt ? ('past' as const) : step.dueAt < now ? ('late' as const) : ('here' as const),
    }))
  const open = dossier.endedAt
    ? []
    : ahead.map((step) => ({ key: `ahead ${step.key}`, what: step.name, state: 'ahead' as const }))
  return [...done, ...open]
}

/** A button that begins with one of these verbs says an act; the others ("Hai bên đã ký") say a fact. */
const VERBS =
  /^(Báo|Chuyển|Cung cấp|Duyệt|Đưa|Ghi|Giao|Gửi|Ký|Lập|Mời|Nhận|Phân công|Sửa|Soạn|Tiếp nhận|Trả|Trình|Triệu tập|Từ chối|Xác nhận|Xác minh|Xem)(?=[\s,:]|$)/u
const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1)

/** What an official has just done, in a sentence: "Đã trình lãnh đạo ký.", "Đã đóng dấu, chuyển một cửa. Vào sổ số 01/2026." */
export function doneWords(event: Pick<DossierEvent, 'kind' | 'facts'> | undefined): string | null {
  if (!event) return null
  const { kind, facts } = event
  if (kind !== 'step-taken' && !(kind === 'settled' && facts.label)) return `${eventWords(event)}.`
  const label = String(facts.label ?? '')
  const number = facts.resultNumber ? ` Vào sổ số ${String(facts.resultNumber)}.` : ''
  return `${VERBS.test(label) ? `Đã ${lowerFirst(label)}` : label}.${number}`
}
