import { Refusal } from '#server/platform/refusal.ts'
import type { ProcedureContent, Step, StepAct } from '#server/procedures/index.ts'
import type { DossierResult, ResultOutcome } from './schema.ts'

type Content = Pick<ProcedureContent, 'workflow'>
type Act = Pick<StepAct, 'label' | 'to' | 'outcome' | 'proposes'>
type Here = Pick<Step, 'key' | 'kind'>

/** What an act wants to lie in the dossier: a draft (dự thảo), of one outcome where the act says which, or a paper that is signed. */
export type PaperNeed = { state: 'draft' | 'signed'; outcome?: ResultOutcome | undefined }

const stepsOf = (content: Content) => content.workflow?.steps ?? []
const placeOf = (content: Content, key: string | null) => stepsOf(content).findIndex((each) => each.key === key)

/** What a paper must say for a decision: minutes and data (`other`) are given as a grant is. */
export const outcomeOfPaper = ({ outcome }: Pick<StepAct, 'outcome'>): ResultOutcome | undefined =>
  outcome === 'other' ? 'grant' : outcome

/** Whether a step checks the draft itself: the checks that stand together right before the decision. One of an earlier tier checks the dossier. */
function checksDraft(content: Content, at: number): boolean {
  const steps = stepsOf(content)
  const behind = steps.slice(at).findIndex((each) => each.kind !== 'check')
  return steps[at]?.kind === 'check' && steps[at + behind]?.kind === 'decide'
}

/**
 * The paper that must lie in the dossier before an act: to decide, the draft that says so; to submit it, to let it be checked or to have the
 * book signed by who must read it, a draft; after the decision, the paper that was signed. What goes back wants none (NĐ 61/2018 art. 19; Luật Hộ tịch 2014 art. 16).
 */
export function paperNeeded(content: Content, step: Here, act: Act, decided: string | null): PaperNeed | null {
  const steps = stepsOf(content)
  const [here, to] = [placeOf(content, step.key), placeOf(content, act.to)]
  if (act.to === null || to <= here) return null
  if (step.kind === 'decide') {
    const outcome = outcomeOfPaper(act)
    return outcome ? { state: 'draft', outcome } : null
  }
  if (decided !== null) return { state: 'signed' }
  const next = steps[to]!
  const isRead = next.kind === 'decide' || next.kind === 'sign-book' || checksDraft(content, to)
  const wasRead = step.kind === 'sign-book' || checksDraft(content, here)
  return isRead || wasRead ? { state: 'draft', outcome: act.proposes } : null
}

export type GateWorld = {
  content: Content
  step: Here
  act: Act
  /** What the leader has decided already. */
  decided: string | null
  result: Pick<DossierResult, 'state' | 'outcome'> | undefined
  /** The procedure has a template for its result, or for its refusal. */
  hasTemplate: boolean
  /** It was chosen in words that the result is signed by hand on paper. */
  byHand: boolean
}

/**
 * Why an act may not pass: its paper is missing, says the other outcome, or is not signed. A procedure without template and a result that is
 * signed by hand on paper (chosen in words, with who and when) go their way. `results.draft-needed`, `results.draft-says-other`, `results.paper-needed`.
 */
export function whyNoPaper({ content, step, act, decided, result, hasTemplate, byHand }: GateWorld): Refusal | null {
  if (!hasTemplate || byHand) return null
  const need = paperNeeded(content, step, act, decided)
  if (!need) return null
  if (need.state === 'signed') {
    // A draft that is not signed is refused by the step that numbers it, in its own words.
    return result ? null : new Refusal('results.paper-needed', { label: act.label })
  }
  if (!result) return new Refusal('results.draft-needed', { label: act.label })
  // What the leader decides against its draft is told by `decideResultPart`.
  if (step.kind === 'decide' || !need.outcome || need.outcome === result.outcome) return null
  return new Refusal('results.draft-says-other', { label: act.label })
}
