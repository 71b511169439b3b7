import { own } from '#own-keys'
import { loadDirectory } from '#server/directory/index.ts'
import type { Held } from '#server/dossiers/index.ts'
import { findTemplateVersion, hintsOf, type Paper } from '#server/papers/index.ts'
import type { Db } from '#server/platform/call.ts'
import { answerAt, type ProcedureContent } from '#server/procedures/index.ts'
import { BESIDE_BOOK, type Series } from '#server/signing/index.ts'
import type { ResultOutcome } from './schema.ts'

/** What may be prepared as the result of a dossier: a result of its procedure, or the refusal. */
export type Preparable = {
  key: string
  name: string
  outcome: ResultOutcome
  templateKey: string
  /** 0: the result of the dossier; above: beside it. */
  part: number
  /** Answers that stand in place of those of the form: of a row of `eachOf`. */
  answers?: Record<string, unknown>
  /** Series (sổ) its number comes from, and what stands after the number. */
  series: string
  symbol: string
}

const SYMBOLS: Record<string, string> = {
  decision: 'QĐ',
  permit: 'GP',
  certificate: 'GCN',
  extract: 'TL',
  minutes: 'BB',
  'certified-copy': 'CT',
}

type Numbered = { kind: string; numberSeries?: string | undefined; symbol?: string | undefined }

/**
 * The procedure's own symbol; else "Sổ giấy phép xây dựng (…/GPXD)" names it; else the abbreviation of its kind and of who issues it: "QĐ-UBND".
 */
export function symbolOf(result: Numbered, issuer: string): string {
  if (result.symbol) return result.symbol
  const named = /\(…\/([^)]+)\)/.exec(result.numberSeries ?? '')?.[1]
  if (named) return named
  const kind = own(SYMBOLS, result.kind)
  return kind ? `${kind}-${issuer}` : issuer
}

/** "UBND huyện Thanh Liêm" -> "UBND"; "Sở Lao động - Thương binh và Xã hội" -> "SLĐTBXH": of every word its letter but of "và" (NĐ 30/2020 phụ lục I, phần II, mục 3). */
export const issuerSymbol = (name: string) =>
  /^(UBND|ủy ban nhân dân)/iu.test(name)
    ? 'UBND'
    : (name.match(/\p{L}+/gu) ?? [])
        .filter((word) => word !== 'và')
        .map((word) => withoutMarks(word.charAt(0)))
        .join('')
        .toUpperCase()

/** Á -> A, Ô -> O; Đ stays: it is a letter of its own. */
const withoutMarks = (letter: string) => letter.normalize('NFD').replace(/\p{M}/gu, '')

/** Văn bản từ chối giải quyết (NĐ 61/2018 art. 19). */
const REFUSAL = { key: 'tu-choi', name: 'Văn bản từ chối giải quyết hồ sơ', series: 'Sổ văn bản đi' }

type Result = ProcedureContent['results'][number]
type Content = Pick<ProcedureContent, 'results'>
/** Parts of rows stand behind those of the procedure's own results. */
const ROWS = 100

/** One more of a result for each row of answers it names: its words are those of the row. */
function eachRow(result: Result, first: Preparable, answers: unknown): Preparable[] {
  const rows = result.eachOf ? answerAt(answers, result.eachOf) : undefined
  const group = result.eachOf?.split('.').slice(0, -1).join('.') ?? ''
  if (!Array.isArray(rows) || !group || group.includes('.')) return []
  const whole = (answers ?? {}) as Record<string, Record<string, unknown>>
  return rows.map((row: { name?: string }, at) => ({
    ...first,
    ...{
      key: `${first.key}.${at + 1}`,
      part: ROWS + at,
      answers: { ...whole, [group]: { ...own(whole, group), ...row } },
    },
    name: row.name ? `${first.name}: ${row.name}` : `${first.name} (${at + 2})`,
  }))
}

function granted(result: Result, at: number, issuer: string, answers: unknown): Preparable[] {
  if (!result.template) return []
  const { key, name, template: templateKey } = result
  const own: Preparable = {
    ...{ key, name, templateKey, part: result.beside ? at : 0 },
    outcome: result.kind === 'answer' ? 'refuse' : 'grant',
    ...{ series: result.numberSeries ?? 'Sổ văn bản đi', symbol: symbolOf(result, issuer) },
  }
  // What is noted on the paper that was given before takes the place of a paper afresh.
  const noted = result.templateNote
    ? [{ ...own, key: `${key}.note`, name: `${name} (ghi trên giấy đã cấp)`, templateKey: result.templateNote }]
    : []
  return [own, ...eachRow(result, own, answers), ...noted]
}

/** The results of a procedure that have a template, and its refusal; empty where results are made as before, without one. */
export function preparables(content: Content, issuer: string, answers?: unknown): Preparable[] {
  const all = content.results.flatMap((result, at) => granted(result, at, issuer, answers))
  const refusal = content.results.find((result) => result.templateRefusal)?.templateRefusal
  if (!refusal || all.some((each) => each.outcome === 'refuse')) return all
  return [...all, { ...REFUSAL, outcome: 'refuse', templateKey: refusal, symbol: issuer, part: 0 }]
}

/** What the prepared paper is called in its procedure. */
export const preparedName = (content: Content, resultKey: string, answers?: unknown) =>
  preparables(content, '', answers).find((each) => each.key === resultKey)?.name ?? 'kết quả đã soạn'

/**
 * The book and symbol of the number of a prepared paper: the one its template names (sổ chứng thực), else that of its procedure. Words noted
 * on a paper that was given before have no number.
 */
export async function seriesOf(
  db: Db,
  { dossier, version }: Pick<Held, 'dossier' | 'version'>,
  { resultKey, paper }: { resultKey: string; paper: Paper },
): Promise<Series | undefined> {
  const template = await findTemplateVersion(db, paper.templateVersionId)
  if (template?.kind === 'note') return undefined
  const { book } = hintsOf(template?.schema ?? {})
  if (book) return { series: book.kind, symbol: BESIDE_BOOK }
  return seriesNamed(db, { dossier, version }, { resultKey, organisationId: paper.organisationId })
}

/** The book and symbol that the procedure gives a result of an agency. */
export async function seriesNamed(
  db: Db,
  { dossier, version }: Pick<Held, 'dossier' | 'version'>,
  { resultKey, organisationId }: { resultKey: string; organisationId: string },
): Promise<Series> {
  const symbol = issuerSymbol((await loadDirectory(db)).organisation(organisationId)?.name ?? '')
  const found = preparables(version.content, symbol, dossier.answers).find((each) => each.key === resultKey)
  return { series: found?.series ?? 'Sổ văn bản đi', symbol: found?.symbol ?? symbol }
}
