import { own, put } from '#own-keys'
import { answerAt, type FormField, type ProcedureContent, sectionsOf } from '#server/procedures/index.ts'
import { dateInWords } from './date-in-words.ts'
import { answerWords, type Places } from './played-back.ts'

export type DeclarationLine = { label: string; words: string }
export type DeclarationTable = { title: string; columns: string[]; rows: string[][] }
/** What the template of a declaration is set from: the questions as worded with the answers in words, and each answer by its path for forms with a wording of their own. */
export type Declaration = {
  name: string
  form: string
  procedure: string
  legalBasis: string
  to: string
  place: string
  date: string
  code: string
  signer: string
  signerName: string
  sections: { title: string; lines: DeclarationLine[]; tables: DeclarationTable[] }[]
  documents: string[]
  /** Path -> words. Groups of a place or an identity paper are one line; `PATH.spelled` is a date in letters; `PATH.is` the raw choice. */
  words: Record<string, string>
  rows: Record<string, Record<string, string>[]>
}

/** The paper that the e-form itself makes (tờ khai, đơn) and the template that sets it; undefined when the procedure has none. */
export function declarationOf(content: ProcedureContent) {
  const document = content.requiredDocuments.find((each) => each.madeByForm)
  return document && { document, template: document.template ?? 'to-khai' }
}

const small = (name: string) => {
  const place = name.replace(/^UBND /, '')
  return place.charAt(0).toLowerCase() + place.slice(1)
}

/** "xã Liêm Phong, huyện Thanh Liêm, tỉnh Hà Nam": a commune with all that stands over it, as an address on a paper wants it. */
function placeInFull(id: string, places: Places): string {
  const names: string[] = []
  let at = places.organisation(places.successor(id))
  while (at) {
    if (at.name.startsWith('UBND ')) names.push(small(at.name))
    at = at.parentId ? places.organisation(at.parentId) : undefined
  }
  return names.join(', ')
}

const wordsOf = (field: FormField, value: unknown, places: Places) =>
  field.kind === 'commune' && typeof value === 'string' && value !== 'other'
    ? placeInFull(value, places) || answerWords(field, value, places)
    : answerWords(field, value, places)

const last = (path: string) => path.split('.').at(-1)!
const partOf = (group: FormField, name: string) => group.fields.find((each) => last(each.path) === name)

/** A place (house, then commune) and an identity paper are one line on a paper; any other group is its questions. */
function oneLine(group: FormField, answers: unknown, places: Places): string | undefined {
  const said = (name: string) => {
    const field = partOf(group, name)
    return field ? wordsOf(field, answerAt(answers, field.path), places) : ''
  }
  const names = new Set(group.fields.map((each) => last(each.path)))
  if (names.size === 2 && names.has('commune') && names.has('detail'))
    return [said('detail'), said('commune')].filter(Boolean).join(', ')
  if (!names.has('paper') || !names.has('number')) return undefined
  const issued = [said('issuedOn') && `cấp ngày ${said('issuedOn')}`, said('issuedBy') && `nơi cấp ${said('issuedBy')}`]
  const paper = [said('paper').replace(/ \(.*\)$/, ''), said('number') && `số ${said('number')}`]
  return [paper.filter(Boolean).join(' '), ...issued].filter(Boolean).join(', ')
}

type Gathered = Pick<Declaration, 'words' | 'rows'> & { lines: DeclarationLine[]; tables: DeclarationTable[] }

function gather(fields: FormField[], answers: unknown, places: Places, into: Gathered, before = '') {
  for (const field of fields) {
    const label = (before ? `${before}: ${field.title}` : field.title).replace(/[?:]$/, '')
    if (field.kind === 'group') {
      const line = oneLine(field, answers, places)
      const inner: Gathered = line === undefined ? into : { ...into, lines: [], tables: [] }
      gather(field.fields, answers, places, inner, label)
      if (line === undefined) continue
      put(into.words, field.path, line)
      into.lines.push({ label, words: line })
      continue
    }
    const value = answerAt(answers, field.path)
    if (field.row) {
      const rows = (Array.isArray(value) ? value : []).map((row) => {
        const gathered: Gathered = { words: {}, rows: {}, lines: [], tables: [] }
        gather(field.row!.fields, row, places, gathered)
        return gathered
      })
      put(
        into.rows,
        field.path,
        rows.map((row) => row.words),
      )
      const columns = rows[0]?.lines.map((line) => line.label) ?? field.row.fields.map((each) => each.title)
      into.tables.push({ title: field.title, columns, rows: rows.map((row) => row.lines.map((line) => line.words)) })
      continue
    }
    const words = wordsOf(field, value, places)
    put(into.words, field.path, words)
    if (field.options.length > 0 || field.kind === 'yes-no') into.words[`${field.path}.is`] = String(value ?? '')
    if (['date', 'partial-date'].includes(field.kind) && value)
      into.words[`${field.path}.spelled`] = dateInWords(String(value))
    into.lines.push({ label, words })
  }
}

const SIGNER = {
  person: 'Người yêu cầu',
  household: 'Người làm đơn',
  enterprise: 'Đại diện đơn vị',
  agency: 'Thủ trưởng đơn vị',
}

/**
 * The applicant's own declaration (tờ khai, đơn đề nghị) from a version's form and the answers given to it: what is printed for the hand
 * signature at the desk and kept in the file. Only the questions of this case stand in it, as worded in that version; an answer not given stays a dotted line.
 */
export function declarationData(
  content: ProcedureContent,
  answers: unknown,
  facts: { places: Places; on: string; to: string; place: string; code?: string },
): Declaration {
  const { places, on } = facts
  const found = declarationOf(content)
  const words: Declaration['words'] = {}
  const rows: Declaration['rows'] = {}
  const sections = (content.form ? sectionsOf(content.form, answers, on) : []).map((section) => {
    const gathered: Gathered = { words, rows, lines: [], tables: [] }
    gather(section.fields, answers, places, gathered)
    return { title: section.title, lines: gathered.lines, tables: gathered.tables }
  })
  const [year, month, day] = on.split('-')
  const owner = content.owner
  const representative = words['enterprise.representative'] || words['enterprise.signer']
  return {
    name: found?.document.name.replace(/ \(.*\)$/, '').replace(/, có xác nhận.*$/, '') ?? content.name,
    form: found?.document.blankForm ?? '',
    procedure: content.name,
    legalBasis: content.legalBases.map((each) => each.number).join('; '),
    ...{ to: facts.to, place: facts.place, code: facts.code ?? '' },
    date: `ngày ${day} tháng ${Number(month) < 3 ? month : Number(month)} năm ${year}`,
    signer: SIGNER[owner?.kind ?? 'person'],
    signerName: representative || words['applicant.fullName'] || (owner ? (own(words, owner.name) ?? '') : ''),
    sections,
    documents: content.requiredDocuments
      .filter((each) => each.need === 'submit' && !each.madeByForm && !each.optional && !each.when)
      .map((each) => each.name),
    ...{ words, rows },
  }
}
