import { loadDirectory } from '#server/directory/index.ts'
import type { Held } from '#server/dossiers/index.ts'
import type { Db } from '#server/platform/call.ts'
import type { ProcedureContent } from '#server/procedures/index.ts'
import type { ResultOutcome } from './schema.ts'

/** What may be prepared as the result of a dossier: a result of its procedure, or the refusal. */
export type Preparable = {
  key: string
  name: string
  outcome: ResultOutcome
  templateKey: string
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
  const kind = SYMBOLS[result.kind]
  return kind ? `${kind}-${issuer}` : issuer
}

/** "UBND huyện Thanh Liêm" -> "UBND"; "Sở Tư pháp" -> "STP". */
export const issuerSymbol = (name: string) =>
  name.startsWith('UBND')
    ? 'UBND'
    : name
        .split(/[\s,-]+/)
        .map((word) => word.charAt(0))
        .join('')
        .normalize('NFD')
        .replace(/\p{M}/gu, '')
        .replace(/[đĐ]/g, 'D')
        .toUpperCase()

/** Văn bản từ chối giải quyết (NĐ 61/2018 art. 19). */
const REFUSAL = { key: 'tu-choi', name: 'Văn bản từ chối giải quyết hồ sơ', series: 'Sổ văn bản đi' }

/** The results of a procedure that have a template, and its refusal; empty where results are made as before, without one. */
export function preparables(content: Pick<ProcedureContent, 'results'>, issuer: string): Preparable[] {
  const granted = content.results.flatMap((result): Preparable[] => {
    if (!result.template) return []
    const series = result.numberSeries ?? 'Sổ văn bản đi'
    const outcome = result.kind === 'answer' ? ('refuse' as const) : ('grant' as const)
    const { key, name, template: templateKey } = result
    return [{ key, name, outcome, templateKey, series, symbol: symbolOf(result, issuer) }]
  })
  const refusal = content.results.find((result) => result.templateRefusal)?.templateRefusal
  if (!refusal || granted.some((each) => each.outcome === 'refuse')) return granted
  return [...granted, { ...REFUSAL, outcome: 'refuse', templateKey: refusal, symbol: issuer }]
}

/** What the prepared paper is called in its procedure. */
export const preparedName = (content: Pick<ProcedureContent, 'results'>, resultKey: string) =>
  preparables(content, '').find((each) => each.key === resultKey)?.name ?? 'kết quả đã soạn'

/** The series and symbol of the number of a prepared result. */
export async function seriesOf(
  db: Db,
  { dossier, version }: Pick<Held, 'dossier' | 'version'>,
  resultKey: string,
): Promise<{ series: string; symbol: string }> {
  const name = (await loadDirectory(db)).organisation(dossier.handlingId)?.name ?? ''
  const symbol = issuerSymbol(name)
  const found = preparables(version.content, symbol).find((each) => each.key === resultKey)
  return { series: found?.series ?? 'Sổ văn bản đi', symbol: found?.symbol ?? symbol }
}
