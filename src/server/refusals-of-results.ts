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
  'results.decided-already': {
    status: 409,
    vi: 'Hồ sơ đã quyết định: chỉ soạn được giấy tờ kèm theo kết quả ấy, như ghi chú trên giấy đã cấp.',
  },
  'results.scan-needed': {
    status: 422,
    vi: 'Chọn bản quét để ghi lên. Chưa có trong hồ sơ thì quét giấy tờ, thêm tệp rồi chọn.',
  },
  'results.scan-unknown': {
    status: 422,
    vi: 'Tệp đã chọn không phải bản quét của hồ sơ này. Ông/Bà chọn lại trong danh sách.',
  },
  'results.scan-unfit': { status: 422, vi: 'Không ghi lên tệp này được: {reason}.' },
  'results.not-in-person': {
    status: 409,
    vi: 'Hồ sơ chưa ghi nhận người yêu cầu đã ký trước mặt cán bộ nên chưa ghi lời chứng được. Mời ký và xác nhận ở bước trước.',
  },
  'results.beside-unsigned': {
    status: 409,
    vi: 'Còn giấy tờ kèm theo kết quả chưa có chữ ký của lãnh đạo. Lãnh đạo ký ở "Ký số" rồi đóng dấu một lần.',
  },
  'results.beside-open': {
    status: 409,
    vi: 'Ghi chú đã soạn chưa ký, chưa đóng dấu xong nên chưa chuyển hồ sơ được.',
  },
  'results.no-attestation': {
    status: 404,
    vi: 'Kết quả này không phải lời chứng, ghi chú, hoặc chưa lấy số, đóng dấu.',
  },
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
  'results.no-signer': { status: 422, vi: 'Người ký chưa có trong danh bạ chức vụ hôm nay. Ông/Bà chọn người khác.' },
  'results.no-delegation': {
    status: 403,
    vi: 'Chức vụ "{title}" chưa có văn bản phân công, ủy quyền còn hiệu lực nên chưa ký được loại việc này.',
  },
}
