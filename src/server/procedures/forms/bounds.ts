import { answerNumberWords, numberWords } from '../../../number-words.ts'
import { answerAt } from '../conditions.ts'
import type { FormField } from './fields.ts'
import { isMissing, NUMBERS } from './read-answer.ts'

const shownNumber = (field: FormField, number: number) =>
  field.kind === 'money' ? `${numberWords(number)} đ` : answerNumberWords(number)

/** Minimum and maximum of the form, else none below zero. */
function numberFault(field: FormField, value: number): string | undefined {
  const { minimum = 0, maximum } = field.bounds
  if (maximum !== undefined && (value < minimum || value > maximum))
    return `Ghi một số từ ${shownNumber(field, minimum)} đến ${shownNumber(field, maximum)} ở câu ${field.title}.`
  if (value >= minimum) return undefined
  return minimum === 0
    ? `Ghi một số không âm ở câu ${field.title}.`
    : `Ghi một số từ ${shownNumber(field, minimum)} trở lên ở câu ${field.title}.`
}

/** Lengths count letters as people see them; a name of one letter is a name. */
function textFault(field: FormField, value: string): string | undefined {
  const { minLength, maxLength, pattern, patternWords } = field.bounds
  const length = [...value].length
  if (maxLength !== undefined && length > maxLength)
    return `Câu ${field.title} dài ${length} chữ, nhiều nhất ${maxLength}. Ông/Bà viết ngắn lại.`
  if (minLength !== undefined && length < minLength && field.kind !== 'full-name')
    return `Câu ${field.title} cần ít nhất ${minLength} chữ, mới có ${length}.`
  if (pattern === undefined || new RegExp(pattern, 'u').test(value)) return undefined
  return `Câu ${field.title} chưa đúng dạng${patternWords ? `: ${patternWords}` : ''}.`
}

/** How many rows the form wants. */
export function rowsFault(field: FormField, rows: readonly unknown[]): string | undefined {
  const { least, most, name } = field.row!
  const word = name.toLocaleLowerCase('vi')
  if (rows.length < least) return `Cần ít nhất ${least} ${word} ở mục ${field.title}.`
  return rows.length > most ? `Nhiều nhất ${most} ${word} ở mục ${field.title}, đang có ${rows.length}.` : undefined
}

const dayOf = (day: string) => day.split('-').toReversed().join('/')
/** The first and last day that a day known in part may be. */
const earliest = (day: string) => `${day}-01-01`.slice(0, 10)
const latest = (day: string) => (day.length === 4 ? `${day}-12-31` : day.length === 7 ? `${day}-31` : day)

/** `.name` is the answer beside this one, `filing` the day of filing, anything else a path from the top. */
function limitAt(field: FormField, limit: string, answers: unknown, on: string): string | undefined {
  if (limit === 'filing') return on
  const path = limit.startsWith('.') ? `${field.path.slice(0, field.path.lastIndexOf('.'))}${limit}` : limit
  const value = answerAt(answers, path)
  return typeof value === 'string' && /^\d{4}(-\d{2}){0,2}$/.test(value) ? value : undefined
}

/** A day against the days the form compares it with; of days known in part only what is certain counts. */
function dayFault(field: FormField, value: string, answers: unknown, on: string): string | undefined {
  for (const limit of field.notAfter) {
    const day = limitAt(field, limit, answers, on)
    if (day && earliest(value) > latest(day))
      return limit === 'filing'
        ? `Ngày ${dayOf(value)} ở câu ${field.title} còn chưa tới. Ông/Bà xem lại.`
        : `Ngày ${dayOf(value)} ở câu ${field.title} không thể sau ngày ${dayOf(day)}.`
  }
  for (const limit of field.notBefore) {
    const day = limitAt(field, limit, answers, on)
    if (day && latest(value) < earliest(day))
      return limit === 'filing'
        ? `Ngày ${dayOf(value)} ở câu ${field.title} đã qua. Ông/Bà xem lại.`
        : `Ngày ${dayOf(value)} ở câu ${field.title} không thể trước ngày ${dayOf(day)}.`
  }
  return undefined
}

/** Whether a readable answer keeps to what the form declares of it. */
export function boundsFault(field: FormField, value: unknown, answers: unknown, on: string): string | undefined {
  if (isMissing(value)) return undefined
  if (typeof value === 'number' && NUMBERS.has(field.kind)) return numberFault(field, value)
  if (typeof value !== 'string') return undefined
  return field.kind.endsWith('date') ? dayFault(field, value, answers, on) : textFault(field, value)
}
