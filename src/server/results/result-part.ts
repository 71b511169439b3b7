import type { Held } from '#server/dossiers/index.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { StepAct } from '#server/procedures/index.ts'
import { entersEvent } from './blanks/printing.ts'
import { outcomeOfPaper } from './paper-gate.ts'
import type { DossierResult } from './schema.ts'

/** What a step does to the prepared result: initials, signature, number with seal, taking a signed paper back, or nothing. */
export type ResultPart = 'approve' | 'sign' | 'seal' | 'take-back' | 'none'

const NUMBERING: readonly string[] = ['number', 'sign-book']

/** Whether an act of a step leads back to a step before it (or to itself). */
export function leadsBack({ step, version }: Pick<Held, 'step' | 'version'>, act: Pick<StepAct, 'to'>): boolean {
  const steps = version.content.workflow?.steps ?? []
  const to = steps.findIndex((each) => each.key === act.to)
  return act.to !== null && to <= steps.findIndex((each) => each.key === step.key)
}

/**
 * What belongs to a step when a result is prepared (NĐ 30/2020 art. 10-16, 32): the check is a recorded approval of the head (ký nháy); the
 * decision is the leader's signature on a paper that says the same; number and seal come after it; what is signed is not sent back but
 * taken back, by the records clerk's step. @throws Refusal `results.outcome-differs`, `results.signed-already`, `results.not-signed`.
 */
export function decideResultPart(
  held: Pick<Held, 'step' | 'version'>,
  act: StepAct,
  result: Pick<DossierResult, 'state' | 'outcome'>,
  preparedName: string,
): ResultPart {
  const back = leadsBack(held, act)
  const { kind } = held.step
  if (kind === 'decide') {
    const outcome = outcomeOfPaper(act)
    if (!outcome) {
      if (back && result.state !== 'draft') throw new Refusal('results.signed-already')
      return 'none'
    }
    if (result.outcome !== outcome) throw new Refusal('results.outcome-differs', { prepared: preparedName })
    return result.state === 'draft' ? 'sign' : 'none'
  }
  if (NUMBERING.includes(kind)) {
    if (back) return result.state === 'draft' ? 'none' : 'take-back'
    // The book is signed before the leader signs the paper: only the event is numbered here (`enterEvent`).
    if (entersEvent(held.version.content, held.step)) return 'none'
    if (result.state === 'draft') throw new Refusal('results.not-signed')
    return result.state === 'signed' ? 'seal' : 'none'
  }
  return kind === 'check' && !back ? 'approve' : 'none'
}

/**
 * What stands beside the result goes the way with it: nothing is sealed while one of the papers waits for its leader, and a step after the
 * decision is not left before what was noted in it is signed and sealed.
 * @throws Refusal `results.beside-unsigned`, `results.beside-open`.
 */
export function requireBesideDone(
  held: Pick<Held, 'step' | 'version'> & { dossier: Pick<Held['dossier'], 'outcome'> },
  act: Pick<StepAct, 'to'>,
  part: ResultPart,
  results: readonly Pick<DossierResult, 'state' | 'part'>[],
) {
  const beside = results.slice(1)
  if (part === 'seal' && beside.some((each) => each.state === 'draft')) throw new Refusal('results.beside-unsigned')
  if (held.dossier.outcome === null || part !== 'none' || leadsBack(held, act)) return
  if (beside.some((each) => each.state === 'draft' || each.state === 'signed')) throw new Refusal('results.beside-open')
}
