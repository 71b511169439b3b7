import type { CheckedFile } from '#server/certificates/index.ts'
import { own } from '#own-keys'

type Signature = CheckedFile['signatures'][number]
type Unchanged = 'yes' | 'no' | 'unknown'

/** Said of a signature whose value fits what was signed, whoever signed: nothing was altered since. */
const KEPT = ['valid', 'revoked', 'on-hold', 'expired', 'not-yet-valid', 'untrusted', 'chain-faulty']
const KEPT_TOO = ['no-revocation-data', 'not-for-signing', 'stamp-ahead']
/** What the file says of itself does not prove that somebody altered it, nor the contrary. */
const OPEN = ['weak', 'unsupported', 'certificate-damaged', 'certificate-missing', 'xml-damaged', 'encrypted']
const OPEN_TOO = ['damaged', 'too-much', 'part-only', 'signature-bad', 'signature-damaged', 'certificate-mismatch']

export function unchanged({ code }: Pick<Signature, 'code'>): Unchanged {
  if (KEPT.includes(code) || KEPT_TOO.includes(code)) return 'yes'
  return OPEN.includes(code) || OPEN_TOO.includes(code) ? 'unknown' : 'no'
}
const UNCHANGED: Record<Unchanged, string> = {
  yes: 'Còn nguyên, chưa ai sửa nội dung',
  no: 'Đã bị sửa hoặc can thiệp',
  unknown: 'Chưa biết được',
}

/** What was found of one signature, without a technical name. */
const FOUND: Record<string, string> = {
  valid: 'Chữ ký đúng của người này, và lúc ký người này còn được quyền ký số.',
  revoked: 'Nơi cấp đã thu hồi quyền ký số của người này trước lúc ký.',
  'on-hold': 'Nơi cấp đang tạm dừng quyền ký số của người này vào lúc ký.',
  expired: 'Quyền ký số của người này đã hết hạn, và không có gì chứng tỏ đã ký trước ngày hết hạn.',
  'not-yet-valid': 'Ký khi quyền ký số của người này chưa bắt đầu.',
  untrusted: 'Trang này chưa biết nơi cấp chữ ký số cho người này, nên chưa nói chắc được đó là ai.',
  'chain-faulty': 'Giấy tờ chứng minh nơi cấp chữ ký số có chỗ chưa khớp, nên chưa nói chắc được người ký là ai.',
  'no-revocation-data': 'Chưa biết lúc ký người này còn được quyền ký số hay không.',
  'not-for-signing': 'Chữ ký làm bằng khóa cấp cho việc khác, không phải để ký văn bản, nên không biết ai ký.',
  'stamp-ahead': 'Dấu thời gian ghi giờ chưa tới, nên chưa biết ký lúc nào.',
  weak: 'Chữ ký làm theo cách cũ, ngày nay có thể giả được.',
  unsupported: 'Chữ ký làm theo cách mà trang này chưa đọc được.',
  'part-only': 'Chữ ký chỉ bảo vệ một phần; phần còn lại ai cũng sửa được.',
  'certificate-damaged': 'Phần cho biết ai ký bị hỏng.',
  'certificate-missing': 'Tệp không mang phần cho biết ai ký.',
  encrypted: 'Tệp đặt mật khẩu nên chưa xem được bên trong có bị sửa không.',
  'signature-bad': 'Chữ ký không phải do người có tên này làm ra.',
  'certificate-mismatch': 'Chữ ký không phải do người có tên này làm ra.',
  'signature-damaged': 'Chữ ký bị hỏng, không đọc được.',
  'cut-off': 'Tệp bị cắt mất một phần đã ký.',
  removed: 'Tệp từng có một chữ ký nữa, nay đã bị gỡ hoặc bị che.',
  copied: 'Chữ ký này chép từ giấy tờ hay chỗ khác sang, không phải ký ở đây.',
  tail: 'Sau phần đã ký có thứ lạ nối thêm vào cuối tệp.',
  'digest-mismatch': 'Nội dung đã ký bị thay đổi sau khi ký.',
  'changed-after': 'Sau khi ký, có người sửa chỗ không được phép sửa.',
  'locked-changed': 'Sau khi ký, có người sửa chỗ người ký đã khóa.',
}
const TAMPERED = 'Tệp không còn như lúc ký.'

type Words = { title: string; words: string }
type When = { claimedAt: string | null; provenAt: string | null }

