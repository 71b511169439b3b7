import { mayAnywhere, mayForHouse } from '#server/platform/call.ts'
import type { PageServerLoad } from './$types.js'

const ROOMS = [
  {
    href: '/quan-tri/don-vi',
    words: 'Đơn vị',
    hint: 'cây đơn vị, mã, nơi tiếp nhận, chức vụ',
    rights: ['directory.change'],
  },
  {
    href: '/quan-tri/nhan-su',
    words: 'Nhân sự',
    hint: 'người, bổ nhiệm, thôi giữ chức vụ',
    rights: ['directory.change'],
  },
  {
    href: '/quan-tri/thu-tuc',
    words: 'Soạn và công bố thủ tục',
    hint: 'soạn, kiểm soát, công bố, hết hiệu lực',
    rights: ['procedures.view-drafts', 'procedures.draft', 'procedures.check', 'procedures.publish'],
  },
  {
    href: '/quan-tri/mau-giay-to',
    words: 'Mẫu giấy tờ',
    hint: 'soạn, xem thử, công bố',
    rights: ['papers.change-templates', 'papers.publish-templates'],
    house: true,
  },
  {
    href: '/quan-tri/tai-khoan',
    words: 'Tài khoản cán bộ',
    hint: 'mở, khóa, đặt lại mật khẩu',
    rights: ['accounts.change'],
  },
  {
    href: '/quan-tri/ma-he-thong',
    words: 'Mã truy cập cho hệ thống',
    hint: 'cấp, thu hồi',
    rights: ['tokens.change'],
  },
  {
    href: '/quan-tri/lich',
    words: 'Lịch làm việc',
    hint: 'ngày nghỉ, giờ làm việc, giờ tiếp công dân',
    rights: ['calendars.change'],
  },
  {
    href: '/quan-tri/chung-thuc-so',
    words: 'Chứng thư số',
    hint: 'sổ, đề nghị, nhập, cơ quan cấp chứng thư',
    rights: ['certificates.view'],
  },
  {
    href: '/quan-tri/so-trung',
    words: 'Số điện thoại trùng',
    hint: 'hai tài khoản thành một số khi nâng cấp',
    rights: ['settings.change'],
    house: true,
  },
  {
    href: '/quan-tri/cai-dat',
    words: 'Cài đặt',
    hint: 'lớp xác thực thứ hai, bộ quy tắc',
    rights: ['settings.change'],
    house: true,
  },
  {
    href: '/quan-tri/he-thong',
    words: 'Hàng chờ và tin gửi đi',
    hint: 'việc nền, thư, tin nhắn',
    rights: ['jobs.view', 'outbox.view'],
    house: true,
  },
  {
    href: '/quan-tri/ky-so',
    words: 'Chữ ký đang chờ',
    hint: 'Chữ ký chờ dấu thời gian, vì sao, thử lại.',
    rights: ['signing.administer'],
  },
  {
    href: '/quan-tri/nhat-ky',
    words: 'Nhật ký kiểm toán',
    hint: 'ai, với chức vụ nào, đã làm gì',
    rights: ['audit.view'],
  },
]

export const load: PageServerLoad = ({ locals }) => ({
  rooms: ROOMS.filter(({ rights, house }) => {
    const asked = house ? mayForHouse : mayAnywhere
    return rights.some((right) => asked(locals.call.actor, right))
  }).map(({ href, words, hint }) => ({ href, words, hint })),
})
