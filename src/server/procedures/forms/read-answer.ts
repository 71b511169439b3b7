import { own } from '#own-keys'
import {
  plainLine,
  plainLines,
  readCommune,
  readDay,
  readEmail,
  readGivenNumber,
  readIdentityNumber,
  type Reading,
  readInteger,
  readMoney,
  readNumber,
  readPersonName,
  readPhone,
  readTaxCode,
  readTime,
} from '#server/platform/values/index.ts'
import { answerAt } from '../conditions.ts'
import type { FormField } from './fields.ts'

/** Longer names, addresses and stories than a form asks for are told by the form's own `maxLength`. */
const ANY_LENGTH = Number.MAX_SAFE_INTEGER

/** By kind of question: what a typed text is kept as. Kinds that are not here are text of one line. */
const READERS: Record<string, (typed: string) => Reading<unknown>> = {
  area: (typed) => ({ kept: plainLines(typed) }),
  'full-name': (typed) => readPersonName(typed, { most: ANY_LENGTH }),
  date: (typed) => readDay(typed),
  'partial-date': (typed) => readDay(typed, { partial: true }),
  number: readNumber,
  integer: readInteger,
  money: (typed) => readMoney(typed),
  phone: readPhone,
  email: readEmail,
  'tax-code': readTaxCode,
  time: readTime,
  commune: (typed) => readCommune(typed),
}
export const NUMBERS = new Set(['number', 'integer', 'money'])

const choice = (field: FormField, typed: string): Reading<unknown> => {
  const found = field.options.find((each) => each.value === typed)
  return found ? { kept: found.value } : { fault: { code: 'choice-unknown', facts: {} } }
}

function readTyped(field: FormField, typed: string, answers: unknown): Reading<unknown> {
  if (field.options.length > 0) return choice(field, plainLine(typed))
  if (field.kind === 'yes-no') {
    const word = plainLine(typed)
    return word === 'true' || word === 'false'
      ? { kept: word === 'true' }
      : { fault: { code: 'choice-yes-no', facts: {} } }
  }
  if (field.kind === 'id-number')
    return readIdentityNumber(field.paper ?? answerAt(answers, field.path.replace(/[^.]+$/, 'paper')), typed)
  return own(READERS, field.kind)?.(typed) ?? { kept: plainLine(typed) }
}

/** Whether a question has no answer. */
export const isMissing = (value: unknown) =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)

/**
 * One answer, typed or ready-made, as it is kept. `answers` are all answers: the number of an identity paper is read by the paper chosen
 * beside it.
 */
export function readAnswer(field: FormField, value: unknown, answers: unknown): Reading<unknown> {
  if (typeof value === 'string') return readTyped(field, value, answers)
  if (typeof value === 'boolean' && field.kind === 'yes-no') return { kept: value }
  if (typeof value === 'number' && NUMBERS.has(field.kind)) {
    const given = readGivenNumber(value)
    if (given.fault || field.kind === 'number') return given
    return Number.isInteger(value) ? given : { fault: { code: 'number-not-whole', facts: { typed: String(value) } } }
  }
  return { fault: { code: NUMBERS.has(field.kind) ? 'number-missing' : 'answer-not-text', facts: {} } }
}
