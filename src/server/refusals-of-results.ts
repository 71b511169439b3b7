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
  // cards
  'cards.no-right': {
    status: 403,
    vi: 'Chức vụ này không in thẻ ở đơn vị ấy. Người in thẻ là chuyên viên của phòng giữ bước in thẻ.',
  },
  'cards.unknown': { status: 404, vi: 'Không thấy lô thẻ này, hoặc Ông/Bà không được xem.' },
  'cards.card-unknown': { status: 404, vi: 'Lô này không có thẻ đã chọn. Ông/Bà chọn trong danh sách.' },
  'cards.none-chosen': { status: 422, vi: 'Chưa chọn thẻ nào. Đánh dấu các thẻ cần in rồi bấm lại.' },
  'cards.too-many': { status: 422, vi: 'Mỗi lô nhiều nhất {most} thẻ. Bỏ bớt rồi lập thêm lô sau.' },
  'cards.not-waiting': {
    status: 409,
    vi: 'Có {count} thẻ không còn chờ in: người khác vừa đưa vào lô, hoặc kết quả đã bị thu lại. Tải lại trang rồi chọn lại.',
  },
  'cards.kinds-mixed': { status: 422, vi: 'Một lô chỉ in một loại thẻ. Chọn riêng từng loại.' },
  'cards.no-blank-kind': { status: 409, vi: 'Loại thẻ này chưa có loại phôi tương ứng nên chưa lập lô in được.' },
  'cards.none-read': { status: 422, vi: 'Chưa ghi số sê-ri của thẻ nào. Đọc số trên thẻ đã in rồi ghi vào ô.' },
  'cards.serial-differs': {
    status: 422,
    vi: 'Số đọc trên thẻ là "{read}", lô ghi "{serial}". Xem lại thẻ: in nhầm phôi thì ghi thẻ hỏng.',
  },
  'cards.spoiled-already': { status: 409, vi: 'Thẻ {serial} đã ghi hỏng trước đó.' },
  'cards.result-gone': {
    status: 409,
    vi: 'Kết quả của thẻ {serial} đã bị thu lại hoặc thay. Ghi thẻ này hỏng; kết quả mới chờ lô sau.',
  },
  'cards.delivered': { status: 409, vi: 'Lô này đã bàn giao nên không sửa được nữa.' },
  'cards.not-all-printed': {
    status: 409,
    vi: 'Còn {count} thẻ chưa xác nhận đã in. Ghi số sê-ri, hoặc ghi hỏng, rồi bàn giao.',
  },
  'cards.all-spoiled': { status: 409, vi: 'Cả lô đã hỏng, không có thẻ nào để bàn giao.' },
  'cards.to-whom': { status: 422, vi: 'Ghi ai nhận thẻ.' },
  'cards.not-printed': {
    status: 409,
    vi: 'Thẻ của hồ sơ này chưa in xong. Lập lô, in và ghi số sê-ri ở trang In thẻ, rồi chuyển bước.',
  },
  'cards.not-delivered': {
    status: 409,
    vi: 'Thẻ đã in nhưng phòng in thẻ chưa bàn giao cho bộ phận một cửa. Bàn giao lô ở trang In thẻ, rồi chuyển, trả kết quả.',
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
  'results.not-numbered': {
    status: 409,
    vi: 'Kết quả chưa có số, ngày và con dấu. Ông/Bà đóng dấu kết quả trước, rồi đóng dấu phụ lục kèm theo.',
  },
  'results.appendix-unknown': { status: 422, vi: 'Chọn một tệp PDF của hồ sơ này để đóng dấu làm phụ lục.' },
  'results.appendix-sealed': { status: 409, vi: '"{name}" đã được đóng dấu làm phụ lục của kết quả này rồi.' },
  'results.none': { status: 404, vi: 'Hồ sơ này chưa soạn kết quả.' },
  'results.signed-already': {
    status: 409,
    vi: 'Kết quả đã ký nên không soạn lại được. Muốn thay, lãnh đạo phải thu hồi văn bản đã ký.',
  },
  'results.outcome-differs': {
    status: 409,
    vi: 'Dự thảo đang là "{prepared}", khác với quyết định vừa chọn. Ông/Bà trả lại để soạn đúng văn bản rồi ký.',
  },
  'results.approval-needed': {
    status: 409,
    vi: 'Dự thảo kết quả chưa được trưởng bộ phận duyệt (ký nháy). Mở hồ sơ ở trang Việc của tôi, xem dự thảo rồi chuyển.',
  },
  'results.take-back-needed': {
    status: 409,
    vi: 'Kết quả đã ký: muốn trả lại, mở hồ sơ ở trang Việc của tôi để thu hồi bản đã ký cùng lúc.',
  },
  'results.draft-needed': {
    status: 409,
    vi: 'Chưa có dự thảo kết quả nên chưa bấm "{label}" được. Ông/Bà bấm "Soạn kết quả", lưu dự thảo rồi bấm lại. Kết quả ký tay trên giấy thì chọn "Ký tay trên giấy" và ghi lý do.',
  },
  'results.draft-says-other': {
    status: 409,
    vi: 'Dự thảo đã lưu nói khác với việc "{label}". Ông/Bà soạn lại văn bản cho đúng rồi bấm lại.',
  },
  'results.draft-silent': {
    status: 409,
    vi: 'Dự thảo chưa ghi {titles} nên chưa bấm "{label}" được. Ông/Bà bấm "Soạn kết quả", ghi vào rồi bấm lại.',
  },
  'results.paper-needed': {
    status: 409,
    vi: 'Hồ sơ chưa có kết quả đã ký nên chưa bấm "{label}" được. Trả lại để soạn và ký; đã ký tay trên giấy thì chọn "Ký tay trên giấy" và ghi lý do.',
  },
  'results.by-hand-reason': { status: 422, vi: 'Ghi vì sao kết quả này ký tay trên giấy.' },
  'results.choose-at-workbench': {
    status: 409,
    vi: 'Văn bản đã ký nhưng có nhiều cách kết luận. Ông/Bà mở hồ sơ và chọn kết luận; không phải ký lại.',
  },
  'results.pin-needed': { status: 422, vi: 'Ghi mã PIN ký số để ký, đóng dấu.' },
  'results.paper-unknown': { status: 404, vi: 'Không thấy giấy tờ này, hoặc Ông/Bà không được xem.' },
  'results.not-signed': {
    status: 409,
    vi: 'Kết quả chưa có chữ ký của lãnh đạo nên chưa lấy số, đóng dấu được.',
  },
  // State blanks
  'results.blank-none-here': { status: 404, vi: 'Kết quả của thủ tục này không in trên phôi của Nhà nước.' },
  'results.blank-not-here': {
    status: 409,
    vi: 'Ở bước "{step}" chưa in phôi, hoặc đã qua bước in. Chuyển hồ sơ đến bước in rồi làm tiếp.',
  },
  'results.blank-no-result': {
    status: 409,
    vi: 'Chưa soạn "{name}" nên chưa có gì để in lên phôi. Soạn kết quả trước; bước này không soạn được thì trả lại bước soạn.',
  },
  'results.blank-no-number': {
    status: 409,
    vi: 'Việc này chưa vào sổ nên chưa có số để in. Bấm "Vào sổ, lấy số" rồi in.',
  },
  'results.blank-incomplete': {
    status: 422,
    vi: 'Chưa in được vì còn thiếu: {missing}. Ghi đủ ở chỗ đã chỉ rồi in, để không hỏng phôi.',
  },
  'results.blank-not-printed': {
    status: 409,
    vi: 'Chưa in đủ "{name}" trên phôi: đã in {printed} trong {originals} bản chính. Mở "In phôi", lấy phôi và in rồi chuyển bước.',
  },
  'results.blank-to-spoil': {
    status: 409,
    vi: 'Phôi {serials} đã in cho kết quả bị trả lại. Ghi phôi này hỏng, kèm biên bản, rồi in lại hoặc chuyển bước.',
  },
  'results.blank-other-signer': {
    status: 409,
    vi: 'Phôi đã in tên người ký là {printed}, không phải {signer}. Người có tên trên phôi ký, hoặc trả lại để ghi hỏng và in lại.',
  },
  'results.blank-kind': {
    status: 409,
    vi: 'Mẫu "{name}" chưa nói dùng loại phôi nào (blankKind). Người quản trị sửa mẫu rồi công bố lại.',
  },
  // an issued result that is replaced
  'results.not-issued': {
    status: 409,
    vi: 'Chỉ thay được kết quả soạn từ mẫu, đã cấp và đang có hiệu lực. Giấy khác thì thu hồi.',
  },
  'results.no-correction': { status: 409, vi: 'Chưa có bản thay thế nào đang soạn. Ông/Bà tải lại trang.' },
  'results.correction-signed': {
    status: 409,
    vi: 'Bản thay thế đã có chữ ký của lãnh đạo, đang chờ số và dấu; không soạn lại, không bỏ được nữa.',
  },
  'results.nothing-changed': {
    status: 422,
    vi: 'Nội dung giống hệt giấy đang có hiệu lực. Sửa chỗ sai rồi lưu.',
  },
  'results.correction-incomplete': { status: 422, vi: 'Ghi lý do thay thế và chọn người sẽ ký.' },
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
