import type { DossierView } from '#server/dossiers/index.ts'
import { sexOfName } from './dossiers/people.ts'
import { shiftDay } from './dossiers/shift.ts'

type Lacking = { key: string; title: string }
type Paper = { dossier: DossierView['dossier']; on: string }

const words = (day: string) => day.split('-').reverse().join('/')
/** What an official writes where the dossier does not say it, by the place of the template. */
const WRITTEN = new Map<string, string | ((paper: Paper) => string)>([
  ['gender', ({ dossier }) => (sexOfName(dossier.ownerName) === 'female' ? 'Nữ' : 'Nam')],
  ['born', ({ dossier }) => (dossier.ownerBirth ?? '1985').split('-').reverse().join('/')],
  ['owners', ({ dossier }) => dossier.ownerName],
  ['money', 'Theo mức quy định tại Nghị định số 98/2023/NĐ-CP'],
  ['registration', 'Số 28, ngày 15/06/2018'],
  ['council', ({ on }) => `Hội đồng thẩm định họp ngày ${words(shiftDay(on, -7))}, thông qua với 9/9 phiếu`],
  ['terms', 'Xử lý nước thải đạt quy chuẩn trước khi xả; giám sát ba tháng một lần'],
  ['parcel', 'Thửa đất số 145, tờ bản đồ số 23'],
  ['line', 'Chỉ giới đường đỏ và chỉ giới xây dựng theo quy hoạch chi tiết đã duyệt'],
  ['landRight', 'Giấy chứng nhận quyền sử dụng đất số CS 470024'],
  ['record', 'Không có án tích'],
  ['personalNumber', '035226000018'],
  ['nationality', 'Việt Nam'],
  ['validUntil', ({ on }) => words(shiftDay(on, 3650))],
  ['form', 'Sử dụng riêng'],
  ['purpose', 'Đất ở tại đô thị'],
  ['term', 'Lâu dài'],
  ['origin', 'Nhận chuyển nhượng đất được Nhà nước giao đất có thu tiền sử dụng đất'],
])

export function drafted({ key }: Lacking, paper: Paper): string {
  const said = WRITTEN.get(key) ?? 'Đã đối chiếu với bản chính'
  return typeof said === 'string' ? said : said(paper)
}
