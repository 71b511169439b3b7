import type { Call } from '#server/platform/call.ts'
import { type Step, stepOf } from '#server/procedures/index.ts'
import { change, type Locked, lockDossier } from './change.ts'
import type { OpenStep } from './queries.ts'
import { requireHis } from './rights.ts'

/** A dossier whose open step the actor holds, under lock until the transaction ends. */
export type Held = Pick<Locked, 'dossier' | 'version' | 'directory' | 'ruleSet' | 'on'> & { open: OpenStep; step: Step }

/**
 * Holds a dossier for what comes after this module: preparing, signing or sealing its result while nobody moves it on.
 * @throws Refusal `dossiers.unknown`, `dossiers.not-possible`, `dossiers.changed-meanwhile`, `dossiers.no-right`, `dossiers.held-by-other`.
 */
export async function holdDossier(
  call: Call,
  target: { dossierId: string; revision?: number | undefined },
): Promise<Held> {
  const world = await lockDossier(call, 'step', target)
  const open = requireHis(call.actor, world.step)
  const { dossier, version, directory, ruleSet, on } = world
  return { dossier, version, directory, ruleSet, on, open, step: stepOf(version.content, open.stepKey) }
}

/**
 * Holds a dossier while a scan of its result is kept, or signed as a copy: open or returned, whoever holds its step. Who may is asked by
 * whoever calls. @throws Refusal `dossiers.unknown`, `dossiers.not-possible`.
 */
export const holdForCopy = (within: Call, dossierId: string): Promise<Locked> =>
  lockDossier(within, 'attach-copy', { dossierId })

/** Notes in the history of a dossier that a copy of its result was withdrawn; the filer is told. */
export async function noteCopyWithdrawn(within: Call, dossierId: string, facts: { name: string; reason: string }) {
  const { dossier } = await holdForCopy(within, dossierId)
  await change(within, dossier, {}, { kind: 'copy-withdrawn', facts, chain: dossier.handlingId })
}

/** Notes in the history of a dossier that its result is signed by hand on paper (ký tay trên giấy), and why. */
export async function noteByHand(
  within: Call,
  dossierId: string,
  facts: { reason: string; step: string },
  chain: string,
) {
  const { dossier } = await lockDossier(within, 'step', { dossierId })
  await change(within, dossier, {}, { kind: 'by-hand-chosen', facts, chain })
}
