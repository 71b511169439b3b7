import type { Sentence } from './refusals-of-dossiers.ts'

/** What papers refuse with, and what the official reads. */
export const PAPER_REFUSALS: Record<string, Sentence> = {
  'papers.data-incomplete': {
    status: 422,
    vi: 'Giấy tờ chưa đủ nội dung để soạn: {faults}. Ghi thêm những chỗ này rồi soạn lại.',
  },
  'papers.no-template': {
    status: 409,
    vi: 'Chưa có mẫu giấy tờ "{key}" đang dùng. Người quản trị công bố mẫu này trước.',
  },
  'papers.template-faulty': { status: 422, vi: 'Mẫu giấy tờ có chỗ sai nên chưa soạn được. Dòng và lỗi: {faults}' },
  'papers.blank-no-right': {
    status: 403,
    vi: 'Chức vụ này không giữ phôi của đơn vị. Người giữ phôi là văn thư hoặc chuyên viên của chính đơn vị.',
  },
  'papers.blank-fields': { status: 422, vi: 'Còn ô chưa ghi, hoặc ghi quá dài. Xem lại từng ô, ghi đủ rồi gửi lại.' },
  'papers.blank-range': {
    status: 422,
    vi: 'Số phôi từ {first} đến {last} không thành một lô. Ghi số cuối không nhỏ hơn số đầu, mỗi lô nhiều nhất 10.000 phôi.',
  },
  'papers.blank-digits': {
    status: 422,
    vi: 'Số {last} dài hơn {digits} chữ số. Ghi đúng số chữ số in trên phôi.',
  },
  'papers.blank-day': { status: 422, vi: 'Ngày nhận phôi ở sau hôm nay. Ghi ngày trên phiếu giao.' },
  'papers.blank-there': {
    status: 409,
    vi: 'Trong các số từ {first} đến {last} của sê-ri {series} có số đã nhận vào sổ rồi. Đối chiếu phiếu giao, ghi lại số đầu và số cuối.',
  },
  'papers.blank-none': {
    status: 409,
    vi: 'Đơn vị hết phôi loại này. Nhận lô phôi mới vào sổ rồi làm tiếp.',
  },
  'papers.blank-unknown': {
    status: 404,
    vi: 'Phôi {series} {serial} chưa được lấy ra dùng ở đơn vị này. Kiểm tra lại sê-ri và số in trên phôi.',
  },
  'papers.blank-spoiled': { status: 409, vi: 'Phôi {series} {serial} đã ghi hỏng trước đó, không ghi lần nữa.' },
  'papers.scan-unfit': {
    status: 422,
    vi: 'Tệp quét không dùng được để ghi lời chứng: {reason}. Quét lại thành PDF không đặt mật khẩu.',
  },
}
