import { put } from '#own-keys'
import { hasInk } from '#server/platform/values/index.ts'
import { type FormField, rowFields } from './fields.ts'

/** A date in one box, or in the three boxes `.ngay`, `.thang`, `.nam`; a box left out of the middle stays in what is told back. */
function typedDate(path: string, text: (name: string) => string): string {
  const boxes = ['ngay', 'thang', 'nam'].map((box) => text(`${path}.${box}`).trim())
  const first = boxes.findIndex(hasInk)
  return first < 0 ? text(path) : boxes.slice(first).join('/')
}

/**
 * What was posted for one page of a form, as it was typed; names are the paths of the questions, rows are `path.0.name`. Nothing is mended
 * here: `mendAnswers` does, for every way in.
 */
export function readSection(fields: FormField[], posted: FormData): Record<string, unknown> {
  const answers: Record<string, unknown> = {}
  const text = (name: string) => {
    const value = posted.get(name)
    return typeof value === 'string' ? value : ''
  }
  for (const field of fields) {
    const name = field.path.split('.').at(-1)!
    if (field.kind === 'group') put(answers, name, readSection(field.fields, posted))
    else if (field.row) {
      const rows: Record<string, unknown>[] = []
      for (let at = 0; at < field.row.most && posted.has(`${field.path}.${at}.`); at += 1)
        rows.push(readSection(rowFields(field, at), posted))
      put(answers, name, rows)
    } else {
      const dated = field.kind === 'date' || field.kind === 'partial-date'
      const value = dated ? typedDate(field.path, text) : text(field.path)
      if (hasInk(value)) put(answers, name, value)
    }
  }
  return answers
}
