import { put } from '#own-keys'
import type { FormField } from './fields.ts'

const clean = (value: string) =>
  value
    .normalize('NFC')
    .replace(/\r\n/g, '\n')
    .replace(/(?!\n)\p{Cc}/gu, '')
    .trim()

/** A date as people type it, dd/mm/yyyy (or the year alone for a partial date), as ISO; what cannot be read is kept as typed. */
export function isoDate(typed: string): string {
  const full = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(typed)
  if (full) return `${full[3]}-${full[2]!.padStart(2, '0')}-${full[1]!.padStart(2, '0')}`
  const month = /^(\d{1,2})[/.-](\d{4})$/.exec(typed)
  return month ? `${month[2]}-${month[1]!.padStart(2, '0')}` : typed
}

function readLeaf(field: FormField, typed: string): unknown {
  const value = clean(typed)
  if (value === '') return undefined
  if (field.kind === 'date' || field.kind === 'partial-date') return isoDate(value)
  if (field.kind === 'yes-no') return value === 'true' ? true : value === 'false' ? false : value
  if (['number', 'integer', 'money'].includes(field.kind)) {
    const number = Number(value.replace(/[.\s]/g, '').replace(',', '.'))
    return Number.isFinite(number) ? number : value
  }
  if (['id-number', 'phone', 'tax-code'].includes(field.kind)) return value.replace(/[\s.]/g, '')
  return value
}

/** A date in one box, or in the three boxes `.ngay`, `.thang`, `.nam`; a box left out of the middle stays in what is told back. */
function typedDate(path: string, text: (name: string) => string): string {
  const boxes = ['ngay', 'thang', 'nam'].map((box) => clean(text(`${path}.${box}`)))
  const first = boxes.findIndex((box) => box !== '')
  return first < 0 ? text(path) : boxes.slice(first).join('/')
}

/** What was posted for one page of a form, as answers; names are the paths of the questions, rows are `path.0.name`. */
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
        rows.push(
          readSection(
            field.row.fields.map((each) => ({ ...each, path: `${field.path}.${at}.${each.path}` })),
            posted,
          ),
        )
      put(answers, name, rows)
    } else {
      const dated = field.kind === 'date' || field.kind === 'partial-date'
      const value = readLeaf(field, dated ? typedDate(field.path, text) : text(field.path))
      if (value !== undefined) put(answers, name, value)
    }
  }
  return answers
}