/** Ai ký, ký lúc nào, từ đó có ai sửa không. `moment` writes an instant as people say it. */
export function plainFacts(each: Signature, moment: (instant: string) => string): Words[] {
  const name = each.signer || 'Không rõ'
  // Of a signature that was not made with this key the name is only what the file says.
  const isNamed = unchanged(each) === 'yes' && each.verdict === 'VALID'
  return [
    {
      title: each.kind === 'timestamp' ? 'Nơi xác nhận giờ' : 'Ai ký',
      words: isNamed ? name : `${name} (theo tệp ghi)`,
    },
    { title: 'Cơ quan', words: each.organisation },
    { title: 'Ký lúc', words: whenSigned(each, moment) },
    { title: 'Từ lúc ký', words: UNCHANGED[unchanged(each)] },
    { title: 'Thêm vào sau khi ký', words: each.later.filter((words) => !INSIDE.test(words)).join(' ') },
  ].filter(({ words }) => words)
}
/** Sentences that name the inside of a file (a table, a part by its key): for the technical part alone. */
const INSIDE = /bảng tham chiếu|phần "|thẻ mô tả/
const whenSigned = ({ claimedAt, provenAt }: When, moment: (instant: string) => string) =>
  provenAt
    ? `${moment(provenAt)}, giờ có nơi khác xác nhận`
    : claimedAt
      ? `${moment(claimedAt)}, theo đồng hồ của máy người ký`
      : 'Tệp không ghi'

export const plainFound = ({ code, verdict }: Pick<Signature, 'code' | 'verdict'>) =>
  own(FOUND, code) ?? (verdict === 'INVALID' ? TAMPERED : 'Chưa đủ để nói chữ ký này đúng hay sai.')

const TO_DO: Record<CheckedFile['verdict'], Words> = {
  VALID: {
    title: 'Nhận được giấy tờ này',
    words:
      'Ông/Bà xem tên người ký và cơ quan dưới đây có đúng là nơi mình chờ không. Giữ nguyên tệp này: bản in ra, chụp lại không còn chữ ký số.',
  },
  INVALID: {
    title: 'Không nên nhận giấy tờ này',
    words:
      'Ông/Bà xin lại tệp gốc từ chính cơ quan đã cấp, theo số điện thoại tự tìm, không theo số ghi trong tệp. Cơ quan ấy nói không cấp thì báo công an nơi gần nhất.',
  },
  REVOKED: {
    title: 'Không nên nhận giấy tờ này khi chưa hỏi',
    words:
      'Người ký lúc ấy không còn được ký số. Ông/Bà hỏi cơ quan ghi trên giấy: nếu giấy là thật, cơ quan ký lại cho.',
  },
  EXPIRED: {
    title: 'Hỏi lại trước khi nhận',
    words:
      'Chữ ký có thể đúng nhưng đã quá cũ để chứng minh. Ông/Bà xin cơ quan ghi trên giấy một bản ký lại hoặc bản sao.',
  },
  UNKNOWN: {
    title: 'Chưa kết luận được: hỏi lại trước khi nhận',
    words:
      'Như vậy không có nghĩa là giấy giả. Ông/Bà hỏi cơ quan ghi trên giấy có cấp giấy này không, hoặc xin lại tệp gốc họ đã gửi.',
  },
  NONE: {
    title: 'Tệp này không tự chứng minh được gì',
    words:
      'Bản quét, bản chụp và bản in không có chữ ký số. Ông/Bà xem bản chính, xin tệp gốc đã ký số, hoặc gõ mã ghi ở cuối giấy (nếu có) vào ô kiểm tra giấy tờ.',
  },
}
/** What whoever was given the paper does now. */
export const toDo = (verdict: CheckedFile['verdict']): Words => TO_DO[verdict]

const LEVELS: Record<string, string> = {
  'B-B': 'B-B: chưa có dấu thời gian tin được',
  'B-T': 'B-T: có dấu thời gian',
  'B-LT': 'B-LT: có dấu thời gian và dữ liệu thu hồi',
  'B-LTA': 'B-LTA: giữ được lâu dài',
  timestamp: 'Dấu thời gian của cả tệp',
}
/** The same for who knows the terms: folded away. */
export function technicalFacts(each: Signature, moment: (instant: string) => string): Words[] {
  const { certificate } = each
  return [
    { title: 'Kết quả', words: `${each.verdict} · ${each.code}` },
    { title: 'Lý do', words: each.reason },
    { title: 'Ô chữ ký', words: each.field },
    { title: 'Mức', words: own(LEVELS, each.level) ?? each.level },
    { title: 'Sau khi ký', words: each.later.join(' ') },
    { title: 'Phủ', words: each.coversWhole ? 'Cả tệp' : 'Tệp đến lúc ký; phần sau được so riêng' },
    { title: 'Giờ người ký ghi', words: each.claimedAt ? moment(each.claimedAt) : '' },
    { title: 'Dấu thời gian', words: each.provenAt ? moment(each.provenAt) : '' },
    { title: 'Nơi cấp chứng thư số', words: certificate?.issuer ?? '' },
    {
      title: 'Hiệu lực chứng thư số',
      words: certificate ? `${moment(certificate.notBefore)} đến ${moment(certificate.notAfter)}` : '',
    },
    { title: 'Số chứng thư số', words: certificate?.serial ?? '' },
  ].filter(({ words }) => words)
}
