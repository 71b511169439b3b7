import type { Sentence } from './refusals-of-dossiers.ts'

/** What signing refuses with, and what the signer or records clerk reads. */
export const SIGNING_REFUSALS: Record<string, Sentence> = {
  'signing.wrong-pin': {
    status: 422,
    vi: 'Mã PIN chưa đúng, còn {left} lần thử. Ông/Bà gõ lại; sai 3 lần thì khóa bị khóa.',
  },
  'signing.key-locked': {
    status: 409,
    vi: 'Khóa ký đã bị khóa vì gõ sai mã PIN 3 lần. Ông/Bà đề nghị mở khóa PIN ở Sổ chứng thư số.',
  },
  'signing.breaks-earlier': {
    status: 409,
    vi: 'Ký thêm vào tệp này thì một chữ ký đã có mất giá trị, nên chưa lưu gì. Ông/Bà dùng bản chưa ký, hoặc ký một bản in quét lại.',
  },
  'signing.pdf-too-slow': {
    status: 422,
    vi: 'Tệp PDF quá rối, đọc quá lâu nên đã dừng. Ông/Bà in tệp ra PDF mới hoặc quét lại rồi ký.',
  },
  'signing.pin-weak': { status: 422, vi: 'Mã PIN cần ít nhất 6 ký tự.' },
  'signing.pin-guessable': {
    status: 422,
    vi: 'Mã PIN này dễ đoán: dãy số, số lặp, ngày hoặc số điện thoại. Ông/Bà chọn số khác, hoặc một câu ngắn.',
  },
  'signing.pins-differ': { status: 422, vi: 'Hai lần gõ mã PIN chưa giống nhau. Ông/Bà gõ lại cả hai.' },
  'signing.key-not-his': {
    status: 403,
    vi: 'Chức vụ Ông/Bà đang thi hành không ký số, hoặc không giữ con dấu của cơ quan, nên không tạo khóa ký ở đây.',
  },
  'signing.pin-missing': { status: 422, vi: 'Gõ mã PIN ký số.' },
  'signing.nothing-chosen': { status: 422, vi: 'Chọn ít nhất một văn bản để ký.' },
  'signing.unknown-choice': { status: 422, vi: 'Chọn một trong các mức của trang.' },
  'signing.no-key': { status: 409, vi: 'Chưa có khóa ký cho chứng thư số này. Ông/Bà hỏi người quản trị.' },
  'signing.no-certificate': {
    status: 409,
    vi: 'Chức vụ Ông/Bà đang thi hành chưa có chứng thư số còn hiệu lực. Ông/Bà đề nghị cấp ở Sổ chứng thư số.',
  },
  'signing.no-seal-certificate': {
    status: 409,
    vi: 'Cơ quan ban hành chưa có chứng thư số còn hiệu lực để đóng dấu. Văn thư đề nghị cấp ở Sổ chứng thư số.',
  },
  'signing.certificate-of-other-post': {
    status: 403,
    vi: 'Chứng thư số này thuộc chức vụ khác. Ông/Bà ký bằng chứng thư số của chức vụ đang thi hành.',
  },
  'signing.certificate-expired': {
    status: 409,
    vi: 'Chứng thư số đã hết hạn hoặc chưa tới ngày hiệu lực. Ông/Bà đề nghị gia hạn.',
  },
  'signing.certificate-suspended': {
    status: 409,
    vi: 'Chứng thư số đang tạm dừng. Ông/Bà hỏi đơn vị đầu mối chứng thư số.',
  },
  'signing.certificate-revoked': {
    status: 409,
    vi: 'Chứng thư số đã bị thu hồi, không ký được nữa. Ông/Bà đề nghị cấp mới.',
  },
  'signing.algorithm-not-allowed': {
    status: 409,
    vi: 'Khóa của chứng thư số này yếu hơn mức được phép ký (RSA 2048 bit, ECDSA 256 bit). Ông/Bà đề nghị cấp mới.',
  },
  'signing.key-at-agent': {
    status: 409,
    vi: 'Khóa này ở thiết bị USB của Ban Cơ yếu Chính phủ. Ông/Bà mở từng văn bản để ký bằng thiết bị.',
  },
  'signing.not-initialled': {
    status: 409,
    vi: 'Mẫu này có chữ ký nháy trước chữ ký lãnh đạo, mà bản này chưa có. Trả lại để trưởng đơn vị soạn thảo duyệt và ký nháy.',
  },
  'signing.key-not-at-agent': {
    status: 409,
    vi: 'Khóa của chứng thư số này không ở thiết bị USB. Ông/Bà tải lại trang rồi ký bằng mã PIN.',
  },
  'signing.preparation-stale': {
    status: 409,
    vi: 'Bản chuẩn bị ký đã cũ: quá 10 phút, hoặc văn bản hay số vừa thay đổi. Văn bản chưa ký; Ông/Bà xem lại rồi bấm "Ký bằng thiết bị USB" lần nữa.',
  },
  'signing.agent-other-key': {
    status: 422,
    vi: 'Chữ ký nhận được không khớp chứng thư số đã đăng ký cho chức vụ này. Văn bản chưa ký; Ông/Bà kiểm tra đúng thiết bị USB của mình rồi ký lại.',
  },
  'signing.agent-value-wrong': {
    status: 422,
    vi: 'Phần mềm của thiết bị USB trả về dữ liệu không đọc được. Văn bản chưa ký; Ông/Bà ký lại, nếu vẫn vậy thì báo người quản trị.',
  },
  'signing.session-over': {
    status: 409,
    vi: 'Phiên ký bằng thiết bị USB đã hết: quá 10 phút, đã dùng rồi, hoặc văn bản vừa thay đổi. Văn bản giữ nguyên; Ông/Bà bấm "Ký lại từ đầu".',
  },
  'signing.agent-nothing-came': {
    status: 409,
    vi: 'Phần mềm của thiết bị USB chưa gửi bản ký về hệ thống. Văn bản chưa ký; Ông/Bà bấm "Ký lại từ đầu".',
  },
  'signing.agent-no-file': { status: 422, vi: 'Lần gửi này không mang tệp nào. Văn bản chưa ký.' },
  'signing.agent-too-large': {
    status: 413,
    vi: 'Bản ký gửi về lớn hơn hẳn văn bản đã giao nên không nhận. Văn bản giữ nguyên; Ông/Bà ký lại, nếu vẫn vậy thì báo người quản trị.',
  },
  'signing.agent-other-file': {
    status: 422,
    vi: 'Bản ký gửi về không phải là văn bản đã giao cộng thêm chữ ký: phần mềm đã ghi lại tệp hoặc gửi tệp khác. Văn bản giữ nguyên; Ông/Bà báo người quản trị.',
  },
  'signing.agent-not-one': {
    status: 422,
    vi: 'Bản ký gửi về không có đúng một chữ ký mới phủ trọn tệp. Văn bản giữ nguyên; Ông/Bà ký lại từ đầu.',
  },
  'signing.agent-signature-bad': {
    status: 422,
    vi: 'Chữ ký trong bản gửi về không đúng với nội dung, hoặc dùng thuật toán đã yếu (MD5, SHA-1). Văn bản giữ nguyên; Ông/Bà ký lại, nếu vẫn vậy thì báo người quản trị.',
  },
  'signing.agent-other-place': {
    status: 422,
    vi: 'Phần mềm đã ký vào ô dành cho người khác. Văn bản giữ nguyên; Ông/Bà ký lại và chọn đúng ô của mình.',
  },
  'signing.agent-changed': {
    status: 422,
    vi: 'Bản ký gửi về bị sửa ở chỗ không được sửa: {why} Văn bản giữ nguyên; Ông/Bà báo người quản trị.',
  },
  'signing.agent-closes': {
    status: 422,
    vi: 'Chữ ký trong bản gửi về khóa luôn văn bản, người sau không ký, cấp số hay đóng dấu được. Văn bản giữ nguyên; Ông/Bà bỏ chế độ khóa của phần mềm rồi ký lại.',
  },
  'signing.agent-breaks': {
    status: 422,
    vi: 'Chữ ký mới làm hỏng chữ ký có trước trong văn bản ({why}). Văn bản giữ nguyên; Ông/Bà báo người quản trị.',
  },
  'signing.agent-number-differs': {
    status: 409,
    vi: 'Phần mềm ghi số "{said}", còn số đã dự kiến là {notation}. Văn bản giữ nguyên; Ông/Bà ký lại và để nguyên số của hệ thống.',
  },
  'signing.token-away': {
    status: 409,
    vi: 'Chưa thấy thiết bị giữ khóa ký. Ông/Bà cắm thiết bị, hoặc hỏi người quản trị.',
  },
  'signing.token-cannot': {
    status: 409,
    vi: 'Thiết bị giữ khóa không ký được bằng cách nào mà hệ thống dùng (RSA-PSS, RSA PKCS#1 v1.5, ECDSA). Văn bản chưa ký; Ông/Bà hỏi người quản trị.',
  },
  'signing.token-wrong-pin': {
    status: 422,
    vi: 'Thiết bị báo mã PIN chưa đúng. Ông/Bà gõ lại; sai nhiều lần thì thiết bị tự khóa.',
  },
  'signing.broke': {
    status: 409,
    vi: 'Văn bản này chưa ký được vì lỗi của hệ thống, lỗi đã được ghi lại. Ông/Bà chọn lại để ký; vẫn không được thì báo người quản trị.',
  },
  'signing.service-away': {
    status: 409,
    vi: 'Dịch vụ ký từ xa chưa trả lời. Văn bản chưa ký; Ông/Bà thử lại sau ít phút.',
  },
  'signing.service-wrong-pin': {
    status: 422,
    vi: 'Dịch vụ ký từ xa báo mã PIN hoặc mã một lần chưa đúng. Ông/Bà gõ lại.',
  },
  'signing.service-refused': { status: 409, vi: 'Dịch vụ ký từ xa không nhận lệnh ký này: {said}. Văn bản chưa ký.' },
  'signing.no-paper': { status: 404, vi: 'Không thấy văn bản này.' },
  'signing.no-place': { status: 409, vi: 'Mẫu của văn bản này không có chỗ ký "{key}". Người quản trị xem lại mẫu.' },
  'signing.no-right': { status: 403, vi: 'Chức vụ Ông/Bà đang thi hành không ký chỗ này của văn bản.' },
  'signing.asked-of-another': { status: 403, vi: 'Văn bản này được trình người khác ký.' },
  'signing.request-withdrawn': { status: 409, vi: 'Việc trình ký văn bản này đã được rút lại.' },
  'signing.paper-ended': { status: 409, vi: 'Văn bản này đã bị thay thế hoặc thu hồi, không ký nữa.' },
  'signing.place-signed': { status: 409, vi: 'Chỗ này của văn bản đã được ký.' },
  'signing.paper-changed': {
    status: 409,
    vi: 'Văn bản vừa có người khác ký hoặc thay đổi. Văn bản chưa có chữ ký của Ông/Bà; tải lại trang, xem rồi ký lại.',
  },
  'signing.stamp-away': {
    status: 409,
    vi: 'Nơi cấp dấu thời gian hoặc nơi trả lời chứng thư chưa trả lời. Bản sao chưa ký, tệp giữ nguyên; Ông/Bà làm lại sau ít phút.',
  },
  'signing.copy-there': {
    status: 409,
    vi: 'Tệp này đã có bản sao đang có hiệu lực, mã {code}. Ông/Bà dùng bản ấy; muốn sao lại thì thu hồi bản ấy trước.',
  },
  'signing.no-copy': { status: 404, vi: 'Không thấy bản sao này, hoặc cơ quan Ông/Bà không sao nó.' },
  'signing.copy-withdrawn': { status: 409, vi: 'Bản sao này đã thu hồi trước đó, không thu hồi lần nữa.' },
  'signing.no-delegation': {
    status: 409,
    vi: 'Chức vụ {title} ký thay khi có văn bản phân công hoặc ủy quyền còn hiệu lực, mà chưa thấy văn bản nào. Ông/Bà nhờ người quản trị nhập số, ngày văn bản ấy ở mục Cán bộ, hoặc trình cấp trưởng ký.',
  },
  'signing.authority-differs': {
    status: 409,
    vi: 'Văn bản ghi "{set}", mà chức vụ và văn bản phân công của Ông/Bà hôm nay là "{wanted}". Văn bản chưa ký; đề nghị soạn lại với đúng người ký.',
  },
  'signing.signer-differs': {
    status: 409,
    vi: 'Văn bản ghi người ký là {set}. Văn bản chưa ký; đề nghị soạn lại với đúng người ký, hoặc chuyển người ấy ký.',
  },
  'signing.field-not-shown': {
    status: 409,
    vi: 'Tệp có ô điền chữ mà chương trình không in lại được đúng như bản gốc, nên chưa ký sao. Ông/Bà mở tệp, in ra PDF (in thành tệp) rồi đưa bản ấy vào; hoặc quét bản giấy.',
  },
  'signing.head-differs': {
    status: 409,
    vi: 'Đầu văn bản ghi "{set}", không khớp với "{wanted}" của chữ ký. Văn bản chưa ký; đề nghị soạn lại cho cơ quan ban hành, người quyết định và người ký khớp nhau.',
  },
  'signing.waits-for-timestamp': {
    status: 409,
    vi: 'Chữ ký trước đang chờ dấu thời gian và dữ liệu kiểm tra. Ông/Bà đợi ít phút rồi làm lại; không cần báo ai.',
  },
  'signing.not-signed-yet': { status: 409, vi: 'Người có thẩm quyền chưa ký văn bản này nên chưa đóng dấu được.' },
  'signing.number-given': { status: 409, vi: 'Văn bản này đã có số {notation}, không cấp số lần nữa.' },
  'signing.too-many': { status: 422, vi: 'Mỗi lần ký nhiều nhất {most} văn bản. Ông/Bà chọn ít hơn.' },
  'signing.pdf-encrypted': {
    status: 422,
    vi: 'Tệp PDF này đặt mật khẩu nên không ký được. Ông/Bà bỏ mật khẩu rồi làm lại.',
  },
  'signing.pdf-certified': {
    status: 422,
    vi: 'Tệp PDF này mang chữ ký cấm mọi thay đổi về sau nên không ký thêm được.',
  },
  'signing.pdf-damaged': {
    status: 422,
    vi: 'Tệp PDF này hỏng hoặc không đúng định dạng nên không ký được. Ông/Bà soạn lại tệp.',
  },
  'signing.picture-not-allowed': {
    status: 422,
    vi: 'Ảnh phải là tệp PNG nền trong suốt, không quá 512 KB; ảnh chụp trên giấy trắng chưa dùng được. Ông/Bà xóa nền rồi lưu lại thành PNG.',
  },
  'signing.signature-picture-size': {
    status: 422,
    vi: 'Ảnh chữ ký rộng {width}, cao {height} điểm ảnh; cần rộng từ 200 đến 2400, cao từ 60 đến 1600.',
  },
  'signing.seal-picture-size': {
    status: 422,
    vi: 'Ảnh con dấu rộng {width}, cao {height} điểm ảnh; cần vuông, mỗi cạnh từ 300 đến 2400.',
  },
  'signing.no-picture-file': { status: 422, vi: 'Ông/Bà chọn tệp ảnh PNG rồi bấm nút.' },
  'signing.no-picture': { status: 404, vi: 'Không có ảnh này, hoặc ảnh đã được bỏ.' },
  'signing.no-right-to-picture': {
    status: 403,
    vi: 'Chức vụ Ông/Bà đang thi hành không giữ ảnh này: mỗi người giữ ảnh chữ ký của mình, văn thư giữ ảnh con dấu.',
  },
}
