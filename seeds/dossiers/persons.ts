import { own, setAt } from '#own-keys'
import { readOutOfPersonalNumber } from '#server/platform/values/index.ts'
import { answerAt } from '#server/procedures/index.ts'
import type { Chance } from './chance.ts'
import { inventedName, personalNumber, type Sex, sexOfName, surnameOf } from './people.ts'

export type Answers = Record<string, unknown>
/** Somebody of the answers. `number`: of their căn cước. */
export type Person = { name: string; sex: Sex; birth: string; number: string; residence?: unknown }
/** What is wanted of somebody: `from` and `until` are years of birth. */
export type Wanted = { sex?: Sex | undefined; from?: number; until?: number; family?: string | undefined }

/** Where a group of questions keeps the parts of a person. */
export type Slot = {
  name: string
  birth?: string | undefined
  gender?: string | undefined
  paper?: string
  number?: string | undefined
  issuedOn?: string
  residence?: string
}
export const slotOf = (group: string): Slot => ({
  name: `${group}.fullName`,
  birth: `${group}.birthDate`,
  gender: `${group}.gender`,
  paper: `${group}.identity.paper`,
  number: `${group}.identity.number`,
  issuedOn: `${group}.identity.issuedOn`,
  residence: `${group}.residence`,
})

/** Under this age nobody has a căn cước (Luật Căn cước công dân 2014 art. 19). */
const CARD_AGE = 14
const day = (year: number, chance: Chance) =>
  `${year}-${String(chance.between(1, 12)).padStart(2, '0')}-${String(chance.between(1, 28)).padStart(2, '0')}`

/** The answers of one case while their people are made to fit: what was asked is written over, what is `fixed` stays. */
export type Sheet = {
  on: string
  year: number
  chance: Chance
  at: (path: string) => unknown
  text: (path: string | undefined) => string | undefined
  /** Writes over what is answered. */
  put: (path: string | undefined, value: unknown) => void
  /** Writes also what was left open. */
  give: (path: string | undefined, value: unknown) => void
  isFixed: (path: string) => boolean
  /** Names of the people written so far: two people of one paper have two names. */
  taken: Set<string>
}

export function sheetOf(answers: Answers, on: string, fixed: Answers, chance: Chance): Sheet {
  const at = (path: string) => answerAt(answers, path)
  const isFixed = (path: string) => own(fixed, path) !== undefined
  return {
    on,
    year: Number(on.slice(0, 4)),
    chance,
    at,
    isFixed,
    taken: new Set(),
    text: (path) => {
      const value = path ? at(path) : undefined
      return typeof value === 'string' && value !== '' ? value : undefined
    },
    give: (path, value) => {
      if (path && !isFixed(path)) setAt(answers, path, value)
    },
    put: (path, value) => {
      if (path && at(path) !== undefined && !isFixed(path)) setAt(answers, path, value)
    },
  }
}

/** Writes a person into a group of questions; a child has no card. */
export function write(sheet: Sheet, slot: Slot, person: Person): Person {
  sheet.taken.add(person.name)
  sheet.put(slot.name, person.name)
  sheet.put(slot.birth, person.birth)
  sheet.put(slot.gender, person.sex)
  if (slot.residence && person.residence) sheet.put(slot.residence, person.residence)
  if (slot.paper && sheet.year - Number(person.birth.slice(0, 4)) < CARD_AGE) {
    if (sheet.at(slot.paper) === undefined) return person
    sheet.put(slot.paper, 'none')
    for (const path of [slot.number, slot.issuedOn, slot.paper.replace('.paper', '.issuedBy')])
      sheet.put(path, undefined)
    return person
  }
  if (!slot.paper) sheet.put(slot.number, person.number)
  else if (sheet.at(slot.paper) === 'can-cuoc') sheet.give(slot.number, person.number)
  return person
}

/** The person of a group as they are answered, made to be what is wanted: sex, name, age and number agree. */
export function person(sheet: Sheet, slot: Slot, wanted: Wanted = {}): Person {
  const { chance } = sheet
  const fixedNumber = slot.number && sheet.isFixed(slot.number) ? sheet.text(slot.number) : undefined
  const told = fixedNumber ? readOutOfPersonalNumber(fixedNumber) : undefined
  const given = sheet.text(slot.name) ?? inventedName(chance, wanted.sex, wanted.family)
  const gender = sheet.text(slot.gender) as Sex | undefined
  const fixedGender = slot.gender && sheet.isFixed(slot.gender) ? gender : undefined
  const fixedName = sheet.isFixed(slot.name) ? sexOfName(given) : undefined
  const sex = told?.gender ?? fixedGender ?? fixedName ?? wanted.sex ?? gender ?? sexOfName(given) ?? 'male'
  const fits = sexOfName(given) === sex && (!wanted.family || surnameOf(given) === wanted.family)
  let name = given
  for (let free = fits && !sheet.taken.has(name); !free && !sheet.isFixed(slot.name); free = !sheet.taken.has(name))
    name = inventedName(chance, sex, wanted.family ?? surnameOf(given))
  const { from = sheet.year - 68, until = sheet.year - 23 } = wanted
  const answered = sheet.text(slot.birth)
  const bornIn = Number(answered?.slice(0, 4))
  const keep = answered && (sheet.isFixed(slot.birth!) || (bornIn >= from && bornIn <= until))
  const birth = keep
    ? told && !sheet.isFixed(slot.birth!)
      ? `${told.year}${answered.slice(4)}`
      : answered
    : day(told?.year ?? chance.between(from, Math.max(from, until)), chance)
  const residence = slot.residence ? sheet.at(slot.residence) : undefined
  return write(sheet, slot, { name, sex, birth, number: fixedNumber ?? personalNumber(sex, birth, chance), residence })
}
