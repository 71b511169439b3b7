import type { Directory } from '#server/directory/index.ts'
import { answerAt, holds } from './conditions.ts'
import type { ProcedureContent } from './schema.ts'
import type { CompetenceCase } from './vocabulary.ts'
import type { Step } from './workflow-schema.ts'

/** Units that may be chosen by the rule, with its words; empty when an answer that decides is missing. */
export type Competent = { units: string[]; words: string; byChoice: boolean }

/** Cơ quan có thẩm quyền by the rule of the version: the first case whose condition holds. */
export function competentUnits(
  cases: readonly CompetenceCase[],
  answers: unknown,
  directory: Directory,
  on: string,
): Competent {
  const hit = cases.find((each) => !each.when || holds(each.when, answers, on))
  if (!hit) return { units: [], words: '', byChoice: false }
  const done = (units: (string | undefined)[], byChoice = false) => ({
    units: [...new Set(units.filter((each) => each !== undefined))],
    words: hit.words,
    byChoice,
  })
  if (hit.by === 'fixed') return done([hit.organisation])
  const tier = hit.tier ?? 'commune'
  if (hit.by === 'any' || !hit.fields?.length)
    return done(
      directory
        .all()
        .filter((each) => each.kind === 'committee' && each.tier === tier)
        .map((each) => each.id),
      true,
    )
  const communes = hit.fields.map((path) => answerAt(answers, path)).filter((each) => typeof each === 'string')
  const today = communes.flatMap((each) => directory.successors(each))
  return done(
    today.map((each) => directory.over(each, tier)),
    hit.fields.length > 1 || today.length > communes.length,
  )
}

/** The communes of today that the answers name where the rule looks: none when it looks at no place. */
export function communesNamed(cases: readonly CompetenceCase[], answers: unknown, directory: Directory, on: string) {
  const hit = cases.find((each) => !each.when || holds(each.when, answers, on))
  const named = (hit?.fields ?? []).map((path) => answerAt(answers, path)).filter((each) => typeof each === 'string')
  return named.map((each) => directory.successor(each)).filter((each) => directory.organisation(each) !== undefined)
}

/** Thời hạn giải quyết that applies: the one chosen at the desk, else the first case whose condition holds. */
export function applicableTimeLimit(
  content: ProcedureContent,
  answers: unknown,
  on: string,
  chosenKey?: string | null,
) {
  const chosen = chosenKey ? content.timeLimits.find((each) => each.key === chosenKey) : undefined
  if (chosen) return chosen
  const cases = content.timeLimits.filter((each) => !each.chosenAtDesk)
  return (
    cases.find((each) => each.when && holds(each.when, answers, on)) ??
    cases.find((each) => !each.when) ??
    content.timeLimits[0]
  )
}

/** Thành phần hồ sơ asked for in this case. */
export const documentsFor = (content: ProcedureContent, answers: unknown, on: string) =>
  content.requiredDocuments.filter((each) => !each.when || holds(each.when, answers, on))

/** The step with a key. @throws Error when the workflow has none. */
export function stepOf(content: ProcedureContent, key: string): Step {
  const step = content.workflow?.steps.find((each) => each.key === key)
  if (!step) throw new Error(`${content.code} has no step ${key}`)
  return step
}

/** Where an act leads; steps whose condition does not hold are passed by their first act. `null`: the way ends. */
export function nextStep(
  content: ProcedureContent,
  from: Step,
  actKey: string,
  answers: unknown,
  on: string,
): Step | null {
  let to = from.acts.find((each) => each.key === actKey)?.to ?? null
  for (let passed = 0; to !== null && passed < 50; passed += 1) {
    const step = stepOf(content, to)
    if (!step.when || holds(step.when, answers, on)) return step
    to = step.acts[0]!.to
  }
  return null
}
