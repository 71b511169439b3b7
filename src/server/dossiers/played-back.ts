import { answerNumberWords, numberWords } from '../../number-words.ts'
import { placeName } from '#server/directory/index.ts'
import { answerAt, type FormField, type ProcedureContent, rowFields, sectionsOf } from '#server/procedures/index.ts'

export type AnswerLine = { path: string; title: string; words: string }
export type AnswerSection = { key: string; title: string; lines: AnswerLine[] }

/** Where the names of communes come from: the directory, or what stands for it where there is no database. */
export type Places = {
  successor: (id: string) => string
  organisation: (id: string) => { name: string; parentId: string | null } | undefined
}

const date = (value: string) => value.split('-').toReversed().join('/')

function wordsOf(field: FormField, value: unknown, directory: Places): string {
  if (value === undefined || value === null || value === '') return ''
  if (field.kind === 'yes-no') return value === true ? 'Có' : 'Không'
  if (field.options.length > 0)
    return field.options.find((each) => each.value === String(value))?.label ?? String(value)
  if (field.kind === 'date' || field.kind === 'partial-date') return date(String(value))
  if (typeof value === 'number') return field.kind === 'money' ? `${numberWords(value)} đ` : answerNumberWords(value)
  if (field.kind === 'commune') {
    const commune = directory.organisation(directory.successor(String(value)))
    const district = commune?.parentId ? directory.organisation(commune.parentId) : undefined
    if (commune)
      return [commune.name, district?.name]
        .filter(Boolean)
        .map((name) => placeName(name!))
        .join(', ')
    return value === 'other' ? 'Ngoài tỉnh' : String(value)
  }
  return String(value)
}

/** An answer in words, whatever its question is; rows one after the other. */
export function answerWords(field: FormField, value: unknown, directory: Places): string {
  if (!field.row) return wordsOf(field, value, directory)
  return (Array.isArray(value) ? value : [])
    .map((row) =>
      linesOf(field.row!.fields, row, directory)
        .map((line) => line.words)
        .join(', '),
    )
    .join('; ')
}

function linesOf(fields: FormField[], answers: unknown, directory: Places, before = ''): AnswerLine[] {
  return fields.flatMap((field): AnswerLine[] => {
    const title = before ? `${before}: ${field.title}` : field.title
    if (field.kind === 'group') return linesOf(field.fields, answers, directory, field.title)
    const value = answerAt(answers, field.path)
    if (!field.row) {
      const words = wordsOf(field, value, directory)
      return words ? [{ path: field.path, title, words }] : []
    }
    if (!Array.isArray(value)) return []
    return value.flatMap((_, at) => linesOf(rowFields(field, at), answers, directory, `${field.row!.name} ${at + 1}`))
  })
}

/** The answers with the questions as worded in the version they were given to: what the official and the citizen read back. */
export function playedBack(
  content: ProcedureContent,
  answers: unknown,
  directory: Places,
  on: string,
): AnswerSection[] {
  if (!content.form) return []
  return sectionsOf(content.form, answers, on).map((section) => ({
    key: section.key,
    title: section.title,
    lines: linesOf(section.fields, answers, directory),
  }))
}

/** Words with the numbers of identity papers (9 or 12 digits) covered but for their end. */
export const withNumberCovered = (words: string) =>
  words.replace(/\b(?:\d{9}|\d{6})(?=\d{3}\b)/g, (number) => '•'.repeat(number.length))

/** The same answers with numbers of identity papers covered: on a device where no code was given yet. */
export const withNumbersCovered = (sections: AnswerSection[]): AnswerSection[] =>
  sections.map((section) => ({
    ...section,
    lines: section.lines.map((line) => ({
      ...line,
      words: withNumberCovered(line.words),
    })),
  }))
