import type { FormField } from '#server/procedures/index.ts'
import { answerNumberWords, dateWords, numberWords } from '#ui/format.ts'

/**
 * What stands in the box of a question: a kept answer in the words it is read back from (85.5 as `85,5`), what could not be read as it was
 * typed, and before any answer what the form proposes.
 */
export function boxWords(field: Pick<FormField, 'kind' | 'standard'>, answer: unknown): string {
  const value = answer ?? field.standard
  if (typeof value === 'number') return field.kind === 'money' ? numberWords(value) : answerNumberWords(value)
  const words = typeof value === 'string' ? value : ''
  return /date/.test(field.kind) && /^\d{4}(-\d{2}){0,2}$/.test(words) ? dateWords(words) : words
}
