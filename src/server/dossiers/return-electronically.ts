import { type Call, inTransaction } from '#server/platform/call.ts'
import { documentsFor, stepOf } from '#server/procedures/index.ts'
import { endTask } from '#server/workflow/index.ts'
import { change, type Locked, lockDossier } from './change.ts'
import { askGuards } from './guards.ts'

/**
 * Whether a result may go back by itself (trả kết quả điện tử): the citizen asked for the electronic one, the rules of the installation let
 * it (`electronicReturn` of the rule set; they do unless they say no), nothing is owed and no original is still to be shown. A word for why not.
 */
export function whyNotElectronic({
  dossier,
  version,
  ruleSet,
  on,
}: Pick<Locked, 'dossier' | 'version' | 'ruleSet' | 'on'>):
  'not-wanted' | 'rule' | 'fee-owed' | 'originals-to-show' | null {
  if (dossier.returnBy !== 'electronic') return 'not-wanted'
  if (ruleSet.settings.electronicReturn === 'no') return 'rule'
  if (dossier.feeState === 'due') return 'fee-owed'
  const toShow = documentsFor(version.content, dossier.answers, on).some((each) => each.originalShownAtCollection)
  return dossier.channel === 'online' && dossier.outcome !== 'refuse' && toShow ? 'originals-to-show' : null
}

/**
 * The program returns a result electronically when it is complete: state 10, with the time. Nothing happens to a dossier that is not (or
 * no longer) waiting for its return, or whose result somebody must hand over.
 */
export function returnElectronically(call: Call, dossierId: string, attachmentId: string): Promise<boolean> {
  return inTransaction(call, async (within) => {
    const world = await lockDossier(within, 'return', { dossierId })
    const { dossier, version, step } = world
    if (!step || whyNotElectronic(world) !== null) return false
    const open = step
    const here = stepOf(version.content, open.stepKey)
    const act = here.acts[0]!
    await askGuards(within, { ...world, open, step: here, act })
    await endTask(within.db, { taskId: step.id, at: call.now, by: 'system', outcome: act.key, remark: null })
    const patch = {
      state: 'returned' as const,
      returnedAt: call.now,
      endedAt: call.now,
      holderId: null,
      holderWords: null,
    }
    const facts = { by: 'electronic', attachmentId, itself: true }
    await change(within, dossier, patch, { kind: 'returned', facts, chain: step.organisationId })
    return true
  })
}
