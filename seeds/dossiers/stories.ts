import { inventedAnswers } from './answers.ts'
import type { Chance } from './chance.ts'
import type { Answers } from './persons.ts'
import { shiftDay } from './shift.ts'
import { type Case, caseOf, type World } from './world.ts'

/** One dossier of somebody who signs in: what they say in it by path; `{-35}` is the day 35 days before it is filed. */
export type Story = { accountId: string; home: string; code: string; daysAgo: number; said: Answers }
export type StoryCase = Case & { filedAt: Date }

const dated = (said: Answers, on: string): Answers =>
  Object.fromEntries(
    Object.entries(said).map(([path, value]) => {
      const days = typeof value === 'string' ? /^\{(-?\d+)\}$/.exec(value)?.[1] : undefined
      return [path, days ? shiftDay(on, Number(days)) : value]
    }),
  )

/** In the evening, at home: 20:15 of Vietnam. */
const eveningOf = (day: string) => new Date(`${day}T20:15:00+07:00`)

/** The told dossiers as cases: what is not told is invented around it. A story that its form does not bear is left out, and the tests tell. */
export function storyCases(world: World, stories: readonly Story[], asOf: Date, chance: Chance): StoryCase[] {
  const { on, directory, ruleSet } = world
  return stories.flatMap(({ accountId, home, code, daysAgo, said }): StoryCase[] => {
    const version = world.cases.find((each) => each.version.content.code === code)?.version
    if (!version) return []
    const answers = inventedAnswers(version.content, chance, [home], on, dated(said, on))
    const found = caseOf(version, answers, home, { directory, ruleSet, on, asOf })
    return found ? [{ ...found, accountId, filedAt: eveningOf(shiftDay(on, -daysAgo)) }] : []
  })
}
