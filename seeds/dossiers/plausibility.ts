import { readOutOfPersonalNumber } from '#server/platform/values/index.ts'
import { answerAt, doubtsOf, type ProcedureContent } from '#server/procedures/index.ts'
import { sexOfName, surnameOf } from './people.ts'

type Group = Record<string, unknown>
const isGroup = (value: unknown): value is Group => typeof value === 'object' && value !== null
const words = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined)
const yearOf = (birth: unknown) => (words(birth) ? Number(words(birth)!.slice(0, 4)) : undefined)

/** Every group of answers that bears a name, by its path. */
function namedGroups(answers: unknown, path = ''): [path: string, group: Group][] {
  if (!isGroup(answers)) return []
  const within = Object.entries(answers).flatMap(([key, value]) => namedGroups(value, path ? `${path}.${key}` : key))
  return words(answers.fullName) ? [[path, answers], ...within] : within
}

/** Name, sex, number and age of one person agree. */
function personFaults(path: string, group: Group, on: string): string[] {
  const faults: string[] = []
  const tell = (what: string) => void faults.push(`${path}: ${what}`)
  const name = words(group.fullName)!
  const said = sexOfName(name)
  const gender = words(group.gender)
  if (said && gender && said !== gender) tell(`${name} is not ${gender}`)
  const number = words(answerAt(group, 'identity.number')) ?? words(group.identity) ?? words(group.idNumber)
  const told = number ? readOutOfPersonalNumber(number) : undefined
  if (told && said && told.gender !== said) tell(`${number} is not of ${name}`)
  const born = yearOf(group.birthDate)
  if (told && born && told.year !== born) tell(`${number} is not of ${born}`)
  if (born && words(group.birthDate)!.slice(0, 10) > on) tell('born after the filing')
  if (born && Number(on.slice(0, 4)) - born < 13 && answerAt(group, 'identity.paper') === 'can-cuoc')
    tell('a child with a card')
  return faults
}

const SEX_OF: [path: string, sex: string][] = [
  ['mother', 'female'],
  ['father', 'male'],
  ['martyr', 'male'],
]
/** A pair is a man and a woman of age. */
function coupleFaults(answers: Group, on: string): string[] {
  const faults: string[] = []
  const name = (path: string) => words(answerAt(answers, `${path}.fullName`))
  for (const [path, sex] of SEX_OF) {
    const said = name(path) && sexOfName(name(path)!)
    if (said && said !== sex) faults.push(`${path}: ${name(path)} is not ${sex}`)
  }
  const self = name('applicant') && sexOfName(name('applicant')!)
  const side = answerAt(answers, 'self.side')
  if (side && self && self !== (side === 'groom' ? 'male' : 'female'))
    faults.push(`self.side: ${name('applicant')} is no ${String(side)}`)
  for (const path of ['partner', 'status.spouse', 'request.partner']) {
    const other = name(path) && sexOfName(name(path)!)
    if (self && other && self === other) faults.push(`${path}: two of one sex`)
    const born = yearOf(answerAt(answers, `${path}.birthDate`))
    if (born && Number(on.slice(0, 4)) - born < 18) faults.push(`${path}: a child marries`)
  }
  for (const path of ['request.related', 'marriage.broker'])
    if (answerAt(answers, path) === true) faults.push(`${path}: no such marriage`)
  return faults
}

/** `elder` is older than `younger` by a generation. */
function generationFault(answers: Group, elder: string, younger: string): string[] {
  const [old, young] = [elder, younger].map((path) => yearOf(answerAt(answers, `${path}.birthDate`)))
  return old && young && young - old < 15 ? [`${elder} (${old}) is no parent of ${younger} (${young})`] : []
}

function familyFaults(answers: Group): string[] {
  const faults: string[] = []
  const at = (path: string) => answerAt(answers, path)
  const relation = at('applicant.relation') ?? at('subject.who')
  const subject = ['person', 'subject', 'record.person'].find((path) => at(`${path}.fullName`))
  for (const child of ['child', 'person'])
    for (const parent of ['mother', 'father']) faults.push(...generationFault(answers, parent, child))
  const father = words(at('father.fullName'))
  const child = words(at('child.fullName')) ?? (at('origin') ? words(at('person.fullName')) : undefined)
  if (father && child && surnameOf(father) !== surnameOf(child))
    faults.push(`${child} does not bear the name of ${father}`)
  if (subject && relation === 'self')
    for (const part of ['fullName', 'birthDate', 'identity.number']) {
      const [one, two] = [at(`applicant.${part}`), at(`${subject}.${part}`)]
      if (one && two && one !== two) faults.push(`${subject}.${part}: not of the applicant`)
    }
  if (subject && relation !== 'self' && at(`${subject}.fullName`) === at('applicant.fullName'))
    faults.push(`${subject}: the applicant themselves`)
  if (subject && relation === 'child') faults.push(...generationFault(answers, 'applicant', subject))
  if (subject && relation === 'parent') faults.push(...generationFault(answers, subject, 'applicant'))
  if (
    at('child') &&
    (relation === 'mother' || relation === 'father') &&
    at(`${relation}.fullName`) !== at('applicant.fullName')
  )
    faults.push(`${relation}: not the applicant`)
  if (at('deceased.fullName')) faults.push(...deathFaults(answers, relation))
  return faults
}

