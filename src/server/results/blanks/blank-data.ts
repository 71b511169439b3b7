import { own, put } from '#own-keys'
import { loadDirectory } from '#server/directory/index.ts'
import { issuerFacts, type PaperFacts, resultData } from '#server/dossiers/index.ts'
import {
  type BlankKind,
  BlankKind as Kinds,
  type BlankOfSubject,
  dataFaults,
  type TemplateVersion,
} from '#server/papers/index.ts'
import type { Call } from '#server/platform/call.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import type { ProcedureContent } from '#server/procedures/index.ts'
import type { DossierResult } from '../schema.ts'
import { printedOf } from './printing.ts'
import type { EventEntry } from './queries.ts'

/** What is missing on a blank, and where it is filled in: the form of the result, the book, or the template itself. */
export type Lacking = { key: string; title: string; where: 'result' | 'book' | 'template' }

/** "2026-03-05" as papers write it inside a sentence: 05/3/2026. */
export const dayOf = (date: string) => {
  const [year, month, day] = date.split('-') as [string, string, string]
  return `${day}/${Number(month) < 3 ? month : Number(month)}/${year}`
}

/** What the book and the register of blanks say, for every template that asks: `@notation`, `@book`, `@numberedOn`, `@numberPadded`, `@blank`. */
export function bookFacts(entry: EventEntry | undefined, blanks: readonly BlankOfSubject[]): PaperFacts {
  const serials = printedOf(blanks).map((each) => each.words)
  return {
    ...(entry ? { notation: entry.notation, numberedOn: dayOf(entry.numberedOn) } : {}),
    ...(entry?.book ? { book: entry.book } : {}),
    ...(entry?.number ? { numberPadded: String(entry.number).padStart(5, '0') } : {}),
    ...(serials.length > 0 ? { blank: serials.join(' và ') } : {}),
  }
}

const BOOK_FACT = /\{@(notation|book|numberedOn|numberPadded|blank)\b/
/** The keys of a template that say what stands in a book or in the register of blanks. */
export const bookKeys = ({ from }: Pick<TemplateVersion, 'from'>) =>
  Object.entries(from).flatMap(([key, source]) => (typeof source === 'string' && BOOK_FACT.test(source) ? [key] : []))

/** Which blanks a template is printed on, as it says itself; undefined when it does not. */
export function kindOf({ from }: Pick<TemplateVersion, 'from'>): BlankKind | undefined {
  const source = from.blankKind
  const read = Kinds.safeParse(source && typeof source === 'object' && 'constant' in source ? source.constant : null)
  return read.data
}

const isThere = (value: unknown) => value !== undefined && value !== null && value !== ''
type Shape = { required?: string[]; properties?: Record<string, { title?: string }> }

/** The data of a blank that still lack something, by the schema of its template. */
function lackingIn(template: TemplateVersion, data: Record<string, unknown>, result: TemplateVersion | undefined) {
  const { required = [], properties = {} } = template.schema as Shape
  const open = new Set(required.filter((key) => !isThere(own(data, key))))
  for (const { path } of dataFaults(template.schema, data)) if (path) open.add(path.split('.')[0]!)
  const book = new Set(bookKeys(template))
  const written = new Set([...Object.keys((result?.schema as Shape | undefined)?.properties ?? {}), 'signerTitle'])
  if (!kindOf(template)) open.add('blankKind')
  return [...open].map((key): Lacking => {
    const where = book.has(key) ? 'book' : written.has(key) ? 'result' : 'template'
    return { key, title: own(properties, key)?.title ?? key, where }
  })
}

export type BlankContent = { data: Record<string, unknown>; lacking: Lacking[] }

/**
 * What is printed on a blank, typed by nobody again: number, volume and day from the book; everything the prepared result says under the
 * same name; the rest from the dossier by the template's own sources.
 */
export async function blankData(
  { db, now }: Call,
  world: {
    dossier: { handlingId: string; filedAt: Date; answers: unknown; code: string | null; ownerName: string }
    content: ProcedureContent
    template: TemplateVersion
    /** The template of the prepared result. */
    resultTemplate: TemplateVersion | undefined
    result: Pick<DossierResult, 'data'>
    entry: EventEntry | undefined
  },
): Promise<BlankContent> {
  const { dossier, content, template, result, entry } = world
  const directory = await loadDirectory(db, vietnamDate(now))
  const authority = Array.isArray(result.data.authority) ? result.data.authority.map(String) : []
  const { signer } = result.data
  const title = authority.at(-1) ?? ''
  const facts: PaperFacts = {
    ...issuerFacts(directory, directory.successor(dossier.handlingId), ''),
    ...{ code: dossier.code ?? '', owner: dossier.ownerName },
    ...(typeof signer === 'string' ? { signer } : {}),
    signerTitle: title,
    ...bookFacts(entry, []),
  }
  const on = vietnamDate(dossier.filedAt)
  const filled = resultData(template, { content, answers: dossier.answers, directory, facts, on }).data
  const ofBook = new Set(bookKeys(template))
  const data = { ...filled }
  for (const key of Object.keys((template.schema as Shape).properties ?? {}))
    if (isThere(own(result.data, key)) && !(ofBook.has(key) && isThere(own(filled, key))))
      put(data, key, own(result.data, key))
  return { data, lacking: lackingIn(template, data, world.resultTemplate) }
}
