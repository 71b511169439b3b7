import { own } from '#own-keys'
export const KINDS: Record<string, string> = {
  committee: 'Ủy ban nhân dân',
  office: 'Văn phòng',
  department: 'Sở, ngành',
  division: 'Phòng',
  'sub-department': 'Chi cục',
  'public-service-unit': 'Đơn vị sự nghiệp',
  centre: 'Trung tâm',
  desk: 'Bộ phận một cửa',
  counter: 'Quầy',
  branch: 'Chi nhánh',
  'outside-body': 'Cơ quan ngoài hệ thống',
}
export const TIERS: Record<string, string> = {
  commune: 'Cấp xã',
  district: 'Cấp huyện',
  province: 'Cấp tỉnh',
  centre: 'Trung ương',
}
export const ROLES: Record<string, string> = {
  receiver: 'Tiếp nhận và trả kết quả',
  'desk-head': 'Phụ trách một cửa',
  'division-head': 'Trưởng phòng',
  officer: 'Thụ lý',
  leader: 'Lãnh đạo cơ quan',
  'records-clerk': 'Văn thư',
  council: 'Thành viên hội đồng',
  outside: 'Đầu mối cơ quan phối hợp',
  'procedure-drafter': 'Soạn thủ tục',
  'procedure-control': 'Kiểm soát thủ tục hành chính',
  administrator: 'Quản trị hệ thống',
}
export const FUNCTIONS: Record<string, string> = {
  'civil-status': 'Hộ tịch',
  justice: 'Tư pháp',
  construction: 'Xây dựng',
  land: 'Đất đai',
  environment: 'Môi trường',
  labour: 'Lao động',
  social: 'Bảo trợ xã hội',
  merit: 'Người có công',
  'finance-planning': 'Tài chính - kế hoạch',
  'industry-trade': 'Công thương',
  culture: 'Văn hóa',
  education: 'Giáo dục',
  health: 'Y tế',
  'home-affairs': 'Nội vụ',
  office: 'Văn phòng',
  agriculture: 'Nông nghiệp',
  inspection: 'Thanh tra',
  'land-registration': 'Đăng ký đất đai',
  transport: 'Giao thông',
  'driving-licence': 'Giấy phép lái xe',
  vessel: 'Tàu thuyền',
  science: 'Khoa học',
  radiation: 'Bức xạ',
  information: 'Thông tin',
  'procedure-control': 'Kiểm soát thủ tục',
  emulation: 'Thi đua, khen thưởng',
  'civil-servants': 'Công chức, viên chức',
  employment: 'Việc làm',
  'judicial-record': 'Lý lịch tư pháp',
  'business-registration': 'Đăng ký kinh doanh',
  'data-centre': 'Trung tâm dữ liệu',
  police: 'Công an',
  tax: 'Thuế',
  insurance: 'Bảo hiểm xã hội',
}
export const SCHEMES: Record<string, string> = {
  gso: 'Mã GSO',
  qcvn102: 'Mã QCVN 102:2016',
  qd20: 'Mã QĐ 20/2020',
  tax: 'Mã số thuế',
}
export const APPOINTMENTS: Record<string, string> = {
  main: 'chính thức',
  concurrent: 'kiêm nhiệm',
  seconded: 'biệt phái',
}
export const FORMS: Record<string, string> = {
  KT: 'Ký thay (KT.)',
  TL: 'Thừa lệnh (TL.)',
  TUQ: 'Thừa ủy quyền (TUQ.)',
  Q: 'Quyền (Q.)',
}
export const SUCCESSIONS: Record<string, string> = {
  abolish: 'Giải thể',
  merge: 'Sáp nhập vào đơn vị khác',
  split: 'Chia tách thành nhiều đơn vị',
  rename: 'Thay bằng đơn vị mới',
  upgrade: 'Nâng cấp thành đơn vị mới',
}
export const ACTS: Record<string, string> = {
  'dossiers.file-at-desk': 'Nhập hồ sơ tại quầy',
  'dossiers.accept': 'Tiếp nhận hồ sơ',
  'dossiers.ask-completion': 'Yêu cầu bổ sung',
  'dossiers.decline': 'Từ chối tiếp nhận',
  'dossiers.return': 'Trả kết quả',
  'dossiers.forward': 'Chuyển hồ sơ',
  'dossiers.view': 'Xem hồ sơ',
  'dossiers.reassign': 'Giao lại việc',
  'dossiers.assign': 'Phân công',
  'dossiers.check': 'Kiểm tra, trình',
  'dossiers.decide': 'Quyết định, ký kết quả',
  'dossiers.appraise': 'Thẩm định',
  'dossiers.number': 'Vào số, đóng dấu',
  'procedures.draft': 'Soạn thủ tục',
  'procedures.check': 'Kiểm soát thủ tục',
  'procedures.publish': 'Công bố thủ tục',
  'procedures.view-drafts': 'Xem bản soạn thủ tục',
  'figures.view': 'Xem số liệu',
  'directory.change': 'Sửa đơn vị, nhân sự',
  'accounts.change': 'Sửa tài khoản',
  'calendars.change': 'Sửa lịch làm việc',
  'jobs.view': 'Xem việc nền',
  'outbox.view': 'Xem tin gửi đi',
  'audit.view': 'Xem nhật ký',
  'tokens.change': 'Cấp mã truy cập',
  'settings.change': 'Sửa thiết lập',
  'papers.sign': 'Ký văn bản',
  'papers.withdraw': 'Thu hồi giấy đã cấp',
  'papers.change-templates': 'Sửa mẫu giấy tờ',
  'papers.publish-templates': 'Công bố mẫu giấy tờ',
  'blanks.keep': 'Giữ phôi',
  'books.view': 'Xem sổ của đơn vị',
  'books.keep': 'Ghi chú, khóa sổ của đơn vị',
  'books.names': 'Xem họ tên trong sổ của đơn vị',
  'cards.print': 'In thẻ, tải dữ liệu in thẻ',
  'signing.lead': 'Ký văn bản với chức vụ lãnh đạo',
  'signing.head': 'Ký với chức vụ người đứng đầu bộ phận',
  'signing.receive': 'Ký giấy của bộ phận một cửa',
  'signing.seal': 'Cấp số, đóng dấu',
  'signing.administer': 'Xem và thử lại chữ ký đang chờ',
  'certificates.view': 'Xem sổ chứng thư số',
  'certificates.request': 'Đề nghị về chứng thư số',
  'certificates.approve-unit': 'Duyệt đề nghị chứng thư số của đơn vị',
  'certificates.approve-focal': 'Duyệt đề nghị chứng thư số (đầu mối)',
  'certificates.approve-committee': 'Duyệt đề nghị chứng thư số (UBND)',
  'certificates.issue': 'Ghi kết quả cấp chứng thư số',
  'certificates.authorities': 'Sửa cơ quan cấp chứng thư',
}
export const options = (words: Record<string, string>) =>
  Object.entries(words).map(([value, label]) => ({ value, label }))
/** "01/03/2020 – nay", "01/03/2020 – 31/12/2026": the last day, not the first one after. */
export const spanWords = (from: string, to: string | null) => {
  const day = (on: string) => on.split('-').toReversed().join('/')
  const last = to ? new Date(Date.parse(`${to}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10) : null
  return `${day(from)} – ${last ? day(last) : 'nay'}`
}
/** "Trưởng phòng, Phòng Tư pháp"; how it is held when not as the main post; the unit is left out when the title names it. */
export function postWords({ title, kind, unitName }: { title: string; kind: string; unitName: string }): string {
  const place = unitName && !title.toLowerCase().includes(unitName.toLowerCase()) ? `, ${unitName}` : ''
  return `${title}${place}${kind === 'main' ? '' : ` (${own(APPOINTMENTS, kind) ?? kind})`}`
}
