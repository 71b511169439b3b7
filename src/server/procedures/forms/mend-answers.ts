import { hasInk, plainLine, plainLines } from '#server/platform/values/index.ts'
import { answerAt } from '../conditions.ts'
import type { FormSchema } from '../schema.ts'
import { allSections, type FormField, rowFields } from './fields.ts'
import { readAnswer } from './read-answer.ts'

type Answers = Record<string, unknown>

const isGroup = (value: unknown): value is Answers =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** What cannot be read stays as it was typed, without marks nobody sees, so that it is shown again with its fault. */
const asTyped = (field: FormField, value: unknown) =>
  typeof value !== 'string' ? value : field.kind === 'area' ? plainLines(value) : plainLine(value)

function mendRows(field: FormField, value: unknown, answers: unknown): unknown {
  if (!Array.isArray(value)) return value
  return value.map((row, at) => (isGroup(row) ? mendFields(rowFields(field, at), answers) : {}))
}

function mendFields(fields: readonly FormField[], answers: unknown): Answers {
  const mended: [string, unknown][] = []
  for (const field of fields) {
    const name = field.path.slice(field.path.lastIndexOf('.') + 1)
    const value = answerAt(answers, field.path)
    if (value === undefined || value === null) continue
    if (field.kind === 'group') mended.push([name, isGroup(value) ? mendFields(field.fields, answers) : {}])
    else if (field.row) mended.push([name, mendRows(field, value, answers)])
    else if (typeof value !== 'string' || hasInk(value)) {
      const reading = readAnswer(field, value, answers)
      mended.push([name, reading.fault ? asTyped(field, value) : reading.kept])
    }
  }
  return Object.fromEntries(mended)
}

/**
 * The door of answers: each question's answer in the one form it is kept (`platform/values`), whoever sends it: page, desk, API or import.
 * What has no question in the form is left out; what cannot be read stays as typed and is told by `validateAnswers`. Mending twice changes
 * nothing. With `only`, the pages named and no other.
 */
export function mendAnswers(form: FormSchema, answers: unknown, only?: string): Answers {
  const sections = allSections(form).filter(({ key }) => only === undefined || key === only)
  return Object.fromEntries(
    sections
      .filter(({ key }) => isGroup(answerAt(answers, key)))
      .map(({ key, fields }) => [key, mendFields(fields, answers)]),
  )
}
