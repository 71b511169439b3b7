import { own } from '#own-keys'
const STATES: Record<string, { words: string; tone: string }> = {
  open: { words: 'Đang dùng', tone: 'done' },
  waiting: { words: 'Chờ đặt mật khẩu', tone: 'soon' },
  disabled: { words: 'Đang khóa', tone: 'wrong' },
}
/** The state of an account (tình trạng tài khoản) in words, with the tone of its tag. */
export const accountState = (state: string) => own(STATES, state) ?? { words: state, tone: '' }
