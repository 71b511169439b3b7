import { own } from '#own-keys'
import type { Directory, RuleSet } from '#server/directory/index.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'

/** What stands before the number of a dossier code, and the series the number is taken from. */
export type CodeSeries = { unitCode: string; day: string; prefix: string }

/**
 * The series of the dossier code: unit, day, number within the day. `tt-01-2018`: `V1V2V3.Z1Z2.Y1Y2.MX1X2-YYMMDD-XXXX` (TT 01/2018 art. 19);
 * `tt-03-2025`: `MX1X2.Y1Y2Y3.Z1Z2-YYMMDD-XXXX` (TT 03/2025 art. 13). Which unit it names is the rule set's `numberingUnit`.
 * @throws Error when the unit has no code of the scheme on that day.
 */
export function codeSeries(
  directory: Directory,
  ruleSet: RuleSet,
  place: { deskId: string; receivingId: string; handlingId: string },
  now: Date,
): CodeSeries {
  const day = vietnamDate(now)
  const scheme = ruleSet.settings.dossierCode === 'tt-03-2025' ? 'qd20' : 'qcvn102'
  const unit =
    own({ desk: place.deskId, handling: place.handlingId }, String(ruleSet.settings.numberingUnit)) ?? place.receivingId
  for (const id of [unit, ...directory.ancestors(unit).map((each) => each.id)]) {
    const code = directory.organisation(id)?.codes.find((each) => each.scheme === scheme)?.code
    if (code) {
      const written = scheme === 'qd20' ? inFullWidth(code) : code
      return { unitCode: code, day, prefix: `${written}-${day.slice(2).replaceAll('-', '')}-` }
    }
  }
  throw new Error(`No ${scheme} code for ${unit}`)
}

/** A QĐ 20/2020 code as TT 03/2025 writes it: level two in three digits, level three in two, zeros where there is none. */
const inFullWidth = (code: string) => {
  const [first, second = '', third = ''] = code.split('.')
  return `${first}.${second.padStart(3, '0')}.${third.padStart(2, '0')}`
}

/** Codes as people copy them: spaces and lower case are mended. */
export const readCode = (typed: string) => typed.normalize('NFC').replace(/\s+/g, '').toUpperCase().slice(0, 60)
