import type { Template } from '../schema.ts'

/**
 * Whether a template may have a place for initials as a small signature (ký nháy, NĐ 30/2020 art. 10-13): only documents of administration,
 * once, and before a leader's signature; never forms of the desk and receipts, certificates, extracts, blanks. Words for what is wrong.
 */
export function initialsFaults({ kind, signs }: Pick<Template, 'kind' | 'signs'>): string[] {
  const initials = signs.filter((each) => each.by === 'initials')
  if (initials.length === 0) return []
  return [
    ...(kind === 'document'
      ? []
      : ['Chỉ văn bản hành chính có chỗ ký nháy; biểu mẫu một cửa, giấy chứng nhận, trích lục thì không.']),
    ...(initials.length > 1 ? ['Mỗi văn bản có một chỗ ký nháy.'] : []),
    ...(signs.some((each) => each.by === 'leader')
      ? []
      : ['Chỗ ký nháy đứng trước chữ ký của lãnh đạo: thêm chỗ ký của lãnh đạo.']),
  ]
}
