/** An HTTP status and what the citizen or clerk reads. */
export type Sentence = { status: 400 | 401 | 403 | 404 | 409 | 413 | 415 | 422 | 429 | 503; vi: string }

/** The sentences of filing and dossiers, and of what stands after them in the list. */
export const DOSSIER_REFUSALS: Record<string, Sentence> = {
  // filing
  'filing.authorisation-missing': {
    status: 422,
    vi: 'Ông/Bà nộp thay cho {owner}: ghi quan hệ, hoặc số và ngày giấy ủy quyền.',
  },
  'filing.unknown-draft': {
    status: 404,
    vi: 'Không thấy bản khai này, hoặc đã quá hạn lưu. Ông/Bà mở bản khai mới từ trang thủ tục.',
  },
  'filing.sent-already': { status: 409, vi: 'Bản khai này đã gửi rồi. Ông/Bà xem trong "Hồ sơ của tôi".' },
  'filing.sign-in-first': { status: 401, vi: 'Ông/Bà đăng nhập rồi nộp hồ sơ.' },
  'filing.unknown-section': { status: 404, vi: 'Bản khai không có phần này.' },
  'filing.version-ended': {
    status: 409,
    vi: 'Thủ tục này đã có mẫu mới nên bản khai theo mẫu cũ chưa gửi được. Những gì đã khai vẫn còn: bấm "Chuyển sang mẫu mới", xem lại rồi gửi.',
  },
  'filing.procedure-ended': {
    status: 409,
    vi: 'Thủ tục này không còn nhận hồ sơ. Bản khai vẫn được giữ; Ông/Bà tìm thủ tục thay thế hoặc hỏi bộ phận một cửa.',
  },
  'filing.changed-elsewhere': {
    status: 409,
    vi: 'Bản khai vừa được lưu ở máy khác. Những gì Ông/Bà vừa gõ vẫn còn ở đây: chọn câu trả lời đúng rồi bấm lưu lần nữa.',
  },
  'filing.too-many-drafts': {
    status: 409,
    vi: 'Ông/Bà đang có {most} bản khai chưa gửi. Ông/Bà gửi hoặc bỏ bớt ở trang "Hồ sơ của tôi" rồi mở bản mới.',
  },
  'filing.too-long': { status: 413, vi: 'Bản khai quá dài. Ông/Bà viết ngắn lại hoặc đính kèm thành tệp.' },
  'filing.return-missing': { status: 422, vi: 'Ông/Bà chọn cách nhận kết quả.' },
  'dossiers.return-address-missing': { status: 422, vi: 'Nhận qua bưu điện thì ghi địa chỉ nhận.' },
  'filing.address-missing': { status: 422, vi: 'Nhận qua bưu điện thì ghi địa chỉ nhận.' },
  'filing.place-missing': { status: 422, vi: 'Ông/Bà chọn nơi nhận hồ sơ.' },
  'filing.unknown-paper': { status: 422, vi: 'Thủ tục này không cần giấy tờ đó.' },
  'filing.contact-missing': {
    status: 422,
    vi: 'Nộp qua mạng thì cần một số điện thoại hoặc thư điện tử để báo tin. Ông/Bà ghi số điện thoại trong phần Người yêu cầu.',
  },
  'filing.no-file': { status: 422, vi: 'Ông/Bà chọn tệp rồi bấm "Thêm tệp".' },
  'filing.too-many-files': {
    status: 422,
    vi: 'Nhiều nhất {most} tệp cho một hồ sơ. Ông/Bà gộp bớt thành một tệp PDF.',
  },
  'filing.papers-missing': { status: 422, vi: 'Còn thiếu giấy tờ: {names}.' },
  'filing.at-the-desk': { status: 409, vi: 'Bản khai này lập tại một cửa: bấm "Tiếp nhận".' },
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
  'dossiers.completion-lacks': { status: 422, vi: 'Chưa gửi được, còn thiếu: {list}' },
  'dossiers.withdraw-needs-reason': {
    status: 422,
    vi: 'Rút hồ sơ thay người nộp thì ghi lý do: ai đề nghị, vì sao.',
  },
  'dossiers.decline-needs-reason': { status: 422, vi: 'Ghi lý do không tiếp nhận.' },
  'dossiers.decline-needs-clause': { status: 422, vi: 'Ghi điều khoản làm căn cứ không tiếp nhận.' },
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
  'dossiers.confirm-needed': {
    status: 422,
    vi: 'Chưa xác nhận: "{confirm}" Đánh dấu ô xác nhận rồi bấm lại; không đúng như vậy thì không làm tiếp.',
  },
  'dossiers.clause-needed': { status: 422, vi: 'Từ chối giải quyết phải ghi điều khoản làm căn cứ.' },
  'dossiers.use-return': {
    status: 422,
    vi: 'Bước này là trả kết quả: ghi người nhận và giấy tờ rồi bấm "Trả kết quả".',
  },
  'dossiers.no-such-consult': { status: 422, vi: 'Bước này không có cơ quan phối hợp đó.' },
  'dossiers.no-such-opinion': { status: 404, vi: 'Không thấy việc xin ý kiến này, hoặc đã trả lời rồi.' },
  'dossiers.receipt-number-needed': { status: 422, vi: 'Đã thu tiền thì ghi số biên lai.' },
  'dossiers.exemption-needs-reason': { status: 422, vi: 'Miễn thu thì ghi lý do miễn.' },
  'dossiers.collector-needed': { status: 422, vi: 'Ghi họ tên người nhận kết quả.' },
  'dossiers.collector-paper-needed': { status: 422, vi: 'Ghi loại và số giấy tờ tùy thân đã xem của người nhận.' },
  'dossiers.question-empty': { status: 422, vi: 'Ghi nội dung cần xin ý kiến.' },
  'dossiers.answer-choice': { status: 422, vi: 'Chọn câu trả lời: {choices}.' },
  'dossiers.answer-empty': {
    status: 422,
    vi: 'Ghi nội dung trả lời bằng chữ, hoặc thêm tệp văn bản trả lời trước khi gửi.',
  },
  'dossiers.answer-wants-file': { status: 422, vi: 'Chọn "{label}" thì thêm tệp văn bản trả lời trước khi gửi.' },
  'dossiers.post-number-needed': { status: 422, vi: 'Gửi bưu điện thì ghi số bưu gửi.' },
  'dossiers.originals-to-show': {
    status: 422,
    vi: 'Hồ sơ nộp qua mạng: trước khi trả kết quả cần xem bản chính {names}.',
  },
  'dossiers.fee-owed': {
    status: 409,
    vi: 'Còn phải thu {total} đ. Ghi đã thu với số biên lai, hoặc miễn với lý do, rồi trả kết quả.',
  },
  // procedures
  'procedures.no-version': { status: 404, vi: 'Không thấy phiên bản thủ tục này. Ông/Bà quay lại danh sách.' },
  'procedures.not-possible': {
    status: 409,
    vi: 'Phiên bản đang ở trạng thái "{state}" nên không làm được việc "{act}". Ông/Bà tải lại trang.',
  },
  'procedures.no-right': {
    status: 403,
    vi: 'Chức vụ Ông/Bà đang thi hành không được làm việc "{act}" với thủ tục này.',
  },
  'procedures.one-person': {
    status: 403,
    vi: 'Người soạn, người kiểm soát và người công bố phải là ba người khác nhau. Ông/Bà nhờ người khác làm việc "{act}".',
  },
  'procedures.not-your-draft': {
    status: 403,
    vi: 'Bản này do người khác soạn. Chỉ người soạn được sửa và gửi kiểm soát.',
  },
  'procedures.changed-meanwhile': {
    status: 409,
    vi: 'Người khác vừa đổi phiên bản này. Ông/Bà tải lại trang, xem lại rồi làm tiếp.',
  },
  'procedures.draft-open': {
    status: 409,
    vi: 'Thủ tục {code} đã có một bản đang soạn hoặc chờ công bố. Ông/Bà mở bản đó.',
  },
  'procedures.code-stays': { status: 422, vi: 'Mã thủ tục là {code} và không đổi được trong bản soạn.' },
  'procedures.form-faults': { status: 422, vi: 'Tờ khai chưa đúng: {faults}' },
  'procedures.content-faults': { status: 422, vi: 'Nội dung chưa đủ để gửi đi: {faults}' },
  'procedures.decision-in-the-future': { status: 422, vi: 'Ngày của quyết định không được sau hôm nay.' },
  'procedures.process-decision-needed': {
    status: 422,
    vi: 'Thủ tục có quy trình nội bộ: ghi số và ngày quyết định phê duyệt quy trình.',
  },
  'procedures.starts-in-the-past': { status: 422, vi: 'Ngày có hiệu lực phải từ hôm nay trở đi.' },
  'procedures.later-version': {
    status: 409,
    vi: 'Đã có phiên bản công bố có hiệu lực từ {from}. Ông/Bà chọn ngày sau đó, hoặc bãi bỏ phiên bản ấy trước.',
  },
  'procedures.ends-in-the-past': {
    status: 422,
    vi: 'Ngày hết hiệu lực phải từ hôm qua trở đi và không trước ngày có hiệu lực.',
  },
  'procedures.ended-already': { status: 409, vi: 'Phiên bản này đã định hết hiệu lực ngày {until}.' },
  'procedures.in-force-ends': {
    status: 409,
    vi: 'Phiên bản đã có hiệu lực thì không bãi bỏ được; Ông/Bà định ngày hết hiệu lực.',
  },
}
