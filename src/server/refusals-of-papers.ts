import type { Sentence } from './refusals-of-dossiers.ts'

/** What papers refuse with, and what the official reads. */
export const PAPER_REFUSALS: Record<string, Sentence> = {
  'papers.data-incomplete': {
    status: 422,
    vi: '{words}.',
  },
  'papers.no-template': {
    status: 409,
    vi: 'Chưa có mẫu giấy tờ "{key}" đang dùng. Người quản trị công bố mẫu này trước.',
  },
  'papers.template-endless': {
    status: 422,
    vi: 'Mẫu giấy tờ chạy mãi không xong nên chưa soạn được. Hãy xem lại các vòng lặp trong mẫu, hoặc mở lại bản mẫu đang dùng.',
  },
  'papers.template-faulty': { status: 422, vi: 'Mẫu giấy tờ có chỗ sai nên chưa soạn được. Dòng và lỗi: {faults}' },
  // templates
  'papers.no-right': { status: 403, vi: 'Chức vụ Ông/Bà đang thi hành không được làm việc này với giấy tờ.' },
  'papers.second-person': {
    status: 403,
    vi: 'Ông/Bà đã soạn trong bản này nên không tự công bố được. Nhờ người kiểm soát thủ tục hành chính của tỉnh xem và công bố.',
  },
  'papers.no-version': { status: 404, vi: 'Không thấy bản mẫu này: có thể bản soạn đã bị bỏ.' },
  'papers.key-taken': { status: 409, vi: 'Đã có mẫu mang khóa "{key}". Ghi khóa khác.' },
  'papers.draft-open': { status: 409, vi: 'Mẫu này đang có một bản soạn. Soạn tiếp bản ấy, hoặc bỏ nó rồi soạn lại.' },
  'papers.published-already': {
    status: 409,
    vi: 'Bản này đã công bố nên không sửa được nữa. Soạn bản mới từ nó.',
  },
  'papers.changed-meanwhile': {
    status: 409,
    vi: 'Người khác vừa lưu bản này. Những gì Ông/Bà gõ vẫn còn dưới đây: so với bản đã lưu rồi bấm lưu lại.',
  },
  'papers.not-json': { status: 422, vi: '{what} chưa đúng dạng JSON, dòng {line}: {why}' },
  'papers.draft-shape': { status: 422, vi: 'Bản soạn chưa đúng ở {where}: {why}' },
  'papers.trial-endless': {
    status: 422,
    vi: 'Mẫu chạy quá lâu hoặc quá nặng nên đã bị dừng: có thể có vòng lặp không kết thúc. Sửa rồi xem thử lại.',
  },
  'papers.template-faults': { status: 422, vi: 'Mẫu chưa công bố được: {list}.' },
  'papers.starts-in-the-past': { status: 422, vi: 'Ngày có hiệu lực phải từ hôm nay trở đi.' },
  'papers.date-unreadable': { status: 422, vi: 'Ghi ngày có hiệu lực dạng ngày/tháng/năm.' },
  'papers.later-version': { status: 409, vi: 'Đã có bản công bố có hiệu lực từ {from}. Chọn ngày sau ngày ấy.' },
  // papers that stop holding, and the citizen's store
  'papers.unknown': { status: 404, vi: 'Không thấy giấy này.' },
  'papers.not-valid': { status: 409, vi: 'Chỉ thu hồi, thay thế được giấy đang có hiệu lực.' },
  'papers.reason-missing': { status: 422, vi: 'Ghi lý do; đừng ghi tên hay số giấy tờ của ai.' },
  'papers.decision-missing': { status: 422, vi: 'Ghi số, ký hiệu và ngày của văn bản thu hồi.' },
  'papers.decision-later': { status: 422, vi: 'Ngày của văn bản thu hồi ở sau hôm nay. Ghi ngày trên văn bản ấy.' },
  'papers.decision-earlier': {
    status: 422,
    vi: 'Ngày của văn bản thu hồi ở trước ngày {on} ghi trên giấy. Xem lại ngày, tháng, năm.',
  },
  'papers.not-a-replacement': {
    status: 409,
    vi: 'Giấy thay phải là một giấy khác đang có hiệu lực, do cùng cơ quan cấp, cho cùng hồ sơ.',
  },
  'filing.paper-not-yours': {
    status: 404,
    vi: 'Giấy này không có trong kho giấy tờ của Ông/Bà, hoặc không dùng cho hồ sơ của người này được.',
  },
  'filing.identity-first': {
    status: 422,
    vi: 'Ghi số định danh cá nhân (12 chữ số) của chủ hồ sơ trong tờ khai trước, rồi tra kết quả đã cấp.',
  },
  'filing.paper-does-not-fit': {
    status: 409,
    vi: 'Giấy này không thay được giấy đang cần, hoặc không còn hiệu lực. Ông/Bà thêm tệp khác.',
  },
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
  'papers.picture-unfit': {
    status: 422,
    vi: 'Ảnh "{name}" hỏng, quá lớn, hoặc không phải JPEG, PNG. Ông/Bà quét lại ở 200 đến 300 dpi rồi gửi.',
  },
  'papers.pictures-too-many': {
    status: 422,
    vi: 'Mỗi bản quét bằng ảnh nhiều nhất {most} trang và 120 MB. Ông/Bà quét thành một tệp PDF rồi gửi.',
  },
  // books
  'books.no-right': {
    status: 403,
    vi: 'Sổ này của đơn vị khác, hoặc chức vụ Ông/Bà không xem, không ghi sổ. Văn thư và lãnh đạo xem sổ của chính đơn vị mình.',
  },
  'books.unknown': { status: 404, vi: 'Đơn vị chưa có sổ này trong năm. Chọn sổ trong danh sách.' },
  'books.entry-unknown': { status: 404, vi: 'Trong sổ chưa có số {number}.' },
  'books.volume-unknown': { status: 404, vi: 'Quyển này chưa có việc nào nên chưa khóa được.' },
  'books.closed-already': { status: 409, vi: 'Quyển này đã khóa. Tải lại trang để xem.' },
  'books.count-differs': {
    status: 422,
    vi: 'Ghi {typed} việc nhưng quyển này có {counted} việc. Đếm lại trên bản in rồi ghi đúng số.',
  },
  'books.pages-missing': { status: 422, vi: 'Ghi số trang của quyển, từ 1 đến 10.000.' },
  'books.signer-missing': { status: 422, vi: 'Ghi họ tên, chức vụ người ký xác nhận khóa sổ.' },
  'books.size-wrong': { status: 422, vi: 'Ghi số việc mỗi quyển, từ 1 đến 10.000.' },
  'books.copies-wrong': { status: 422, vi: 'Số lượng bản ghi bằng số, ví dụ 4. Chưa biết thì bỏ trống.' },
  'books.too-long-to-print': {
    status: 422,
    vi: 'Mỗi lần in nhiều nhất {most} việc. In từng quyển, hoặc ghi từ số, đến số.',
  },
  'books.nothing-to-print': { status: 404, vi: 'Trong khoảng này sổ không có việc nào.' },
}
