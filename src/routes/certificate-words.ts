import { own } from '#own-keys'
import type { CertificateLine } from '#server/certificates/index.ts'

export const KIND_WORDS: Record<string, string> = {
  person: 'Cá nhân',
  organisation: 'Cơ quan, tổ chức',
  service: 'Dịch vụ',
}
export const FILTER_WORDS: Record<string, string> = {
  'in-use': 'Đang dùng',
  ending: 'Hết hạn trong 60 ngày',
  expired: 'Đã hết hạn',
  suspended: 'Tạm dừng',
  revoked: 'Đã thu hồi',
  left: 'Người giữ đã thôi chức vụ',
}
export const REQUEST_WORDS: Record<string, string> = {
  issue: 'Cấp mới',
  renew: 'Gia hạn',
  change: 'Thay đổi thông tin',
  suspend: 'Tạm dừng',
  resume: 'Dùng lại',
  revoke: 'Thu hồi',
  unlock: 'Mở khóa PIN',
  loss: 'Báo mất thiết bị',
  handover: 'Bàn giao theo chức vụ',
}
export const STEP_WORDS: Record<string, string> = {
  request: 'Người đề nghị',
  unit: 'Thủ trưởng đơn vị',
  focal: 'Sở Thông tin và Truyền thông (đầu mối)',
  committee: 'UBND tỉnh',
  authority: 'Cơ quan cấp chứng thư',
}
export const OUTCOME_WORDS: Record<string, string> = {
  asked: 'đề nghị',
  approved: 'đồng ý',
  refused: 'từ chối',
  done: 'đã thực hiện',
  withdrawn: 'rút đề nghị',
  lapsed: 'thôi xem xét vì chứng thư đã thu hồi',
}
export const REASON_WORDS: Record<string, string> = {
  keyCompromise: 'mất thiết bị hoặc lộ khóa',
  affiliationChanged: 'đổi chức vụ, chuyển công tác',
  superseded: 'đã có chứng thư thay thế',
  cessationOfOperation: 'không còn nhu cầu',
  unspecified: 'lý do khác',
  certificateHold: 'tạm dừng',
}
export const EVENT_WORDS: Record<string, string> = {
  issued: 'Cấp',
  imported: 'Nhập vào sổ',
  suspend: 'Tạm dừng',
  resume: 'Dùng lại',
  revoke: 'Thu hồi',
  'report-loss': 'Báo mất thiết bị, tạm dừng ngay',
  renewed: 'Đã có chứng thư gia hạn',
  unlock: 'Mở khóa PIN',
  handover: 'Bàn giao',
  'token-given': 'Giao thiết bị',
  'token-returned': 'Nhận lại thiết bị',
}
const REQUEST_STATES: Record<string, { words: string; tone: string }> = {
  done: { words: 'Đã xong', tone: 'done' },
  refused: { words: 'Đã từ chối', tone: 'wrong' },
  withdrawn: { words: 'Đã rút', tone: '' },
  lapsed: { words: 'Thôi xem xét: chứng thư đã thu hồi', tone: '' },
}
export const requestState = ({ state, next }: { state: string; next: string | null }) =>
  own(REQUEST_STATES, state) ?? { words: `Chờ ${own(STEP_WORDS, next ?? '') ?? ''}`, tone: 'going' }

type Dated = Pick<CertificateLine, 'state' | 'notBefore' | 'notAfter'> & { left?: boolean }
const DAY = 86_400_000

/** The state of a certificate on a day, in words: what stops it first. */
export function certificateState(of: Dated, now: Date): { words: string; tone: string } {
  const days = Math.ceil((of.notAfter.getTime() - now.getTime()) / DAY)
  if (of.state === 'revoked') return { words: 'Đã thu hồi', tone: 'wrong' }
  if (days <= 0) return { words: 'Đã hết hạn', tone: 'wrong' }
  if (of.state === 'suspended') return { words: 'Tạm dừng', tone: 'soon' }
  if (of.left) return { words: 'Người giữ đã thôi chức vụ', tone: 'wrong' }
  if (of.notBefore > now) return { words: 'Chưa có hiệu lực', tone: '' }
  return days <= 60 ? { words: `Còn ${days} ngày`, tone: 'soon' } : { words: 'Đang dùng', tone: 'done' }
}
