import type { Call } from '#server/platform/call.ts'
import { type Step, stepOf } from '#server/procedures/index.ts'
import { type Locked, lockDossier } from './change.ts'
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
