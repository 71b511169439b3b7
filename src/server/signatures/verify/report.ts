/** What is said of a signature or a file (kết quả kiểm tra). A file without signatures is `NONE`. */
export type Verdict = 'VALID' | 'INVALID' | 'REVOKED' | 'EXPIRED' | 'UNKNOWN'

/** The worst first: a file is what its worst signature is. */
const WORST: readonly Verdict[] = ['INVALID', 'REVOKED', 'EXPIRED', 'UNKNOWN', 'VALID']

export const worstOf = (verdicts: readonly Verdict[]): Verdict | 'NONE' =>
  WORST.find((each) => verdicts.includes(each)) ?? 'NONE'

/** PAdES baseline level (ETSI EN 319 142-1), as far as the file carries it. */
export type Level = 'B-B' | 'B-T' | 'B-LT' | 'B-LTA' | 'timestamp'

export type SignatureReport = {
  field: string
  kind: 'signature' | 'timestamp'
  verdict: Verdict
  /** A code for machines; its sentence is `reason`. */
  code: string
  /** Plain Vietnamese: what was found. */
  reason: string
  signer: string
  organisation: string
  level: Level
  /** As the signer claims. */
  claimedAt: string | null
  /** As a timestamp proves. */
  provenAt: string | null
  /** Bytes of the file that the signature covers, of all its bytes. */
  covered: number
  coversWhole: boolean
  /** What came after: plain sentences. */
  later: string[]
  certificate: { serial: string; issuer: string; notBefore: string; notAfter: string } | null
}

export type Report = {
  verdict: Verdict | 'NONE'
  /** Why the file could not be judged as a whole. */
  fault: string | null
  pages: number | null
  signatures: SignatureReport[]
}

/** Sentences for codes: what it is, in words of somebody who must decide whether to accept the paper. */
export const REASONS: Record<string, string> = {
  valid: 'Chữ ký đúng, nội dung giữ nguyên từ khi ký, chứng thư số còn hiệu lực lúc ký.',
  'byte-range': 'Chữ ký không phủ trọn phần tệp mà nó nói: có khoảng trống hoặc chồng lấn. Tệp đã bị can thiệp.',
  copied:
    'Chữ ký này là bản chép: nó ký một bản khác của tệp hoặc một ô khác, không phải chỗ đang hiện. Tệp đã bị can thiệp.',
  tail: 'Sau phần đã ký có dữ liệu lạ nối vào cuối tệp, không thuộc bản nào của tệp.',
  'cut-off': 'Tệp bị cắt cụt: chữ ký phủ một phần không còn trong tệp.',
  removed: 'Tệp từng mang một chữ ký, nay chữ ký ấy không còn ở ô nào: đã bị gỡ hoặc bị che.',
  'not-a-revision': 'Phần tệp được ký không phải là một bản hoàn chỉnh. Tệp đã bị can thiệp.',
  'digest-mismatch': 'Nội dung đã ký bị thay đổi sau khi ký.',
  'signature-bad': 'Giá trị chữ ký không đúng với chứng thư số đi kèm.',
  'signature-damaged': 'Chữ ký bị hỏng, thiếu thông tin bắt buộc hoặc không đọc được.',
  'certificate-mismatch': 'Chứng thư số đi kèm không phải là chứng thư số đã dùng để ký.',
  'changed-after': 'Sau khi ký, tệp bị sửa ở chỗ không được phép sửa.',
  'locked-changed': 'Sau khi ký, có ô đã khóa bị sửa.',
  revoked: 'Chứng thư số đã bị thu hồi trước khi ký.',
  'on-hold': 'Chứng thư số đang bị tạm dừng lúc ký.',
  expired: 'Chứng thư số đã hết hạn, và không có dấu thời gian chứng tỏ chữ ký làm trước khi hết hạn.',
  'not-yet-valid': 'Chữ ký làm khi chứng thư số chưa có hiệu lực.',
  untrusted: 'Chưa tin được nơi cấp chứng thư số này: không nối được tới tổ chức chứng thực gốc đã biết.',
  'chain-faulty': 'Đường nối từ chứng thư số tới tổ chức chứng thực gốc có chỗ sai.',
  'no-revocation-data':
    'Chưa biết chứng thư số có bị thu hồi lúc ký hay không: tệp không mang và không lấy được dữ liệu thu hồi.',
  'not-for-signing':
    'Chứng thư số này không cấp để ký văn bản (của máy chủ, của tổ chức chứng thực, để mã hóa hoặc đóng dấu thời gian), nên không biết ai ký.',
  'stamp-ahead':
    'Dấu thời gian ghi giờ chưa tới: đồng hồ của nơi cấp dấu hoặc của máy kiểm tra này sai, nên chưa kết luận được.',
  weak: 'Chữ ký dùng thuật toán hoặc khóa đã yếu (MD5, SHA-1, RSA dưới 2048 bit), không còn đủ tin.',
  unsupported: 'Chữ ký dùng thuật toán hoặc định dạng mà trang này chưa kiểm tra được.',
  'part-only': 'Chữ ký chỉ phủ một phần thông điệp, phần còn lại ai cũng có thể sửa.',
  'certificate-damaged': 'Chứng thư số đi kèm bị cắt cụt hoặc hỏng nên chưa kiểm tra được chữ ký.',
  'certificate-missing': 'Không có chứng thư số đi kèm nên chưa biết ai ký.',
  'xml-damaged': 'Thông điệp XML hỏng hoặc mang khai báo không được phép, không đọc được.',
  encrypted: 'Tệp đặt mật khẩu nên chưa kiểm tra được phần thay đổi sau khi ký.',
  damaged: 'Tệp hỏng, hoặc không phải PDF hay XML, không đọc được.',
  'too-much': 'Tệp quá lớn hoặc quá rối để kiểm tra trong giới hạn.',
}
