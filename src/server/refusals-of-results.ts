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
}
