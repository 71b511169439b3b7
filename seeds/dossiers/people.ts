import { readFileSync } from 'node:fs'
import type { Chance } from './chance.ts'

type Names = {
  surnames: string[]
  middleMale: string[]
  middleFemale: string[]
  givenMale: string[]
  givenFemale: string[]
}
const names = JSON.parse(readFileSync(new URL('../directory/names.json', import.meta.url), 'utf8')) as Names
const womens = new Set(names.givenFemale)
const mens = new Set(names.givenMale)

export type Sex = 'male' | 'female'
export const otherSex = (sex: Sex): Sex => (sex === 'male' ? 'female' : 'male')

/** A full name of nobody in particular: family, middle and given name; of one sex and family where they are said. */
export function inventedName(chance: Chance, sex?: Sex, family?: string): string {
  const drawn = chance.pick(names.surnames)
  const surname = family ?? drawn
  const man = chance.percent(50)
  return (sex ? sex === 'male' : man)
    ? `${surname} ${chance.pick(names.middleMale)} ${chance.pick(names.givenMale)}`
    : `${surname} ${chance.pick(names.middleFemale)} ${chance.pick(names.givenFemale)}`
}

/** Họ: the first word of a name. */
export const surnameOf = (name: string) => name.split(' ')[0]!

/**
 * Whose name it is: Thị is a woman's, Văn a man's, and the given names of the demonstration are of one sex each. Undefined of a name that
 * says nothing, as a foreign one.
 */
export function sexOfName(name: string): Sex | undefined {
  const words = name.split(' ')
  if (words.includes('Thị')) return 'female'
  if (words.slice(1, -1).includes('Văn')) return 'male'
  const given = words.at(-1)!
  if (womens.has(given)) return 'female'
  return mens.has(given) ? 'male' : undefined
}

/** A personal number (căn cước, 12 digits) in the right form, of nobody: province 035 = Hà Nam, century and sex, year of birth (NĐ 137/2015 art. 7). */
export function personalNumber(sex: Sex, birth: string, chance: Chance): string {
  const year = Number(birth.slice(0, 4))
  const century = 2 * Math.floor((year - 1900) / 100) + (sex === 'female' ? 1 : 0)
  return `035${century}${String(year % 100).padStart(2, '0')}${String(chance.between(1, 999_999)).padStart(6, '0')}`
}
