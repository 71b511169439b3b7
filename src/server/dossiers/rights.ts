import { type Actor, may } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { StepKind } from '#server/procedures/index.ts'
import type { OpenStep } from './queries.ts'
import { RIGHT_OF_STEP } from './state-machine.ts'

/** The right a step wants: by its kind; what a desk holds between receiving and returning (waiting for payment or a revision) it passes on. */
const rightFor = ({ stepKind, role }: OpenStep) => {
  const between = ['pay', 'revise', 'wait'].includes(stepKind) && ['receiver', 'desk-head'].includes(role)
  return between ? 'dossiers.forward' : (RIGHT_OF_STEP[stepKind as StepKind] ?? 'dossiers.appraise')
}

/** Why this actor may not act on the open step, or null: it is his when his post may do such steps there, serves its queue, and no other post holds it. */
export function whyNotHis(actor: Actor, step: OpenStep): 'no-right' | 'held-by-other' | null {
  if (actor.kind !== 'official') return 'no-right'
  if (!may(actor, rightFor(step), step.organisationId)) return 'no-right'
  if (step.postId !== null) return step.postId === actor.postId ? null : 'held-by-other'
  return actor.queues.includes(step.queue) ? null : 'no-right'
}

/** @throws Refusal `dossiers.no-step`, `dossiers.no-right`, `dossiers.held-by-other`. */
export function requireHis(actor: Actor, step: OpenStep | undefined): OpenStep {
  if (!step) throw new Refusal('dossiers.no-step')
  const why = whyNotHis(actor, step)
  if (why === 'held-by-other') throw new Refusal('dossiers.held-by-other', { postId: step.postId })
  if (why) throw new Refusal('dossiers.no-right', { act: step.stepKind })
  return step
}

/** @throws Refusal `dossiers.no-right`. */
export function requireRight(actor: Actor, act: string, organisationId: string) {
  if (!may(actor, act, organisationId)) throw new Refusal('dossiers.no-right', { act })
}
