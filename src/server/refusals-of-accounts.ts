import type { Sentence } from './refusals-of-dossiers.ts'

/** The sentences of the administration of calendars, accounts, tokens and settings. */
export const ACCOUNT_REFUSALS: Record<string, Sentence> = {
  'accounts.second-factor-missing': {
    status: 409,
    vi: 'Nơi này ký số cần mã 6 số trên điện thoại, mà tài khoản của Ông/Bà chưa đặt lớp xác thực thứ hai. Mở trang Tài khoản, bấm "Đặt xác thực lớp hai", rồi ký lại.',
  },
  'accounts.code-for-act-missing': {
    status: 422,
    vi: 'Gõ mã 6 số đang hiện trên điện thoại.',
  },
  'accounts.code-for-act-wrong': {
    status: 422,
    vi: 'Mã 6 số chưa đúng, hoặc đã dùng rồi. Ông/Bà đợi điện thoại hiện mã mới rồi gõ lại; sai 5 lần thì phải đợi 10 phút.',
  },
  // calendars
  'directory.no-right': {
    status: 403,
    vi: 'Chức vụ Ông/Bà đang thi hành không được làm việc này ở mọi nơi chịu ảnh hưởng. Cần người quản trị cấp trên.',
  },
  'directory.unknown-calendar': { status: 404, vi: 'Không có lịch này. Ông/Bà quay lại danh sách lịch.' },
  'directory.calendar-name': { status: 422, vi: 'Tên lịch dài từ 3 đến 120 chữ.' },
  'directory.calendar-there': { status: 409, vi: 'Đã có lịch tên gần như "{name}". Ông/Bà đặt tên khác.' },
  'directory.day-unreadable': {
    status: 422,
    vi: 'Không có ngày "{day}". Ông/Bà ghi ngày/tháng/năm, ví dụ 05/02/2027.',
  },
  'directory.day-past': {
    status: 422,
    vi: 'Ngày {day} đã qua: việc đã tính theo ngày ấy không đổi nữa. Ông/Bà chọn từ hôm nay trở đi.',
  },
  'directory.day-kind': { status: 422, vi: 'Loại ngày là: nghỉ, nghỉ bù hoặc làm bù.' },
  'directory.day-reason': { status: 422, vi: 'Ghi lý do của ngày này, nhiều nhất 200 chữ.' },
  'directory.day-not-listed': { status: 409, vi: 'Ngày này không còn trong danh sách. Ông/Bà tải lại trang.' },
  'directory.day-twice': { status: 422, vi: 'Ngày {day} đã có ở dòng trên.' },
  'directory.line-short': { status: 422, vi: 'Mỗi dòng cần ba phần: ngày, loại, lý do.' },
  'directory.too-many-lines': { status: 422, vi: 'Mỗi lần nhập nhiều nhất {most} dòng.' },
  'directory.no-lines': { status: 422, vi: 'Chưa có dòng nào. Ông/Bà dán các dòng hoặc chọn tệp.' },
  'directory.hours-none': { status: 422, vi: 'Ghi giờ làm việc của ít nhất một ngày trong tuần.' },
  'directory.hours-unreadable': {
    status: 422,
    vi: 'Giờ của {weekday} chưa đọc được. Ông/Bà ghi như 07:30-11:30, 13:00-17:00.',
  },
  'directory.hours-end-before-start': { status: 422, vi: 'Giờ của {weekday}: giờ nghỉ phải sau giờ bắt đầu.' },
  'directory.hours-overlap': { status: 422, vi: 'Giờ của {weekday} chồng lên nhau. Ông/Bà tách ra.' },
  'directory.hours-from-tomorrow': { status: 422, vi: 'Chỉ đổi được từ ngày mai trở đi.' },
  'directory.hours-planned': {
    status: 409,
    vi: 'Đã định đổi giờ từ {from}. Ông/Bà rút lần đổi ấy trước, hoặc chọn ngày sau đó.',
  },
  'directory.hours-begun': { status: 409, vi: 'Giờ làm việc này đã bắt đầu hoặc đã được rút. Ông/Bà tải lại trang.' },
  'directory.assigned-later': { status: 409, vi: 'Nơi này đã theo một lịch từ {from}. Ông/Bà chọn ngày sau đó.' },
  'directory.assigned-already': { status: 409, vi: 'Nơi này đang theo lịch này rồi.' },
  // accounts of officials
  'accounts.out-of-reach': {
    status: 403,
    vi: 'Người này giữ chức vụ ở nơi Ông/Bà không quản trị. Cần người quản trị của cấp trên.',
  },
  'accounts.not-yourself': {
    status: 403,
    vi: 'Không ai tự khóa hay tự đặt lại tài khoản của mình. Ông/Bà nhờ người quản trị khác.',
  },
  'accounts.is-disabled': { status: 409, vi: 'Tài khoản đang khóa. Ông/Bà mở lại trước.' },
  'accounts.is-enabled': { status: 409, vi: 'Tài khoản đang mở. Ông/Bà tải lại trang.' },
  'accounts.no-second-factor': { status: 409, vi: 'Tài khoản này chưa có lớp xác thực thứ hai.' },
  'accounts.login-name': {
    status: 422,
    vi: 'Tên đăng nhập dài 3 đến 40 ký tự: chữ thường không dấu, số và dấu chấm giữa, bắt đầu bằng chữ. Ví dụ mai.nt.lp.',
  },
  'accounts.login-name-taken': {
    status: 409,
    vi: 'Tên đăng nhập "{loginName}" đã có người dùng. Ông/Bà chọn tên khác.',
  },
  'accounts.unknown-person': { status: 404, vi: 'Không thấy người này trong danh sách cán bộ. Ông/Bà tìm lại.' },
  'accounts.person-has-account': { status: 409, vi: 'Người này đã có tài khoản "{loginName}".' },
  // signing in
  'accounts.wait': {
    status: 429,
    vi: 'Đã gõ sai nhiều lần từ nơi này. Ông/Bà đợi {minutes} phút rồi gõ lại. Quên mật khẩu thì bấm "Quên mật khẩu" để đặt mật khẩu mới.',
  },
  'accounts.sign-in-again': {
    status: 409,
    vi: 'Tài khoản này chưa có mật khẩu. Ông/Bà đăng xuất, đăng nhập lại bằng định danh quốc gia, rồi làm việc này trong 10 phút.',
  },
  'accounts.wrong-claim-code': {
    status: 422,
    vi: 'Mã chưa đúng, đã dùng rồi, hoặc đã hết hạn. Ông/Bà xem lại 10 chữ và số trên giấy; vẫn không được thì mang giấy ấy và căn cước đến bộ phận một cửa.',
  },
  'accounts.code-over': {
    status: 409,
    vi: 'Lần xin mã này đã hết hạn hoặc đã dùng xong. Ông/Bà ghi lại số điện thoại hoặc thư điện tử để nhận mã mới.',
  },
  'accounts.code-used-up': {
    status: 422,
    vi: 'Đã gõ sai 5 lần nên mã này không dùng được nữa. Ông/Bà bấm "Gửi lại mã".',
  },
  'accounts.name-doubt': {
    status: 422,
    vi: 'Họ và tên ghi là "{name}". Tên này sẽ in vào giấy tờ đúng như đã ghi: viết hoa chữ đầu và ghi đủ họ, chữ đệm, tên. Nếu đúng tên là như vậy thì bấm "Đăng ký" lần nữa.',
  },
  'accounts.contact-has-account': {
    status: 409,
    vi: 'Số điện thoại hoặc thư điện tử này đã có tài khoản. Ông/Bà đặt mật khẩu mới cho tài khoản ấy, hoặc dùng số khác.',
  },
  'accounts.contact-unknown': {
    status: 409,
    vi: 'Số điện thoại hoặc thư điện tử này chưa có tài khoản. Ông/Bà đăng ký tài khoản mới.',
  },
  'accounts.papers-closed': {
    status: 403,
    vi: 'Máy này mới. Trước khi đổi số điện thoại hoặc thư điện tử, Ông/Bà xác nhận bằng mã gửi đến nơi đang dùng.',
  },
  'accounts.no-contact': {
    status: 409,
    vi: 'Tài khoản chưa có số điện thoại hay thư điện tử đã xác nhận để nhận mã. Ông/Bà làm trên máy đã nhận tài khoản, đăng nhập bằng định danh quốc gia, hoặc mang căn cước đến bộ phận một cửa.',
  },
  'accounts.same-official': {
    status: 409,
    vi: 'Tài khoản này do chính Ông/Bà lập. Để tránh nhầm người, cán bộ khác xem căn cước rồi cấp mã mới.',
  },
  'accounts.no-clash': { status: 409, vi: 'Số này đã có người quản trị xử lý. Ông/Bà tải lại trang.' },
  'accounts.idle-minutes': {
    status: 422,
    vi: 'Ghi số phút nguyên: cán bộ từ 5 đến 60, công dân từ 5 đến 1.440.',
  },
  // tokens of systems
  'accounts.token-reason': { status: 422, vi: 'Ghi lý do cấp mã: văn bản nào, để làm gì.' },
  'accounts.token-end': { status: 422, vi: 'Ghi ngày hết hạn: từ ngày mai, nhiều nhất {most} ngày.' },
  'accounts.token-beyond-post': {
    status: 422,
    vi: 'Chức vụ {post} không có quyền nào thuộc phạm vi "{scope}" ở đơn vị này. Ông/Bà bỏ phạm vi ấy hoặc chọn đơn vị khác.',
  },
  'accounts.token-nobody-to-tell': {
    status: 409,
    vi: 'Chưa ai giữ chức vụ {post} có tài khoản, nên không có người để báo. Ông/Bà chọn chức vụ đang có người giữ.',
  },
  'accounts.token-not-yours': {
    status: 403,
    vi: 'Chỉ người đang giữ chức vụ xác nhận được cho hệ thống làm việc thay chức vụ ấy.',
  },
  'accounts.token-unknown': { status: 404, vi: 'Không thấy mã này ở nơi Ông/Bà quản trị.' },
  'accounts.token-revoked-already': { status: 409, vi: 'Mã này đã thu hồi rồi. Ông/Bà tải lại trang.' },
  // settings
  'accounts.unknown-role': { status: 422, vi: 'Không có vai trò này. Ông/Bà chọn trong danh sách.' },
  'accounts.administrators-owe-it': {
    status: 422,
    vi: 'Người quản trị luôn phải có lớp xác thực thứ hai. Ông/Bà giữ dấu chọn ở "Quản trị".',
  },
}
