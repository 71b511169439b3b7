/** Every code a module may refuse with: its HTTP status, and what the citizen or clerk reads. `{name}` is filled from the refusal's facts. */
export const REFUSALS: Record<string, { status: 401 | 403 | 404 | 409 | 413 | 422 | 429; vi: string }> = {
  // platform
  'platform.file-too-large': {
    status: 413,
    vi: 'Tệp lớn hơn mức cho phép. Ông/Bà chọn tệp nhỏ hơn.',
  },
  'platform.key-reused': {
    status: 422,
    vi: 'Lần gửi này trùng mã với một lần gửi khác có nội dung khác. Ông/Bà tải lại trang rồi gửi lại.',
  },
  // dossiers
  'dossiers.unknown': {
    status: 404,
    vi: 'Không thấy hồ sơ này, hoặc Ông/Bà không được xem. Ông/Bà xem lại mã hồ sơ trên giấy hẹn.',
  },
  'dossiers.not-possible': {
    status: 409,
    vi: 'Hồ sơ đã sang trạng thái khác nên không làm được việc này nữa. Ông/Bà tải lại trang để xem tình trạng mới.',
  },
  'dossiers.changed-meanwhile': {
    status: 409,
    vi: 'Người khác vừa xử lý hồ sơ này. Ông/Bà tải lại trang, xem lại rồi làm tiếp.',
  },
  'dossiers.no-right': {
    status: 403,
    vi: 'Chức vụ Ông/Bà đang thi hành không được làm việc này ở đơn vị đó. Cần lãnh đạo phân công hoặc đổi chức vụ.',
  },
  'dossiers.held-by-other': {
    status: 403,
    vi: 'Hồ sơ đang do người khác giữ. Muốn làm thay, cần lãnh đạo phân công lại.',
  },
  'dossiers.not-yours': {
    status: 403,
    vi: 'Hồ sơ này không phải do Ông/Bà nộp. Ông/Bà đăng nhập đúng tài khoản đã nộp, hoặc đến bộ phận một cửa.',
  },
  'dossiers.no-step': {
    status: 409,
    vi: 'Hồ sơ không có việc nào đang mở. Ông/Bà tải lại trang để xem tình trạng mới.',
  },
  'dossiers.wrong-place': {
    status: 422,
    vi: 'Nơi này không có thẩm quyền nhận hồ sơ. Nơi nhận đúng: {words} ({places}).',
  },
  'dossiers.place-unknown': {
    status: 422,
    vi: 'Chưa biết nơi nào nhận hồ sơ ({words}). Ông/Bà điền đủ địa chỉ trong tờ khai.',
  },
  'dossiers.version-not-in-force': {
    status: 409,
    vi: 'Thủ tục này vừa có bản mới hoặc đã hết hiệu lực. Ông/Bà mở lại bản khai; những gì đã điền được giữ.',
  },
  'dossiers.not-fillable': {
    status: 422,
    vi: 'Thủ tục này chưa nộp được tại đây. Ông/Bà xem hướng dẫn và nộp tại bộ phận một cửa.',
  },
  'dossiers.channel-not-open': {
    status: 422,
    vi: 'Thủ tục này không nhận theo cách nộp đó. Ông/Bà chọn cách nộp khác ở trang thủ tục.',
  },
  'dossiers.answers-incomplete': {
    status: 422,
    vi: 'Tờ khai còn chỗ thiếu hoặc chưa đúng. Ông/Bà xem các câu được đánh dấu.',
  },
  'dossiers.papers-missing': {
    status: 422,
    vi: 'Chưa nhận được vì còn thiếu: {names}. Ông/Bà yêu cầu bổ sung một lần cho đủ.',
  },
  'dossiers.papers-unchecked': { status: 422, vi: 'Còn giấy tờ chưa đánh dấu có hay thiếu: {names}.' },
  'dossiers.no-time-limit': {
    status: 422,
    vi: 'Thủ tục {code} chưa có thời hạn giải quyết. Báo bộ phận kiểm soát thủ tục hành chính.',
  },
  'dossiers.nothing-asked': {
    status: 422,
    vi: 'Cần ghi ít nhất một mục phải bổ sung, kèm điều khoản và cách khắc phục.',
  },
  'dossiers.completion-asked-already': {
    status: 409,
    vi: 'Đã yêu cầu bổ sung rồi; chỉ được yêu cầu {most} lần. Ông/Bà tiếp nhận hoặc từ chối có nêu lý do.',
  },
  'dossiers.nothing-supplied': {
    status: 422,
    vi: 'Chưa có gì để bổ sung. Ông/Bà đính kèm giấy tờ hoặc sửa câu trả lời được yêu cầu.',
  },
  'dossiers.decline-needs-reason': { status: 422, vi: 'Từ chối tiếp nhận phải ghi lý do và điều khoản.' },
  'dossiers.decline-needs-place': { status: 422, vi: 'Từ chối tiếp nhận phải chỉ đúng nơi nộp cho người dân.' },
  'dossiers.no-such-place': {
    status: 422,
    vi: 'Nơi chuyển đến không có bộ phận tiếp nhận, hoặc chính là nơi này. Ông/Bà chọn nơi khác.',
  },
  'dossiers.received-already': { status: 409, vi: 'Hồ sơ đã được nhận bàn giao rồi.' },
  'dossiers.post-not-there': {
    status: 422,
    vi: 'Người được chọn không làm việc này ở đơn vị đó. Ông/Bà chọn trong danh sách.',
  },
  'dossiers.no-such-act': { status: 422, vi: 'Bước "{step}" không có việc này. Ông/Bà tải lại trang.' },
  'dossiers.remark-needed': { status: 422, vi: '"{label}" phải kèm ý kiến bằng chữ.' },
  'dossiers.clause-needed': { status: 422, vi: 'Từ chối giải quyết phải ghi điều khoản làm căn cứ.' },
  'dossiers.use-return': {
    status: 422,
    vi: 'Bước này là trả kết quả: ghi người nhận và giấy tờ rồi bấm "Trả kết quả".',
  },
  'dossiers.no-such-consult': { status: 422, vi: 'Bước này không có cơ quan phối hợp đó.' },
  'dossiers.no-such-opinion': { status: 404, vi: 'Không thấy việc xin ý kiến này, hoặc đã trả lời rồi.' },
  'dossiers.receipt-number-needed': { status: 422, vi: 'Đã thu tiền thì ghi số biên lai.' },
  'dossiers.exemption-needs-reason': { status: 422, vi: 'Miễn thu thì ghi lý do miễn.' },
  'dossiers.collector-needed': { status: 422, vi: 'Ghi họ tên người nhận kết quả và giấy tờ tùy thân đã xem.' },
  'dossiers.post-number-needed': { status: 422, vi: 'Gửi bưu điện thì ghi số bưu gửi.' },
  'dossiers.originals-to-show': {
    status: 422,
    vi: 'Hồ sơ nộp qua mạng: trước khi trả kết quả cần xem bản chính {names}.',
  },
  'dossiers.fee-owed': {
    status: 409,
    vi: 'Còn phải thu {total} đ. Ông/Bà ghi biên lai hoặc lý do miễn trước khi trả kết quả.',
  },
}
