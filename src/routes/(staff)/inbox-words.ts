import { channelWords } from '#ui/format.ts'

/** Kinds of step as an inbox names them (loại bước). */
export const STEP_KINDS: Record<string, string> = {
  receive: 'Tiếp nhận',
  forward: 'Chuyển hồ sơ',
  assign: 'Phân công',
  appraise: 'Thẩm định',
  verify: 'Xác minh',
  council: 'Hội đồng',
  'public-posting': 'Niêm yết',
  wait: 'Chờ',
  check: 'Kiểm tra, trình',
  decide: 'Ký duyệt',
  'sign-book': 'Ký sổ',
  number: 'Cho số, đóng dấu',
  print: 'In kết quả',
  pay: 'Thu tiền',
  revise: 'Sửa lại',
  return: 'Trả kết quả',
}
export const HELD: Record<string, string> = { toi: 'Tôi', hang: 'Chưa ai nhận riêng' }
export const RECEIVED: Record<string, string> = { roi: 'Đã nhận bàn giao', chua: 'Chưa nhận bàn giao' }
export const CHANNELS: Record<string, string> = Object.fromEntries(
  ['online', 'counter', 'post'].map((channel) => [channel, channelWords(channel)]),
)
export const ONLY: Record<string, string> = { late: 'Trễ hạn', today: 'Hạn hôm nay', new: 'Chưa nhận bàn giao' }

/** Names of the filters in the address. `loc` and `sau` (tab and place) are apart. */
export const FILTERS = ['q', 'thu-tuc', 'linh-vuc', 'trang-thai', 'kenh', 'buoc', 'giu', 'nhan', 'tu', 'den'] as const
export type FilterName = (typeof FILTERS)[number]
/** One chosen filter: its words, and the address without it. */
export type Chosen = { name: string; words: string; without: string }
