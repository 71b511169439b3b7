import { answerAt } from '#server/procedures/index.ts'
import type { Chance } from './chance.ts'

/** Questions whose answer would make a case that cannot be, or that no office takes: what is said to them. */
const SAID: [path: RegExp, value: boolean | string | number][] = [
  // No marriage within three generations, none for money, one at a time (Luật Hôn nhân và gia đình art. 5).
  [/^request\.related$|^marriage\.broker$|^self\.(armed|abroad)$/, false],
  [/marriageCount$/, 1],
  [/^(self|partner)\.before$/, 'first'],
  [/^child\.motherRecorded$|^origin\.(mother|father)Recorded$|^applicant\.bothAgree$/, true],
  [/^deceased\.(lastResidenceKnown|registeredHere)$/, true],
  // What would be refused at the counter.
  [/^request\.(suspended|court|pension)$|^council\.discipline$|^trade\.other$|^paper\.foreign$|^request\.ban$/, false],
  [/^(shop\.school|safety\.plan|papers\.taxPaid|care\.able|paper\.speaksVietnamese|parcel\.user)$/, true],
  [/^request\.feeGroup$/, 'none'],
]
/** Yes-or-no questions that most people answer alike: of a hundred, so many say yes. */
const MOSTLY: [path: RegExp, share: number][] = [
  [/^child\.(fatherRecorded|parentsMarried)$|^person\.canCome$|dosimeter$|insurance$/, 90],
  [/^living\.(water|toilet|information)$|^request\.triedBefore$/, 80],
]
/** Measures as they are met: square metres, metres, tonnes, horsepower, kilovolts, cubic metres, đồng. */
const MEASURES: [path: RegExp, least: number, most: number, unit?: number][] = [
  [/height$/, 4, 14],
  [/setback$/, 1, 4],
  [/^works\.area$/, 50, 110],
  [/landArea$|^parcel\.area$/, 120, 420],
  [/^change\.(area|partArea)$/, 40, 110],
  [/^site\.rice$/, 0, 900],
  [/^(site|project)\.area$/, 1200, 9000],
  [/^sizes\.(length|lengthDesign)$/, 14, 34],
  [/^sizes\.(width|widthDesign)$/, 3, 6],
  [/^sizes\.(depth|draught)$/, 1, 2],
  [/^sizes\.freeboard$/, 1, 1],
  [/tonnage$|tow$/, 8, 220],
  [/power$/, 12, 180],
  [/voltage$/, 100, 150],
  [/^current$/, 200, 500],
  [/^(impact|waste)\.water$|supply$/, 3, 60],
  [/^shop\.width$/, 3, 12],
  [/^living\.income$/, 2, 6, 1_000_000],
  [/salary$/, 20, 70, 1_000_000],
  [/^project\.capital$/, 5, 80, 1_000_000_000],
  [/^change\.price$/, 300, 2400, 1_000_000],
  [/^plan\.quota$/, 40, 60],
  [/^plan\.present$/, 30, 39],
]

function choiceOf(path: string, value: unknown, answers: unknown, chance: Chance): unknown {
  const at = (other: string) => answerAt(answers, other)
  const relation = String(at('applicant.relation'))
  switch (path) {
    case 'child.situation':
      return relation === 'caretaker' ? 'abandoned' : 'ordinary'
    case 'child.fatherRecorded':
      return relation === 'father' || chance.percent(90)
    // A copy of a death is asked for by somebody else.
    case 'record.event':
      return relation === 'self' && value === 'death' ? 'birth' : value
    case 'request.group':
      return at('applicant.same') === true && value === 'child' ? 'disabled' : value
    case 'change.paper':
      return value === 'death' || value === 'other' ? 'birth' : value
    case 'status.current':
      return at('request.purpose') === 'marriage' && value === 'married' ? 'never-married' : value
    case 'request.purpose':
      return at('status.current') === 'married' && value === 'marriage' ? 'loan' : value
    default:
      return MOSTLY.some(([of]) => of.test(path)) ? chance.percent(MOSTLY.find(([of]) => of.test(path))![1]) : value
  }
}

/** The value of a choice or a number that leaves a case that can be: drawn, then mended by what is said elsewhere. */
export function settled(path: string, value: unknown, answers: unknown, chance: Chance): unknown {
  const said = SAID.find(([of]) => of.test(path))
  if (said) return said[1]
  if (typeof value !== 'number') return choiceOf(path, value, answers, chance)
  const measure = MEASURES.find(([of]) => of.test(path))
  if (!measure) return value
  const [, least, most, unit = 1] = measure
  return chance.between(least, most) * unit
}
