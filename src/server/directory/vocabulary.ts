import { z } from 'zod'

export const OrganisationKindWord = z.enum([
  'committee',
  'office',
  'department',
  'division',
  'sub-department',
  'public-service-unit',
  'centre',
  'desk',
  'counter',
  'branch',
  'outside-body',
])
export const TierWord = z.enum(['commune', 'district', 'province', 'centre'])
/** Vai trò of a duty: what `role_act` gives acts to. */
export const DutyRole = z.enum([
  'receiver',
  'desk-head',
  'division-head',
  'officer',
  'leader',
  'records-clerk',
  'council',
  'outside',
  'procedure-drafter',
  'procedure-control',
  'administrator',
])
/** Mã GSO of administrative units, mã định danh QCVN 102:2016/BTTTT, mã QĐ 20/2020/QĐ-TTg. */
export const CodeScheme = z.enum(['gso', 'qcvn102', 'qd20'])
export type CodeScheme = z.infer<typeof CodeScheme>
/** Chính thức, kiêm nhiệm, biệt phái. */
export const AppointmentKind = z.enum(['main', 'concurrent', 'seconded'])
/** Ký thay, thừa lệnh, thừa ủy quyền, quyền: NĐ 30/2020 art. 13. */
export const DelegationForm = z.enum(['KT', 'TL', 'TUQ', 'Q'])
export const SuccessionKind = z.enum(['abolish', 'rename', 'merge', 'split', 'upgrade'])

const CODE_SHAPES: Record<CodeScheme, RegExp> = {
  gso: /^\d{2,6}$/,
  qcvn102: /^\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2}$/,
  qd20: /^[A-Z]\d{2}(\.\d{1,3}){0,3}$/,
}
/** Whether a code is written as its scheme wants. */
export const codeFits = (scheme: CodeScheme, code: string) => CODE_SHAPES[scheme].test(code)

export const OrganisationId = z.string().trim().min(1, 'Chọn đơn vị.').max(100)
export const PostId = z.string().trim().min(1, 'Chọn chức vụ.').max(200)
export const StartDay = z.iso.date('Ghi ngày bắt đầu theo dạng ngày/tháng/năm.')
export const Basis = z.string().trim().min(1, 'Ghi căn cứ: số, ngày của văn bản.').max(300, 'Căn cứ dài quá 300 chữ.')
const FunctionWord = z.string().regex(/^[a-z][a-z-]{1,39}$/, 'Chức năng chưa đúng.')
export const Functions = z.array(FunctionWord).max(30)
export const Duties = z
  .array(
    z.strictObject({
      organisationId: OrganisationId,
      role: DutyRole,
      function: z.union([z.literal(''), FunctionWord]).default(''),
    }),
  )
  .min(1, 'Chọn ít nhất một nhiệm vụ.')
  .max(30)

/** What an organisation is called and where it stands, from a day on. */
export const OrganisationFacts = z.strictObject({
  name: z.string().trim().min(2, 'Ghi tên đơn vị.').max(200, 'Tên dài quá 200 chữ.'),
  functions: Functions.default([]),
  address: z.string().trim().max(300, 'Địa chỉ dài quá 300 chữ.').nullable().default(null),
  phone: z
    .string()
    .trim()
    .regex(/^[0-9 ().+-]{6,20}$/, 'Số điện thoại gồm 6 đến 20 chữ số.')
    .nullable()
    .default(null),
})
export type OrganisationFacts = z.infer<typeof OrganisationFacts>
