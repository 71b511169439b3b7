import { own } from '#own-keys'
import { answerAt } from '../conditions.ts'
import type { FormSchema } from '../schema.ts'
import { type FormField, sectionsOf } from './fields.ts'

/** What is wrong with an answer: where, and a sentence that says what to do. */
export type AnswerFault = { path: string; title: string; words: string }

const realDate = (value: string) => {
  const [year, month = '01', day = '01'] = value.split('-')
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)))
  return (
    date.getUTCFullYear() === Number(year) &&
    date.getUTCMonth() === Number(month) - 1 &&
    date.getUTCDate() === Number(day)
  )
}

/** Per kind: undefined when good, else the sentence. */
const CHECKS: Record<string, (value: string) => string | undefined> = {
  date: (value) =>
    /^\d{4}-\d{2}-\d{2}$/.test(value) && realDate(value)
      ? undefined
      : 'Ghi ngày theo dạng ngày/tháng/năm, ví dụ 05/03/2020.',
  'partial-date': (value) =>
    /^\d{4}(-\d{2}(-\d{2})?)?$/.test(value) && realDate(value)
      ? undefined
      : 'Ghi ngày/tháng/năm, ví dụ 05/03/1985; chỉ nhớ năm thì ghi năm.',
  phone: (value) =>
    /^\+?\d{9,12}$/.test(value) ? undefined : `Số điện thoại có 10 chữ số, mới gõ ${value.replace(/\D/g, '').length}.`,
  email: (value) =>
    /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value) ? undefined : 'Địa chỉ thư có dạng ten@noi.vn. Ông/Bà xem lại.',
  'tax-code': (value) => (/^\d{10}(-?\d{3})?$/.test(value) ? undefined : 'Mã số thuế có 10 hoặc 13 chữ số.'),
  time: (value) => (/^([01]?\d|2[0-3]):[0-5]\d$/.test(value) ? undefined : 'Ghi giờ theo dạng 08:30.'),
}

/** Số giấy tờ by the paper chosen: 12 digits, 9 digits, or letters and digits of a passport. */
export function identityFault(paper: unknown, number: string): string | undefined {
  const digits = number.replace(/\D/g, '').length
  if (paper === 'can-cuoc' && !/^\d{12}$/.test(number))
    return `Số định danh có 12 chữ số, mới gõ ${digits}. Chứng minh nhân dân cũ có 9 số: chọn "Chứng minh nhân dân (9 số)".`
  if (paper === 'cmnd' && !/^\d{9}$/.test(number)) return `Chứng minh nhân dân có 9 chữ số, mới gõ ${digits}.`
  if (paper === 'passport' && !/^[A-Z0-9]{6,12}$/i.test(number)) return 'Số hộ chiếu có 6 đến 12 chữ và số.'
  return undefined
}

function faultOf(field: FormField, value: unknown, answers: unknown): string | undefined {
  const missing = value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
  if (missing) {
    const needed = field.required || (field.row !== undefined && field.row.least > 0)
    return needed ? `Ông/Bà chưa trả lời: ${field.title}${field.title.endsWith('?') ? '' : '.'}` : undefined
  }
  if (field.row)
    return Array.isArray(value) && value.length < field.row.least
      ? `Cần ít nhất ${field.row.least} dòng ở mục ${field.title}.`
      : undefined
  if (field.options.length > 0)
    return field.options.some((each) => each.value === String(value))
      ? undefined
      : `Chọn một trong các mục có sẵn ở câu ${field.title}.`
  if (field.kind === 'yes-no')
    return typeof value === 'boolean' ? undefined : `Chọn Có hoặc Không ở câu ${field.title}.`
  if (['number', 'integer', 'money'].includes(field.kind)) {
    if (typeof value !== 'number') return `Ghi một số ở câu ${field.title}.`
    return value < 0 || (field.kind !== 'number' && !Number.isInteger(value))
      ? `Ghi một số nguyên không âm ở câu ${field.title}.`
      : undefined
  }
  if (typeof value !== 'string') return `Câu ${field.title} cần trả lời bằng chữ.`
  if (field.maxLength && value.length > field.maxLength)
    return `Câu ${field.title} dài ${value.length} chữ, nhiều nhất ${field.maxLength}. Ông/Bà viết ngắn lại.`
  if (field.kind === 'id-number') return identityFault(answerAt(answers, field.path.replace(/[^.]+$/, 'paper')), value)
  return own(CHECKS, field.kind)?.(value)
}

function walk(fields: FormField[], answers: unknown): AnswerFault[] {
  return fields.flatMap((field) => {
    if (field.kind === 'group') return walk(field.fields, answers)
    const value = answerAt(answers, field.path)
    const words = faultOf(field, value, answers)
    const own = words ? [{ path: field.path, title: field.title, words }] : []
    if (!field.row || !Array.isArray(value)) return own
    const rows = value.flatMap((_, at) =>
      walk(
        field.row!.fields.map((each) => ({ ...each, path: `${field.path}.${at}.${each.path}` })),
        answers,
      ),
    )
    return [...own, ...rows]
  })
}

/** Everything that is wrong or missing; with `section`, of that page only. */
export function validateAnswers(form: FormSchema, answers: unknown, on: string, section?: string): AnswerFault[] {
  return sectionsOf(form, answers, on)
    .filter((each) => section === undefined || each.key === section)
    .flatMap((each) => walk(each.fields, answers))
}

/** Only what is asked in this case: answers to hidden questions are dropped when sending. */
export function visibleAnswers(form: FormSchema, answers: unknown, on: string): Record<string, unknown> {
  const take = (fields: FormField[]): Record<string, unknown> =>
    Object.fromEntries(
      fields
        .map((field): [string, unknown] => [
          field.path.split('.').at(-1)!,
          field.kind === 'group' ? take(field.fields) : answerAt(answers, field.path),
        ])
        .filter(([, value]) => value !== undefined),
    )
  return Object.fromEntries(sectionsOf(form, answers, on).map((section) => [section.key, take(section.fields)]))
}
