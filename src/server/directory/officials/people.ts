import { z } from 'zod'
import type { PersonFacts } from '../queries-officials.ts'

const optional = <T extends z.ZodType>(type: T) => type.nullable().default(null)

/** What is kept of a person who may hold posts (cán bộ, công chức, viên chức). */
export const PersonWords = z.strictObject({
  fullName: z
    .string()
    .trim()
    .min(2, 'Ghi họ và tên.')
    .max(100, 'Họ và tên dài quá 100 chữ.')
    .regex(/^[\p{L}\p{M}' .-]+$/u, 'Họ và tên chỉ gồm chữ.'),
  birthDate: optional(
    z.string().regex(/^\d{4}(-\d{2}(-\d{2})?)?$/, 'Ngày sinh theo dạng ngày/tháng/năm, hoặc chỉ năm.'),
  ),
  gender: optional(z.enum(['male', 'female'])),
  phone: optional(z.string().regex(/^[0-9 ().+-]{6,20}$/, 'Số điện thoại gồm 6 đến 20 chữ số.')),
  email: optional(z.email('Thư điện tử theo dạng ten@noi.vn.').max(200)),
})
export type PersonWords = z.infer<typeof PersonWords>

export const factsOfPerson = (words: PersonWords): PersonFacts => ({
  fullName: words.fullName.normalize('NFC').replace(/\s+/g, ' '),
  birthDate: words.birthDate,
  gender: words.gender,
  phone: words.phone,
  email: words.email,
})
