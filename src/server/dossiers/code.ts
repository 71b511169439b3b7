import { own } from '#own-keys'
import type { Directory, RuleSet } from '#server/directory/index.ts'
import { plainCode } from '#server/platform/values/index.ts'
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

const DAY_AND_NUMBER = String.raw`(\d{2}[01]\d[0-3]\d)(\d{4,5})`
const OLD_FORM = new RegExp(String.raw`^(\d{3})(\d{2})(\d{2})H?(\d{2})${DAY_AND_NUMBER}$`)
const NEW_FORM = new RegExp(String.raw`^H?(\d{2})(\d{3})(\d{2})${DAY_AND_NUMBER}$`)

/** Codes as people copy them: blanks, any dash, width and lower case are mended; dots, dashes and the H left out are put back (both forms). */
export function readCode(typed: string): string {
  const plain = plainCode(typed.slice(0, 200))
    .replace(/[\p{Pd}\u2212]/gu, '-')
    .toUpperCase()
  const bare = plain.replace(/[^A-Z0-9]/g, '')
  const old = OLD_FORM.exec(bare)
  if (old) return `${old[1]}.${old[2]}.${old[3]}.H${old[4]}-${old[5]}-${old[6]}`
  const now = NEW_FORM.exec(bare)
  if (now) return `H${now[1]}.${now[2]}.${now[3]}-${now[4]}-${now[5]}`
  return plain.replace(/\s+/g, '').slice(0, 60)
}

/** Whether a read code is whole: one of the two forms. */
export const isWholeCode = (code: string) => /^[A-Z0-9.]+-\d{6}-\d{4,}$/.test(code)

/** Whether only the day and the number were typed (`261130-0022`): every desk counts anew each day, so this names no dossier. */
export const isTailOfCode = (typed: string) => /^-?\d{6}-?\d{1,5}$/.test(readCode(typed).replaceAll('.', ''))
