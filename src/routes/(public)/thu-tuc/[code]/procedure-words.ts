/** Words for what a procedure says in codes: kinds of paper, what a fee is for, who holds a step. */
export const FORMS: Record<string, string> = {
  original: 'bản chính',
  copy: 'bản sao',
  'certified-copy': 'bản sao chứng thực',
  electronic: 'bản điện tử',
  any: 'bản chính hoặc bản sao',
}
export const PER: Record<string, string> = {
  dossier: 'một hồ sơ',
  copy: 'một bản',
  page: 'một trang',
  case: 'một việc',
  certificate: 'một giấy',
  device: 'một thiết bị',
}
export const ROLES: Record<string, string> = {
  receiver: 'Cán bộ tiếp nhận',
  'desk-head': 'Phụ trách một cửa',
  'division-head': 'Lãnh đạo phòng',
  officer: 'Chuyên viên, công chức chuyên môn',
  leader: 'Lãnh đạo cơ quan',
  'records-clerk': 'Văn thư',
  council: 'Hội đồng',
  outside: 'Cơ quan phối hợp',
}
