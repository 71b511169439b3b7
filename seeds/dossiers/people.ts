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

/** A full name of nobody in particular: family, middle and given name. */
export function inventedName(chance: Chance): string {
  const surname = chance.pick(names.surnames)
  return chance.percent(50)
    ? `${surname} ${chance.pick(names.middleMale)} ${chance.pick(names.givenMale)}`
    : `${surname} ${chance.pick(names.middleFemale)} ${chance.pick(names.givenFemale)}`
}
