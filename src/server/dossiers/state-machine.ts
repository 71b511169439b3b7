import type { StepKind } from '#server/procedures/index.ts'
import type { DossierState } from './schema.ts'

/** The ten statuses of the national synchronisation list (trạng thái hồ sơ quốc gia). */
export const NATIONAL_STATUS = {
  1: 'Mới đăng ký',
  2: 'Được tiếp nhận',
  3: 'Không được tiếp nhận',
  4: 'Đang xử lý',
  5: 'Yêu cầu bổ sung giấy tờ',
  6: 'Yêu cầu thực hiện nghĩa vụ tài chính',
  7: 'Công dân yêu cầu rút hồ sơ',
  8: 'Dừng xử lý',
  9: 'Đã xử lý xong',
  10: 'Đã trả kết quả',
} as const
export type NationalStatus = keyof typeof NATIONAL_STATUS

/** Each state: its national status, its words, and whether the dossier's life ends there. */
export const STATES: Record<DossierState, { national: NationalStatus; words: string; ends: boolean }> = {
  filed: { national: 1, words: 'Đã gửi, chờ bộ phận một cửa trả lời', ends: false },
  completing: { national: 5, words: 'Cần bổ sung giấy tờ', ends: false },
  declined: { national: 3, words: 'Không được tiếp nhận', ends: true },
  transferred: { national: 3, words: 'Đã chuyển đến nơi có thẩm quyền', ends: true },
  withdrawn: { national: 7, words: 'Người nộp đã rút hồ sơ', ends: true },
  accepted: { national: 2, words: 'Đã tiếp nhận', ends: false },
  processing: { national: 4, words: 'Đang giải quyết', ends: false },
  supplementing: { national: 5, words: 'Chờ người nộp hoàn thiện', ends: false },
  paying: { national: 6, words: 'Chờ nộp tiền', ends: false },
  stopped: { national: 8, words: 'Dừng giải quyết', ends: true },
  settled: { national: 9, words: 'Đã có kết quả', ends: false },
  returned: { national: 10, words: 'Đã trả kết quả', ends: true },
}

/** What may be done to a dossier; `step` is any act of its workflow. */
export type DossierAct =
  | 'accept'
  | 'ask-completion'
  | 'supply-completion'
  | 'decline'
  | 'hand-over'
  | 'withdraw'
  | 'receive-task'
  | 'reassign'
  | 'step'
  | 'ask-opinion'
  | 'answer-opinion'
  | 'attach'
  | 'attach-copy'
  | 'end-result'
  | 'record-fee'
  | 'return'

/**
 * The table: in which states each act is possible, and to which it leads (`null`: the workflow step decides; absent: the state stays).
 * Completion after acceptance, stop, apology and money keep their places: `supplementing`, `stopped`, `paying`.
 */
export const TRANSITIONS: Record<DossierAct, Partial<Record<DossierState, DossierState | null>>> = {
  accept: { filed: 'accepted' },
  'ask-completion': { filed: 'completing' },
  'supply-completion': { completing: 'filed' },
  decline: { filed: 'declined' },
  'hand-over': { filed: 'transferred' },
  withdraw: { filed: 'withdrawn', completing: 'withdrawn' },
  'receive-task': {
    accepted: 'processing',
    processing: 'processing',
    supplementing: 'supplementing',
    paying: 'paying',
    settled: 'settled',
  },
  reassign: { accepted: 'accepted', processing: 'processing' },
  step: { accepted: null, processing: null, supplementing: null, paying: null },
  'ask-opinion': { accepted: 'processing', processing: 'processing' },
  'answer-opinion': {
    accepted: 'accepted',
    processing: 'processing',
    supplementing: 'supplementing',
    paying: 'paying',
    settled: 'settled',
  },
  attach: {
    accepted: 'accepted',
    processing: 'processing',
    supplementing: 'supplementing',
    paying: 'paying',
    settled: 'settled',
  },
  // Bản sao điện tử of a result on paper, an appendix of a result: also after it was returned.
  'attach-copy': {
    accepted: 'accepted',
    processing: 'processing',
    supplementing: 'supplementing',
    paying: 'paying',
    settled: 'settled',
    returned: 'returned',
  },
  // A result that was issued stops holding, or another takes its place: also after the dossier's life has ended.
  'end-result': {
    accepted: 'accepted',
    processing: 'processing',
    supplementing: 'supplementing',
    paying: 'paying',
    stopped: 'stopped',
    settled: 'settled',
    returned: 'returned',
  },
  'record-fee': {
    filed: 'filed',
    accepted: 'accepted',
    processing: 'processing',
    paying: 'paying',
    settled: 'settled',
  },
  return: { settled: 'returned' },
}

/** Whether the act is possible in the state. */
export const isPossible = (act: DossierAct, state: DossierState) => TRANSITIONS[act][state] !== undefined

/** The state a dossier is in while it stands in a step of this kind. */
export function stateInStep(kind: StepKind): DossierState {
  if (kind === 'return') return 'settled'
  if (kind === 'pay') return 'paying'
  if (kind === 'revise') return 'supplementing'
  return 'processing'
}

/** The right an official needs at the unit that holds a step of this kind. */
export const RIGHT_OF_STEP: Record<StepKind, string> = {
  receive: 'dossiers.accept',
  forward: 'dossiers.forward',
  assign: 'dossiers.assign',
  appraise: 'dossiers.appraise',
  verify: 'dossiers.appraise',
  council: 'dossiers.appraise',
  'public-posting': 'dossiers.appraise',
  wait: 'dossiers.appraise',
  check: 'dossiers.check',
  decide: 'dossiers.decide',
  'sign-book': 'dossiers.appraise',
  number: 'dossiers.number',
  print: 'dossiers.appraise',
  pay: 'dossiers.appraise',
  revise: 'dossiers.appraise',
  return: 'dossiers.return',
}

export const nationalStatus = (state: DossierState): NationalStatus => STATES[state].national
