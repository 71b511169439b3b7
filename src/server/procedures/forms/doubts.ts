import { dayWords, readOutOfPersonalNumber } from '#server/platform/values/index.ts'
import { answerAt, holds } from '../conditions.ts'
import type { FormSchema } from '../schema.ts'
import { type FormField, rowFields, sectionsOf } from './fields.ts'
import type { AnswerFault } from './validate.ts'

/** A personal number says year of birth and sex: what is answered beside it may say otherwise. Law: NĐ 137/2015 art. 7. */
function numberDoubts(group: FormField, answers: unknown): AnswerFault[] {
  const at = (name: string) => answerAt(answers, `${group.path}.${name}`)
  const number = at('identity.number')
  const said = at('identity.paper') === 'can-cuoc' && typeof number === 'string' && readOutOfPersonalNumber(number)
  if (!said) return []
  const [birth, gender] = [at('birthDate'), at('gender')]
  const doubts: AnswerFault[] = []
  const tell = (name: string, words: string) =>
    doubts.push({ path: `${group.path}.${name}`, title: group.title, words })
  if (typeof birth === 'string' && birth.slice(0, 4) !== String(said.year))
    tell('birthDate', `Số căn cước ${number} là của người sinh năm ${said.year}, mà ngày sinh ghi ${dayWords(birth)}.`)
  if (typeof gender === 'string' && gender !== said.gender)
    tell('gender', `Số căn cước ${number} là của ${said.gender === 'male' ? 'nam' : 'nữ'}, mà giới tính ghi khác.`)
  return doubts
}

function walk(fields: readonly FormField[], answers: unknown, on: string): AnswerFault[] {
  return fields.flatMap((field): AnswerFault[] => {
    const own = field.doubts
      .filter(({ when }) => holds(when, answers, on))
      .map(({ words }) => ({ path: field.path, title: field.title, words }))
    if (field.kind === 'group') return [...own, ...numberDoubts(field, answers), ...walk(field.fields, answers, on)]
    const rows = field.row ? answerAt(answers, field.path) : undefined
    if (!Array.isArray(rows)) return own
    return [...own, ...rows.flatMap((_, at) => walk(rowFields(field, at), answers, on))]
  })
}

/**
 * Answers that contradict each other or are hardly right (`x-doubts` of the form, and what a personal number says): told on the page before
 * sending and to the desk, never a reason to refuse.
 */
export function doubtsOf(form: FormSchema, answers: unknown, on: string): AnswerFault[] {
  return sectionsOf(form, answers, on).flatMap(({ key, title, fields }) => [
    ...numberDoubts({ path: key, title } as FormField, answers),
    ...walk(fields, answers, on),
  ])
}
