import type { Field } from './act-form.ts'
import { FUNCTIONS, options } from './directory-words.ts'

export const FROM: Field = { name: 'from', label: 'Từ ngày', hint: 'ngày/tháng/năm, từ hôm nay trở đi', kind: 'date' }
export const BASIS: Field = {
  name: 'legalBasis',
  label: 'Căn cứ',
  hint: 'Số, ngày của quyết định hoặc nghị quyết',
  kind: 'text',
}
export const DECISION: Field = { name: 'decisionNumber', label: 'Số quyết định', kind: 'text', short: true }

/** Address, telephone and functions of a unit. */
export const FACTS = (given: { address: string; phone: string; functions: string[] }): Field[] => [
  { name: 'address', label: 'Địa chỉ', kind: 'text', optional: true, given: given.address },
  { name: 'phone', label: 'Điện thoại', kind: 'text', optional: true, short: true, given: given.phone },
  {
    ...{ name: 'functions', label: 'Lĩnh vực phụ trách', kind: 'many', optional: true },
    ...{ options: options(FUNCTIONS), given: given.functions },
  },
]

/** What is kept of a person. */
export const PERSON = (given?: {
  fullName: string
  birthDate: string | null
  gender: string | null
  phone: string | null
  email: string | null
}): Field[] => [
  { name: 'fullName', label: 'Họ và tên', kind: 'text', given: given?.fullName ?? '' },
  {
    ...{ name: 'birthDate', label: 'Ngày sinh', hint: 'ngày/tháng/năm, hoặc chỉ năm', kind: 'date', optional: true },
    given: (given?.birthDate ?? '').split('-').toReversed().join('/'),
  },
  {
    ...{ name: 'gender', label: 'Giới tính', kind: 'select', optional: true, given: given?.gender ?? '' },
    options: [
      { value: 'female', label: 'Nữ' },
      { value: 'male', label: 'Nam' },
    ],
  },
  { name: 'phone', label: 'Điện thoại', kind: 'text', optional: true, short: true, given: given?.phone ?? '' },
  { name: 'email', label: 'Thư điện tử', kind: 'text', optional: true, given: given?.email ?? '' },
]
