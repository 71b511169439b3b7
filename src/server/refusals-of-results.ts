import type { Sentence } from './refusals-of-dossiers.ts'

/** What slips and results refuse with, and what is read. */
export const RESULT_REFUSALS: Record<string, Sentence> = {
  // slips
  'slips.none': {
    status: 404,
    vi: 'Hồ sơ này chưa có "{kind}". Giấy hẹn có sau khi tiếp nhận; phiếu có khi yêu cầu bổ sung hoặc từ chối.',
  },
  'slips.not-for-filer': { status: 403, vi: 'Phiếu kiểm soát là giấy tờ nội bộ của cơ quan giải quyết.' },
  'slips.no-declaration': {
    status: 409,
    vi: 'Thủ tục {code} chưa có mẫu tờ khai để in. Ông/Bà dùng mẫu giấy tại bộ phận một cửa.',
  },
  'slips.period-wrong': {
    status: 422,
    vi: 'Ghi từ ngày, đến ngày trong cùng một năm; ngày đầu không sau ngày cuối.',
  },
  'slips.book-empty': { status: 404, vi: 'Trong thời gian này bộ phận một cửa không tiếp nhận hồ sơ nào.' },
  'slips.book-too-long': {
    status: 422,
    vi: 'Nhiều hơn {most} hồ sơ. Ông/Bà chọn thời gian ngắn hơn, ví dụ một tháng.',
  },
  // results
  'results.not-here': {
    status: 409,
    vi: 'Ở bước "{step}" không soạn kết quả nữa. Muốn sửa, trả lại cho người soạn thảo.',
  },
  'results.unknown': { status: 422, vi: 'Thủ tục này không có mẫu kết quả đó. Ông/Bà chọn trong danh sách.' },
  'results.none': { status: 404, vi: 'Hồ sơ này chưa soạn kết quả.' },
  'results.signed-already': {
    status: 409,
    vi: 'Kết quả đã ký nên không soạn lại được. Muốn thay, lãnh đạo phải thu hồi văn bản đã ký.',
  },
  'results.outcome-differs': {
    status: 409,
    vi: 'Dự thảo đang là "{prepared}", khác với quyết định vừa chọn. Ông/Bà trả lại để soạn đúng văn bản rồi ký.',
  },
  'results.pin-needed': { status: 422, vi: 'Ghi mã PIN của chứng thư số để ký, đóng dấu.' },
  'results.paper-unknown': { status: 404, vi: 'Không thấy giấy tờ này, hoặc Ông/Bà không được xem.' },
  'results.not-signed': {
    status: 409,
    vi: 'Kết quả chưa có chữ ký của lãnh đạo nên chưa lấy số, đóng dấu được.',
  },
  // copies of results on paper
  'results.scan-no-right': {
    status: 403,
    vi: 'Chức vụ Ông/Bà đang thi hành không đưa bản quét vào hồ sơ này. Người làm việc này là văn thư hoặc chuyên viên của cơ quan giải quyết.',
  },
  'results.scan-too-early': {
    status: 409,
    vi: 'Hồ sơ chưa tới bước ký kết quả nên chưa có kết quả trên giấy để quét. Ông/Bà quét khi lãnh đạo đã ký.',
  },
  'results.scan-ended': {
    status: 409,
    vi: 'Hồ sơ này không được tiếp nhận hoặc đã dừng nên không có kết quả để sao.',
  },
  'results.scan-electronic': {
    status: 409,
    vi: 'Kết quả của hồ sơ này đã ký bằng bản điện tử, không phải quét. Cần bản sao thì bấm "Sao y bản điện tử".',
  },
  'results.scan-unreadable': {
    status: 422,
    vi: 'Không đọc được tệp này. Ông/Bà chọn tệp PDF không đặt mật khẩu, hoặc ảnh JPEG, PNG, rồi gửi lại.',
  },
  'results.scan-changed': {
    status: 409,
    vi: 'Người khác vừa thêm hoặc thay bản quét của hồ sơ này. Ông/Bà xem bản quét đang chờ rồi thêm trang lần nữa.',
  },
  'results.scan-gone': {
    status: 409,
    vi: 'Bản quét này vừa được thay, bỏ đi hoặc đã có người ký sao. Ông/Bà xem lại danh sách dưới đây; nếu còn bản quét chờ ký thì xem rồi ký lại.',
  },
  'results.copy-not-valid': {
    status: 409,
    vi: 'Chỉ sao được văn bản điện tử đã ký, đóng dấu và đang có hiệu lực.',
  },
  'results.copy-reason': { status: 422, vi: 'Ghi lý do thu hồi; đừng ghi tên hay số giấy tờ của ai.' },
  'results.no-signer': { status: 422, vi: 'Người ký chưa có trong danh bạ chức vụ hôm nay. Ông/Bà chọn người khác.' },
  'results.no-delegation': {
    status: 403,
    vi: 'Chức vụ "{title}" chưa có văn bản phân công, ủy quyền còn hiệu lực nên chưa ký được loại việc này.',
  },
}
