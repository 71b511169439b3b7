import { own, put } from '#own-keys'
import type { Directory } from '#server/directory/index.ts'
import { dataFaults, type Source, type Template } from '#server/papers/index.ts'
import {
  answerAt,
  Condition,
  fieldsOf,
  type FormField,
  holds,
  type ProcedureContent,
  sectionsOf,
} from '#server/procedures/index.ts'
import { dayInWords } from './day-in-words.ts'
import { placeInFull } from './paper-facts.ts'
import { answerWords } from './played-back.ts'

/** What dossier and directory say: `issuer`, `code`, `signer` …; `authority` is a list. A fact that is not known stays out. */
export type PaperFacts = Record<string, string | string[] | undefined>
export type ResultWorld = {
  content: Pick<ProcedureContent, 'form'>
  answers: unknown
  directory: Directory
  facts: PaperFacts
  /** The day whose form is read. */
  on: string
}
/** The data of a paper and what the official must still write, by the titles of the template. */
export type ResultData = { data: Record<string, unknown>; missing: { key: string; title: string }[] }

const HOLE = /\{([@A-Za-z][A-Za-z0-9.]*)(?:\|([a-z]+))?(\?)?\}/g
type Reading = { answers: unknown; fields: Map<string, FormField>; world: ResultWorld }

const fieldMap = (fields: FormField[]) => new Map(fieldsOf(fields).map((each) => [each.path, each]))

/** The question at a path, also inside a row: `nominees.list.0.name`. */
function fieldAt(fields: Map<string, FormField>, path: string): FormField | undefined {
  const found = fields.get(path)
  if (found) return found
  const [, rows, inner] = /^(.+?)\.\d+\.(.+)$/.exec(path) ?? []
  const row = rows ? fields.get(rows)?.row : undefined
  return row && inner ? fieldMap(row.fields).get(inner) : undefined
}

/** A choice explains itself on the form ("Căn cước (12 số)", "F: kéo rơ moóc"); a paper says only what was chosen. */
const onPaper = (field: FormField, words: string) =>
  field.options.length > 0 ? words.replace(/ \(.*\)$/, '').replace(/: .*$/, '') : words

function holeWords(reading: Reading, path: string, change: string | undefined): string {
  if (path.startsWith('@')) {
    const fact = own(reading.world.facts, path.slice(1))
    return typeof fact === 'string' ? (change === 'hoa' ? fact.toUpperCase() : fact) : ''
  }
  const field = fieldAt(reading.fields, path)
  const value = answerAt(reading.answers, path)
  if (!field || value === undefined || value === null || value === '') return ''
  if (change === 'chu') return dayInWords(String(value))
  if (change === 'nam') return String(value).slice(0, 4)
  const { directory } = reading.world
  const words =
    field.kind === 'commune'
      ? placeInFull(directory, String(value))
      : onPaper(field, answerWords(field, value, directory))
  return change === 'hoa' ? words.toUpperCase() : words
}

/** Words with holes; undefined when a hole that may not be empty is. */
function filled(reading: Reading, words: string): string | undefined {
  let lacking = false
  const text = words.replace(HOLE, (_, path: string, change?: string, may?: string) => {
    const found = holeWords(reading, path, change).trim()
    if (!found && !may) lacking = true
    return found
  })
  return lacking ? undefined : text
}

function rowsOf(reading: Reading, source: Extract<Source, { rows: string }>): unknown[] {
  const rows = answerAt(reading.answers, source.rows)
  const field = fieldAt(reading.fields, source.rows)
  if (!Array.isArray(rows) || !field?.row) return []
  const fields = fieldMap(field.row.fields)
  const { each } = source
  return rows.flatMap((answers) => {
    const inRow = { ...reading, answers, fields }
    if (typeof each === 'string' || Array.isArray(each) || 'first' in each || 'when' in each) {
      const value = valueOf(inRow, each as Source)
      return value === undefined ? [] : [value]
    }
    const entries = Object.entries(each as Record<string, string>).map(([key, words]) => [
      key,
      filled(inRow, words) ?? '',
    ])
    return [Object.fromEntries(entries)]
  })
}

function valueOf(reading: Reading, source: Source): unknown {
  if (typeof source === 'string') return filled(reading, source)
  if (Array.isArray(source)) return source.flatMap((each) => filled(reading, each) || [])
  if ('constant' in source) return source.constant
  if ('list' in source) return own(reading.world.facts, source.list.slice(1))
  if ('rows' in source) return rowsOf(reading, source)
  if ('when' in source) {
    const next = holds(Condition.parse(source.when), reading.answers, reading.world.on) ? source.give : source.otherwise
    return next === undefined ? undefined : valueOf(reading, next)
  }
  for (const each of source.first) {
    const value = valueOf(reading, each)
    if (value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0)) return value
  }
  return undefined
}

type Shape = { required?: string[]; properties?: Record<string, { title?: string }> }

/**
 * Fills a template from a dossier (soạn dự thảo kết quả): every one of its data from its source, what has none or finds nothing is named
 * for the official. Number, day and signature are no data: they are reserved places.
 */
export function resultData(template: Pick<Template, 'schema' | 'from'>, world: ResultWorld): ResultData {
  const sections = world.content.form ? sectionsOf(world.content.form, world.answers, world.on) : []
  const reading = { answers: world.answers, fields: fieldMap(sections.flatMap((each) => each.fields)), world }
  const data: Record<string, unknown> = {}
  const shape = template.schema as Shape
  for (const [key, source] of Object.entries(template.from)) {
    const value = valueOf(reading, source)
    if (value !== undefined) put(data, key, value)
  }
  const open = new Set((shape.required ?? []).filter((key) => own(data, key) === undefined))
  for (const { path } of dataFaults(template.schema, data)) if (path) open.add(path.split('.')[0]!)
  return { data, missing: [...open].map((key) => ({ key, title: own(shape.properties, key)?.title ?? key })) }
}
