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

/** Văn bản từ chối giải quyết (NĐ 61/2018 art. 19): the same for every procedure that has none of its own. */
const REFUSAL = { key: 'tu-choi', name: 'Văn bản từ chối giải quyết hồ sơ', templateKey: 'tu-choi-giai-quyet' }

const SYMBOLS: Record<string, string> = {
  decision: 'QĐ',
  permit: 'GP',
  certificate: 'GCN',
  extract: 'TL',
  minutes: 'BB',
  'certified-copy': 'CT',
}

/** "Sổ giấy phép xây dựng (…/GPXD)" names its symbol; else the abbreviation of its kind and of who issues it: "QĐ-UBND". */
export function symbolOf(result: { kind: string; numberSeries?: string | undefined }, issuer: string): string {
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

/** The results of a procedure that have a template, and the refusal; empty where results are made as before, without one. */
export function preparables(content: ProcedureContent, issuer: string): Preparable[] {
  const mapped = content.results.flatMap((result): Preparable[] =>
    result.template
      ? [
          {
            ...{ key: result.key, name: result.name, templateKey: result.template },
            outcome: result.kind === 'answer' ? 'refuse' : 'grant',
            series: result.numberSeries ?? 'Sổ văn bản đi',
            symbol: symbolOf(result, issuer),
          },
        ]
      : [],
  )
  if (mapped.length === 0 || mapped.some((each) => each.outcome === 'refuse')) return mapped
  return [...mapped, { ...REFUSAL, outcome: 'refuse', series: 'Sổ văn bản đi', symbol: issuer }]
}
