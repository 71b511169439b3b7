import type { Sentence } from './refusals-of-dossiers.ts'

/** What the register of certificates refuses with, and what the official reads. */
export const CERTIFICATE_REFUSALS: Record<string, Sentence> = {
  'certificates.no-right': {
    status: 403,
    vi: 'Chức vụ Ông/Bà đang thi hành không được làm việc này với chứng thư số của cơ quan này.',
  },
  'certificates.unknown': { status: 404, vi: 'Không thấy chứng thư số này trong những đơn vị Ông/Bà được xem.' },
  'certificates.unknown-request': { status: 404, vi: 'Không thấy đề nghị này trong những đơn vị Ông/Bà được xem.' },
  'certificates.unknown-organisation': { status: 422, vi: 'Không có cơ quan này. Ông/Bà chọn lại trong danh sách.' },
  'certificates.unknown-post': { status: 422, vi: 'Không có chức vụ này. Ông/Bà chọn lại trong danh sách.' },
  'certificates.post-elsewhere': {
    status: 422,
    vi: 'Chức vụ này không thuộc cơ quan đã chọn. Ông/Bà chọn lại chức vụ hoặc cơ quan.',
  },
  'certificates.post-vacant': {
    status: 409,
    vi: 'Chức vụ "{post}" chưa có người giữ nên chưa cấp chứng thư được. Bổ nhiệm trước, rồi đề nghị cấp.',
  },
  'certificates.authority-off': {
    status: 409,
    vi: 'Cơ quan cấp chứng thư này đang tắt. Người quản trị bật lại ở trang Cơ quan cấp chứng thư, hoặc chọn cơ quan khác.',
  },
  'certificates.duplicate': { status: 409, vi: 'Chứng thư này đã có trong sổ.' },
  'certificates.revoked': {
    status: 409,
    vi: 'Chứng thư số đã bị thu hồi nên không dùng được nữa. Đề nghị cấp chứng thư mới.',
  },
  'certificates.suspended': {
    status: 409,
    vi: 'Chứng thư số đang tạm dừng nên chưa ký được. Đề nghị dùng lại, hoặc đề nghị cấp mới nếu đã mất thiết bị.',
  },
  'certificates.not-yet': { status: 409, vi: 'Chứng thư số chưa đến ngày có hiệu lực.' },
  'certificates.expired': { status: 409, vi: 'Chứng thư số đã hết hạn. Đề nghị gia hạn hoặc cấp mới.' },
  'certificates.left-post': {
    status: 409,
    vi: 'Người đứng tên chứng thư không còn giữ chức vụ này nên không ký được bằng chứng thư này. Đề nghị bàn giao chứng thư.',
  },
  'certificates.actor-left': {
    status: 403,
    vi: 'Ông/Bà không còn giữ chức vụ đã chọn khi bắt đầu, nên chữ ký này không được nhận. Văn bản chờ người giữ chức vụ ấy.',
  },
  'certificates.wrong-state': {
    status: 409,
    vi: 'Tình trạng của chứng thư không cho làm việc này (có thể vừa đổi). Ông/Bà tải lại trang để xem tình trạng mới.',
  },
  'certificates.say-why': { status: 422, vi: 'Ghi lý do, để người đề nghị và người kiểm tra sau này biết.' },
  'certificates.chain': {
    status: 422,
    vi: 'Mỗi loại đề nghị phải kết thúc ở cơ quan cấp chứng thư, và mỗi bước chỉ một lần. Ông/Bà chọn lại.',
  },
  'certificates.chain-day': {
    status: 422,
    vi: 'Ngày áp dụng phải là hôm nay hoặc một ngày sắp tới, ghi đủ ngày, tháng, năm. Chuỗi đã áp dụng thì không bỏ được; chọn chuỗi khác từ hôm nay.',
  },
  'certificates.kind-missing': { status: 422, vi: 'Chọn loại đề nghị.' },
  'certificates.change-missing': { status: 422, vi: 'Chọn tình trạng cần ghi.' },
  'certificates.whom-missing': { status: 422, vi: 'Chọn cấp cho ai.' },
  'certificates.reason-missing': { status: 422, vi: 'Ghi lý do, để người phê duyệt biết.' },
  'certificates.wanted-missing': { status: 422, vi: 'Ghi thông tin cần đổi: đang ghi gì, đổi thành gì.' },
  'certificates.replaced': {
    status: 409,
    vi: 'Chứng thư này đã có chứng thư thay thế. Ông/Bà mở chứng thư thay thế để đề nghị.',
  },
  'certificates.still-holds': {
    status: 409,
    vi: '{holder} vẫn đang giữ chức vụ này nên chưa bàn giao được. Ghi kết thúc bổ nhiệm ở trang Nhân sự trước, rồi ghi kết quả.',
  },
  'certificates.loss-waiting': {
    status: 409,
    vi: 'Thiết bị đang được báo mất nên chưa dùng lại được. Tìm thấy thì rút báo mất ở trang Đề nghị trước.',
  },
  'certificates.not-for-signing': {
    status: 422,
    vi: 'Chứng thư này không cấp để ký văn bản. Hỏi lại cơ quan cấp chứng thư, hoặc chọn chứng thư khác.',
  },
  'certificates.issued-expired': {
    status: 422,
    vi: 'Chứng thư trong tệp đã hết hạn nên không ghi là kết quả được. Ông/Bà chọn đúng tệp cơ quan cấp vừa trả.',
  },
  'certificates.already-asked': {
    status: 409,
    vi: 'Đã có một đề nghị như thế đang chờ. Ông/Bà xem ở danh sách đề nghị; muốn gửi khác thì rút đề nghị kia trước.',
  },
  'certificates.not-waiting': { status: 409, vi: 'Đề nghị này đã xong, đã bị từ chối hoặc đã rút.' },
  'certificates.own-request': {
    status: 403,
    vi: 'Ông/Bà là người đề nghị nên không tự phê duyệt. Người khác có quyền phê duyệt bước này.',
  },
  'certificates.same-person': {
    status: 403,
    vi: 'Ông/Bà đã phê duyệt một bước trước của đề nghị này. Bước này do người khác phê duyệt.',
  },
  'certificates.changed-meanwhile': {
    status: 409,
    vi: 'Có người vừa đổi nội dung này. Ông/Bà tải lại trang, xem rồi làm lại.',
  },
  'certificates.carry-out': {
    status: 409,
    vi: 'Bước này không phải phê duyệt mà là ghi kết quả của cơ quan cấp chứng thư. Ông/Bà dùng phần "Ghi kết quả".',
  },
  'certificates.not-agreed': { status: 409, vi: 'Đề nghị chưa được phê duyệt đủ các bước nên chưa ghi kết quả được.' },
  'certificates.certificate-missing': {
    status: 422,
    vi: 'Kèm tệp chứng thư mà cơ quan cấp đã trả, hoặc tệp yêu cầu cấp chứng thư (CSR) nếu cấp bằng bản trình diễn.',
  },
  'certificates.is-authority': {
    status: 422,
    vi: 'Đây là chứng thư của cơ quan cấp chứng thư. Thêm ở trang Cơ quan cấp chứng thư, không vào sổ của đơn vị.',
  },
  'certificates.not-authority': { status: 422, vi: 'Không phải chứng thư của cơ quan cấp chứng thư.' },
  'certificates.anchor-dates': { status: 422, vi: 'Chứng thư của cơ quan cấp đã hết hạn hoặc chưa có hiệu lực.' },
  'certificates.name-differs': {
    status: 422,
    vi: 'Chứng thư mang tên "{said}", không phải "{expected}". Ông/Bà chọn đúng đơn vị hoặc chức vụ.',
  },
  'certificates.wrong-password': { status: 422, vi: 'Mật khẩu của tệp PKCS#12 chưa đúng. Ông/Bà gõ lại.' },
  'certificates.old-encryption': {
    status: 422,
    vi: 'Tệp PKCS#12 này dùng cách mã hóa cũ, không đọc được ở đây. Xuất lại bằng AES, hoặc xuất riêng chứng thư dạng PEM.',
  },
  'certificates.file-too-large': {
    status: 413,
    vi: 'Tệp lớn hơn 8 MB. Tệp chứng thư thường chỉ vài KB: Ông/Bà xem lại tệp.',
  },
  'certificates.unreadable': {
    status: 422,
    vi: 'Không đọc được chứng thư nào trong tệp này. Đọc được tệp PEM, DER, PKCS#7 và PKCS#12.',
  },
  'certificates.request-unreadable': {
    status: 422,
    vi: 'Không đọc được tệp yêu cầu cấp chứng thư (CSR), hoặc chữ ký của tệp không đúng. Tạo lại tệp rồi gửi.',
  },
  'certificates.minutes-incomplete': { status: 422, vi: 'Ghi số thiết bị, người giao và người nhận.' },
  'certificates.minutes-one-person': { status: 422, vi: 'Người giao và người nhận phải là hai người.' },
  'certificates.minutes-other-token': {
    status: 409,
    vi: 'Thiết bị đang giao theo sổ: {token}. Số ghi trong biên bản phải là số ấy; Ông/Bà xem lại số trên thiết bị.',
  },
  'certificates.minutes-token-out': {
    status: 409,
    vi: 'Thiết bị {token} của chứng thư này đang được giao. Lập biên bản nhận lại thiết bị ấy trước, rồi giao thiết bị khác.',
  },
  'certificates.minutes-day': { status: 422, vi: 'Ngày bàn giao phải là một ngày đã đến, ghi đủ ngày, tháng, năm.' },
  'certificates.address': {
    status: 422,
    vi: '"{address}" không phải địa chỉ. Ghi dạng http://… hoặc https://…, hoặc để trống.',
  },
  'certificates.authority-name': { status: 422, vi: 'Ghi tên cơ quan cấp chứng thư, từ 3 đến 200 chữ.' },
  'certificates.unknown-authority': { status: 404, vi: 'Không có cơ quan cấp chứng thư này, hoặc không sửa được.' },
}
