import { own } from '#own-keys'
import { answerNumberWords } from '../number-words.ts'
import { ACCOUNT_REFUSALS } from './refusals-of-accounts.ts'
import { DIRECTORY_REFUSALS } from './refusals-of-directory.ts'
import { CERTIFICATE_REFUSALS } from './refusals-of-certificates.ts'
import { PLATFORM_REFUSALS } from './refusals-of-platform.ts'
import { DOSSIER_REFUSALS, type Sentence } from './refusals-of-dossiers.ts'
import { FILE_REFUSALS } from './refusals-of-files.ts'
import { PAPER_REFUSALS } from './refusals-of-papers.ts'
import { RESULT_REFUSALS } from './refusals-of-results.ts'
import { SIGNING_REFUSALS } from './refusals-of-signing.ts'

/** Every code a module may refuse with: its HTTP status, and what the citizen or clerk reads. `{name}` is filled from the refusal's facts. */
export const REFUSALS: Record<string, Sentence> = {
  // platform
  ...PLATFORM_REFUSALS,
  // certificates
  'certificates.no-file': { status: 422, vi: 'Ông/Bà chọn tệp rồi bấm "Kiểm tra".' },
  // accounts
  'accounts.wrong-name-or-password': {
    status: 401,
    vi: 'Tên đăng nhập hoặc mật khẩu chưa đúng. Ông/Bà gõ lại, hoặc bấm "Quên mật khẩu".',
  },
  'accounts.wrong-password': { status: 401, vi: 'Mật khẩu chưa đúng. Ông/Bà gõ lại.' },
  'accounts.contact-of-official': {
    status: 409,
    vi: 'Số hoặc địa chỉ này thuộc tài khoản cán bộ: người quản trị của cơ quan cấp mật khẩu mới. Nộp hồ sơ của mình thì Ông/Bà dùng số khác.',
  },
  'accounts.wrong-code': { status: 422, vi: 'Mã chưa đúng hoặc đã hết hạn. Ông/Bà gõ lại 6 số, hoặc xin mã mới.' },
  'accounts.not-your-post': { status: 403, vi: 'Ông/Bà không giữ chức vụ này.' },
  'accounts.no-right': { status: 403, vi: 'Chức vụ Ông/Bà đang thi hành không được làm việc này.' },
  'accounts.token-incomplete': { status: 422, vi: 'Ghi tên hệ thống, chức vụ và ít nhất một phạm vi.' },
  'accounts.unknown': { status: 404, vi: 'Không thấy tài khoản này.' },
  'accounts.provider-away': {
    status: 409,
    vi: 'Chưa nối được với cổng định danh quốc gia. Ông/Bà đăng nhập bằng số điện thoại, hoặc thử lại sau.',
  },
  'accounts.provider-refused': {
    status: 401,
    vi: 'Cổng định danh quốc gia chưa xác nhận được. Ông/Bà làm lại từ trang đăng nhập.',
  },
  'accounts.provider-unclear': {
    status: 422,
    vi: 'Cổng định danh quốc gia không cho biết họ tên và số định danh 12 chữ số. Ông/Bà đăng nhập cách khác.',
  },
  'accounts.closed': { status: 403, vi: 'Tài khoản này đã khoá. Ông/Bà hỏi cán bộ một cửa gần nhất.' },
  'accounts.sign-in-expired': { status: 401, vi: 'Lần đăng nhập này đã quá 10 phút. Ông/Bà làm lại từ đầu.' },
  'procedures.unknown-code': {
    status: 404,
    vi: 'Không có thủ tục mang mã {code} đang có hiệu lực. Ông/Bà xem lại mã.',
  },
  'procedures.not-json': { status: 422, vi: 'Nội dung chưa đúng dạng JSON: {why}' },
  'procedures.content-shape': { status: 422, vi: 'Nội dung chưa đúng ở {where}: {why}' },
  // api
  'api.file-not-uploaded': {
    status: 422,
    vi: 'Tệp chưa được tải lên bằng mã truy cập này. Tải lên /api/files rồi gửi kèm receipt.',
  },
  ...ACCOUNT_REFUSALS,
  ...DIRECTORY_REFUSALS,
  ...CERTIFICATE_REFUSALS,
  ...DOSSIER_REFUSALS,
  ...FILE_REFUSALS,
  ...PAPER_REFUSALS,
  ...RESULT_REFUSALS,
  ...SIGNING_REFUSALS,
}

/** The sentence of a refusal, its facts filled in. */
export function sentenceOf(code: string, facts: Record<string, unknown>): string {
  const sentence = own(REFUSALS, code)?.vi ?? 'Chưa làm được việc này. Ông/Bà tải lại trang rồi thử lại.'
  return sentence.replace(/\{(\w+)\}/g, (_, name: string) => {
    const fact = own(facts, name)
    if (typeof fact === 'number') return answerNumberWords(fact)
    return Array.isArray(fact) ? fact.join('; ') : String(fact ?? '')
  })
}
