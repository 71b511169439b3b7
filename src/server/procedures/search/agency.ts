import { fold } from '#server/platform/vietnamese-text.ts'

const COMMITTEE = {
  commune: 'Ủy ban nhân dân cấp xã',
  district: 'Ủy ban nhân dân cấp huyện',
  province: 'Ủy ban nhân dân tỉnh',
  centre: 'Cơ quan trung ương',
} as const

/** Names of bodies as catalogues write them, and the agency a citizen would look for; the first that fits. */
const AGENCIES: [RegExp, string][] = [
  [/cong an/, 'Công an'],
  [/xuat nhap canh|canh sat/, 'Công an'],
  [/bao hiem xa hoi/, 'Bảo hiểm xã hội'],
  [/hai quan/, 'Hải quan'],
  [/chi cuc thue|cuc thue|co quan thue/, 'Cơ quan thuế'],
  [/quan su|bo chi huy/, 'Cơ quan quân sự'],
  [/van phong dang ky dat dai/, 'Văn phòng đăng ký đất đai'],
  [/khu cong nghe cao|khu cong nghiep/, 'Ban Quản lý các khu công nghiệp'],
  [/an toan thuc pham/, 'Ban Quản lý An toàn thực phẩm'],
  [/giao thong van tai/, 'Sở Giao thông vận tải'],
  [/lao dong thuong binh/, 'Sở Lao động - Thương binh và Xã hội'],
  [/so nong nghiep va moi truong/, 'Sở Nông nghiệp và Môi trường'],
  [/tai nguyen (va )?moi truong|bien dao/, 'Sở Tài nguyên và Môi trường'],
  [/kiem lam|thuy san|trong trot|chan nuoi|thu y|so nong nghiep|chi cuc nong nghiep/, 'Sở Nông nghiệp và Môi trường'],
  [/so tu phap/, 'Sở Tư pháp'],
  [/so noi vu/, 'Sở Nội vụ'],
  [/so tai chinh/, 'Sở Tài chính'],
  [/so ke hoach/, 'Sở Kế hoạch và Đầu tư'],
  [/so xay dung/, 'Sở Xây dựng'],
  [/so cong thuong/, 'Sở Công Thương'],
  [/so khoa hoc/, 'Sở Khoa học và Công nghệ'],
  [/so thong tin/, 'Sở Thông tin và Truyền thông'],
  [/so giao duc/, 'Sở Giáo dục và Đào tạo'],
  [/so y te/, 'Sở Y tế'],
  [/so du lich|so van hoa/, 'Sở Văn hóa, Thể thao và Du lịch'],
  [/so ngoai vu/, 'Sở Ngoại vụ'],
  [/thanh tra tinh/, 'Thanh tra tỉnh'],
  [/xa phuong|phuong xa|cap xa|ubnd xa|nhan dan xa/, COMMITTEE.commune],
  [/cap huyen|quan huyen|ubnd huyen|ubnd quan|nhan dan huyen/, COMMITTEE.district],
  [/cap tinh|ubnd tinh|nhan dan tinh/, COMMITTEE.province],
]

/** Cơ quan thực hiện under one name, whatever spelling the catalogue uses; the committee of the tier when it is not known. */
export function agencyOf(implementingBody: string, tier: string): string {
  const folded = fold(implementingBody)
  return (
    AGENCIES.find(([words]) => words.test(folded))?.[1] ??
    COMMITTEE[tier as keyof typeof COMMITTEE] ??
    COMMITTEE.province
  )
}
