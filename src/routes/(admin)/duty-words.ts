import { own } from '#own-keys'
const ROLES: Record<string, string> = {
  administrator: 'Quản trị',
  leader: 'Lãnh đạo cơ quan (ký, quyết định)',
  'division-head': 'Trưởng phòng',
  'records-clerk': 'Văn thư (vào số, đóng dấu)',
  'desk-head': 'Trưởng bộ phận một cửa',
  receiver: 'Cán bộ tiếp nhận',
  officer: 'Chuyên viên xử lý',
  'procedure-drafter': 'Soạn thủ tục',
  'procedure-control': 'Kiểm soát thủ tục hành chính',
  council: 'Hội đồng',
  outside: 'Cơ quan phối hợp',
}
/** The role of a duty (vai trò) in words. */
export const dutyWords = (role: string) => own(ROLES, role) ?? role
