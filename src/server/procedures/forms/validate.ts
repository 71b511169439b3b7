import { own } from '#own-keys'
import { faultWords, hasInk } from '#server/platform/values/index.ts'
import { answerAt } from '../conditions.ts'
import type { FormSchema } from '../schema.ts'
import { boundsFault, rowsFault } from './bounds.ts'
import { type FormField, rowFields, sectionsOf } from './fields.ts'
import { isMissing, readAnswer } from './read-answer.ts'

/** What is wrong with an answer: where, and a sentence that says what to do. */
export type AnswerFault = { path: string; title: string; words: string }

/** Faults of a value whose sentence needs the question. */
const AT_QUESTION: Record<string, (title: string) => string> = {
  'choice-unknown': (title) => `Chọn một trong các mục có sẵn ở câu ${title}.`,
  'choice-yes-no': (title) => `Chọn Có hoặc Không ở câu ${title}.`,
  'number-missing': (title) => `Ghi một số ở câu ${title}.`,
  'answer-not-text': (title) => `Câu ${title} cần trả lời bằng chữ.`,
}

function faultOf(field: FormField, value: unknown, answers: unknown, on: string): string | undefined {
  if (isMissing(value)) {
    const needed = field.required || (field.row !== undefined && field.row.least > 0)
    return needed ? `Ông/Bà chưa trả lời: ${field.title}${field.title.endsWith('?') ? '' : '.'}` : undefined
  }
  if (field.row) return Array.isArray(value) ? rowsFault(field, value) : `Câu ${field.title} cần trả lời bằng các dòng.`
  const reading = readAnswer(field, value, answers)
  if (!reading.fault) return boundsFault(field, reading.kept, answers, on)
  return own(AT_QUESTION, reading.fault.code)?.(field.title) ?? faultWords(reading.fault)
}

function walk(fields: FormField[], answers: unknown, on: string): AnswerFault[] {
  return fields.flatMap((field) => {
    if (field.kind === 'group') return walk(field.fields, answers, on)
    const value = answerAt(answers, field.path)
    const words = faultOf(field, value, answers, on)
    const mine = words ? [{ path: field.path, title: field.title, words }] : []
    if (!field.row || !Array.isArray(value)) return mine
    return [...mine, ...value.flatMap((_, at) => walk(rowFields(field, at), answers, on))]
  })
}

/** Everything that is wrong or missing; with `section`, of that page only. */
export function validateAnswers(form: FormSchema, answers: unknown, on: string, section?: string): AnswerFault[] {
  return sectionsOf(form, answers, on)
    .filter((each) => section === undefined || each.key === section)
    .flatMap((each) => walk(each.fields, answers, on))
}

/** The telephone of whoever asks. */
export const APPLICANT_PHONE = 'applicant.phone'

/** At a counter or by post nobody is refused for having no telephone, also by a form that was published when it was required. */
export const validateAtDesk = (form: FormSchema, answers: unknown, on: string, section?: string): AnswerFault[] =>
  validateAnswers(form, answers, on, section).filter(
    ({ path }) => path !== APPLICANT_PHONE || hasInk(String(answerAt(answers, APPLICANT_PHONE) ?? '')),
  )

/** Communes named in the answers that `known` does not know; `other` is outside the province. */
export function unknownCommunes(
  form: FormSchema,
  answers: unknown,
  on: string,
  known: (id: string) => boolean,
): AnswerFault[] {
  const look = (fields: FormField[]): AnswerFault[] =>
    fields.flatMap((field) => {
      if (field.kind === 'group') return look(field.fields)
      const value = answerAt(answers, field.path)
      if (field.row) return Array.isArray(value) ? value.flatMap((_, at) => look(rowFields(field, at))) : []
      if (field.kind !== 'commune' || typeof value !== 'string' || value === 'other' || known(value)) return []
      return [{ path: field.path, title: field.title, words: faultWords({ code: 'commune-unknown', facts: {} }) }]
    })
  return sectionsOf(form, answers, on).flatMap(({ fields }) => look(fields))
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
