import type { Sentence } from './refusals-of-dossiers.ts'

/** What the door of the program refuses: bodies, files, text, and asking too often. */
export const PLATFORM_REFUSALS: Record<string, Sentence> = {
  'platform.file-too-large': {
    status: 413,
    vi: 'Tệp lớn hơn mức cho phép. Ông/Bà chọn tệp nhỏ hơn.',
  },
  'platform.key-reused': {
    status: 422,
    vi: 'Lần gửi này đã gửi rồi, với nội dung khác; nội dung gửi trước vẫn có hiệu lực. Ông/Bà xem lại rồi bấm gửi lần nữa nếu đúng là muốn gửi thêm.',
  },
  'platform.values-wrong': { status: 422, vi: '{words}' },
  'platform.too-often': { status: 429, vi: 'Đã thử quá nhiều lần. Ông/Bà đợi khoảng {minutes} phút rồi làm lại.' },
  'platform.nothing-to-repeat': {
    status: 409,
    vi: 'Việc này đã chạy lại hoặc không còn trong hàng chờ. Ông/Bà tải lại trang để xem tình trạng mới.',
  },
  'platform.body-too-large': {
    status: 413,
    vi: 'Phần gửi lên lớn hơn mức cho phép ({most}). Ông/Bà chọn tệp nhỏ hơn, hoặc chia ra gửi nhiều lần.',
  },
  'platform.bad-text': {
    status: 422,
    vi: 'Dữ liệu gửi lên có ký tự điều khiển hoặc ký tự bị cắt đôi. Bỏ các ký tự ấy rồi gửi lại.',
  },
  'platform.bad-value': {
    status: 422,
    vi: 'Dữ liệu gửi lên có mã, số hoặc ngày không đọc được. Ông/Bà xem lại, hoặc tải lại trang rồi làm lại.',
  },
  'platform.bad-address': { status: 404, vi: 'Không có trang này. Ông/Bà xem lại địa chỉ hoặc mã.' },
  'platform.there-already': {
    status: 409,
    vi: 'Mục này đã có: có người vừa ghi, hoặc số, mã hay tên ấy đã dùng. Ông/Bà tải lại trang để xem, rồi ghi khác đi nếu cần.',
  },
  'platform.gone-meanwhile': {
    status: 409,
    vi: 'Một mục mà trang này nói tới không có, hoặc không còn nữa. Ông/Bà tải lại trang rồi chọn lại.',
  },
  'platform.quota': {
    status: 429,
    vi: 'Hôm nay đã gửi quá {most} MB. Ông/Bà gửi tiếp vào ngày mai, hoặc mang tệp đến bộ phận một cửa.',
  },
  'platform.no-room': {
    status: 503,
    vi: 'Máy chủ sắp hết chỗ chứa nên tạm chưa nhận tệp. Ông/Bà thử lại sau, hoặc mang giấy đến bộ phận một cửa.',
  },
  'platform.busy': { status: 503, vi: 'Đang có nhiều việc loại này chờ đến lượt. Ông/Bà thử lại sau một phút.' },
  'platform.cut-off': { status: 400, vi: 'Kết nối đứt giữa chừng nên chưa nhận được gì. Ông/Bà gửi lại.' },
  'platform.form-broken': {
    status: 400,
    vi: 'Phần gửi lên bị đứt hoặc sai dạng nên chưa nhận được. Ông/Bà tải lại trang rồi gửi lại.',
  },
  'platform.form-kind': { status: 415, vi: 'Chỗ này nhận biểu mẫu của trang. Ông/Bà mở lại trang rồi gửi từ đó.' },
  'platform.too-many-parts': {
    status: 413,
    vi: 'Biểu mẫu có quá nhiều ô (nhiều nhất {most}). Ông/Bà chia ra gửi nhiều lần.',
  },
  'platform.field-too-long': { status: 413, vi: 'Có một ô quá dài (nhiều nhất {most} byte). Ông/Bà viết ngắn lại.' },
  'platform.one-file-at-a-time': {
    status: 422,
    vi: 'Mỗi lần gửi một tệp. Ông/Bà xem tệp đầu đã có chưa, rồi gửi lần lượt các tệp còn lại.',
  },
  'platform.too-many-files': { status: 422, vi: 'Mỗi lần gửi nhiều nhất {most} tệp. Ông/Bà chia ra gửi nhiều lần.' },
}