function deathFaults(answers: Group, relation: unknown): string[] {
  const at = (path: string) => answerAt(answers, path)
  const faults: string[] = []
  if (at('deceased.fullName') === at('applicant.fullName')) faults.push('deceased: the filer themselves')
  const spouses = [at('deceased.fullName'), at('applicant.fullName')].map((name) => sexOfName(String(name)))
  if (relation === 'spouse' && spouses[0] && spouses[0] === spouses[1]) faults.push('deceased: a spouse of one sex')
  if (relation === 'child' || at('deceased.relation') === 'Con')
    faults.push(...generationFault(answers, 'deceased', 'applicant'))
  if (relation === 'parent') faults.push(...generationFault(answers, 'applicant', 'deceased'))
  const died = words(at('death.diedOn')) ?? words(at('deceased.diedOn'))
  if (died && words(at('deceased.birthDate')) && died < words(at('deceased.birthDate'))!)
    faults.push('deceased: died before birth')
  if (at('deceased.group') === 'hero-mother' && sexOfName(String(at('deceased.fullName'))) === 'male')
    faults.push('deceased: no mother')
  return faults
}

const EMPTY = /Theo giấy tờ kèm theo|Theo hồ sơ|Thử Nghiệm|Lorem|undefined|NaN/

/** What cannot be in the answers of one invented dossier, in plain words; none of a plausible one. `on`: the day of filing. */
export function lifeFaults(
  content: Pick<ProcedureContent, 'form'>,
  answers: Record<string, unknown>,
  on: string,
): string[] {
  const told = EMPTY.exec(JSON.stringify(answers))
  return [
    ...(told ? [`says "${told[0]}"`] : []),
    ...namedGroups(answers).flatMap(([path, group]) => personFaults(path, group, on)),
    ...coupleFaults(answers, on),
    ...familyFaults(answers),
    ...(content.form ? doubtsOf(content.form, answers, on).map(({ path, words: doubt }) => `${path}: ${doubt}`) : []),
  ]
}

/** One dossier of somebody who signs in. */
export type OwnDossier = { code: string; filerName: string; answers: Record<string, unknown> }
/** Things that one life holds once in some months. */
const ONCE = /^(1\.000894|2\.000806|1\.001193|1\.004884|1\.009994|1\.001612|1\.002809)$/

/** What cannot be in the dossiers of one account together: two of themselves, two marriages, their own death. */
export function togetherFaults(name: string, dossiers: readonly OwnDossier[]): string[] {
  const faults: string[] = []
  const parts = new Map<string, string>()
  const once = (part: string, value: unknown) => {
    const said = words(value)
    if (said && parts.has(part) && parts.get(part) !== said) faults.push(`${part}: ${parts.get(part)} and ${said}`)
    if (said) parts.set(part, said)
  }
  for (const { code, filerName, answers } of dossiers) {
    if (filerName !== name) faults.push(`${code}: filed by ${filerName}`)
    if (ONCE.test(code) && dossiers.filter((each) => each.code === code).length > 1) faults.push(`${code}: twice`)
    for (const [path, group] of namedGroups(answers)) {
      if (/^(deceased|martyr)/.test(path) && group.fullName === name) faults.push(`${code}: their own death`)
      if (group.fullName !== name) continue
      for (const part of ['birthDate', 'gender', 'identity.number', 'residence.commune', 'residence.detail', 'phone'])
        once(part, answerAt(group, part))
    }
    for (const role of ['partner', 'status.spouse', 'request.partner'])
      once('spouse', answerAt(answers, `${role}.fullName`))
    for (const role of ['mother', 'father'])
      if (answerAt(answers, 'child') && answerAt(answers, `${role}.fullName`) !== name)
        once('other parent', answerAt(answers, `${role}.fullName`))
    const married = dossiers.some(
      (each) => /^(1\.000894|2\.000806)$/.test(each.code) || answerAt(each.answers, 'child.parentsMarried') === true,
    )
    const never =
      answerAt(answers, 'status.current') === 'never-married' && answerAt(answers, 'request.purpose') !== 'marriage'
    if (married && never) faults.push(`${code}: never married, and married`)
  }
  return [...new Set(faults)]
}
