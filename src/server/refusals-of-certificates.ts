import type { Sentence } from './refusals-of-dossiers.ts'

/** What the register of certificates refuses with, and what the official reads. */
export const CERTIFICATE_REFUSALS: Record<string, Sentence> = {
  'certificates.no-right': {
    status: 403,
    vi: 'Chức vụ Ông/Bà đang thi hành không được làm việc này với chứng thư số của cơ quan này.',
  },
  'certificates.unknown': { status: 404, vi: 'Không thấy chứng thư số này trong những đơn vị Ông/Bà được xem.' },
  'certificates.unknown-request': { status: 404, vi: 'Không thấy đề nghị này trong những đơn vị Ông/Bà được xem.' },
  'certificates.unknown-organisation': { status: 422, vi: 'Không có cơ quan này. Ông/Bà chọn lại trong danh sách.' },
  'certificates.unknown-post': { status: 422, vi: 'Không có chức vụ này. Ông/Bà chọn lại trong danh sách.' },
  'certificates.post-elsewhere': {
    status: 422,
    vi: 'Chức vụ này không thuộc cơ quan đã chọn. Ông/Bà chọn lại chức vụ hoặc cơ quan.',
  },
  'certificates.post-vacant': {
    status: 409,
    vi: 'Chức vụ "{post}" chưa có người giữ nên chưa cấp chứng thư được. Bổ nhiệm trước, rồi đề nghị cấp.',
  },
  'certificates.authority-off': {
    status: 409,
    vi: 'Cơ quan cấp chứng thư này đang tắt. Người quản trị bật lại ở trang Cơ quan cấp chứng thư, hoặc chọn cơ quan khác.',
  },
  'certificates.duplicate': { status: 409, vi: 'Chứng thư này đã có trong sổ.' },
  'certificates.revoked': {
    status: 409,
    vi: 'Chứng thư số đã bị thu hồi nên không dùng được nữa. Đề nghị cấp chứng thư mới.',
  },
  'certificates.suspended': {
    status: 409,
    vi: 'Chứng thư số đang tạm dừng nên chưa ký được. Đề nghị dùng lại, hoặc đề nghị cấp mới nếu đã mất thiết bị.',
  },
  'certificates.not-yet': { status: 409, vi: 'Chứng thư số chưa đến ngày có hiệu lực.' },
  'certificates.expired': { status: 409, vi: 'Chứng thư số đã hết hạn. Đề nghị gia hạn hoặc cấp mới.' },
  'certificates.left-post': {
    status: 409,
    vi: 'Người đứng tên chứng thư không còn giữ chức vụ này nên không ký được bằng chứng thư này. Đề nghị bàn giao chứng thư.',
  },
}
