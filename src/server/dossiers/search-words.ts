import type { Directory } from '#server/directory/index.ts'
import { fold } from '#server/platform/vietnamese-text.ts'
import { answerAt, type FormField, type FormSchema, rowFields, sectionsOf } from '#server/procedures/index.ts'

/** Raised when the words are written another way: what is kept by an earlier form is brought along by the worker. */
export const SEARCH_FORM = 1

/** What a dossier is found by: everybody it names, and the places where they live, folded. */
export type SearchWords = { people: string; places: string }

type Named = { names: Set<string>; communes: Set<string> }

function collect(fields: readonly FormField[], answers: unknown, into: Named) {
  for (const field of fields) {
    const value = answerAt(answers, field.path)
    if (field.kind === 'group') collect(field.fields, answers, into)
    else if (field.row && Array.isArray(value)) value.forEach((_, at) => collect(rowFields(field, at), answers, into))
    else if (typeof value === 'string' && field.kind === 'full-name') into.names.add(value)
    else if (typeof value === 'string' && field.kind === 'commune') into.communes.add(value)
  }
}

/** A name as it is looked for: K’Brôi as `kbroi` and as `k broi`. */
const spellings = (name: string) => [fold(name), fold(name.replace(/['’‘ʼ`´′ʹ]/g, ' '))]

/**
 * Owner, filer and everybody an answer names (the child of a birth, the deceased, both of a couple); and each commune by every name it has or
 * had, so that people who still say the old one are found.
 */
export function searchWords(
  dossier: { ownerName: string; filerName: string; answers: unknown },
  form: FormSchema | null,
  directory: Pick<Directory, 'searchNames'>,
  on: string,
): SearchWords {
  const named: Named = { names: new Set([dossier.ownerName, dossier.filerName]), communes: new Set() }
  if (form) for (const { fields } of sectionsOf(form, dossier.answers, on)) collect(fields, dossier.answers, named)
  const people = new Set([...named.names].flatMap(spellings))
  const places = new Set([...named.communes].flatMap((id) => directory.searchNames(id)))
  return { people: [...people].filter(Boolean).join(' '), places: [...places].join(' ') }
}

/**
 * The question in the language of tsquery: every word belongs to somebody named, the last may be its beginning; the last two words or more may
 * instead be a place (`nguyễn thị mai liêm phong`).
 */
export function peopleQuery(typed: string): string {
  const words = fold(typed.slice(0, 200)).split(' ').filter(Boolean).slice(0, 12)
  if (words.length === 0) return ''
  const people = (some: readonly string[]) => some.map((word) => `${word}:A`).join(' & ')
  const whole = `${[...words.slice(0, -1).map((word) => `${word}:A`), `${words.at(-1)}:*A`].join(' & ')}`
  const withPlace = words
    .slice(1, -1)
    .map((_, at) => at + 1)
    .map(
      (cut) =>
        `(${people(words.slice(0, cut))} & (${words
          .slice(cut)
          .map((word) => `${word}:B`)
          .join(' <-> ')}))`,
    )
  return [`(${whole})`, ...withPlace].join(' | ')
}
