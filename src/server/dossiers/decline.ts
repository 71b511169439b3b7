import { type Call, inTransaction } from '#server/platform/call.ts'
import { Refusal, refuseAll } from '#server/platform/refusal.ts'
import { endTask } from '#server/workflow/index.ts'
import { change, lockDossier } from './change.ts'
import { fileHandedOver } from './hand-over.ts'
import { requireHis, requireRight } from './rights.ts'
import type { DeclineDossier } from './schema.ts'

/** A refusal at the desk names its reason, its clause and the right place. Law: NĐ 61/2018 art. 17. */
export function decideDecline({
  reason,
  clause,
  rightPlace,
}: Pick<DeclineDossier, 'reason' | 'clause' | 'rightPlace'>) {
  refuseAll([
    !reason && new Refusal('dossiers.decline-needs-reason', {}, 'reason'),
    !clause && new Refusal('dossiers.decline-needs-clause', {}, 'clause'),
    !rightPlace && new Refusal('dossiers.decline-needs-place', {}, 'rightPlace'),
  ])
}

/**
 * The desk declines (từ chối tiếp nhận, state 3) with the reason and the right place; with `handOverTo` what was typed and attached is
 * taken in there in the same act, under a code of that place.
 */
export function declineDossier(
  call: Call,
  command: DeclineDossier,
): Promise<{ id: string; code: string; handedOver: { id: string; code: string } | null }> {
  return inTransaction(call, async (within) => {
    const { db, actor, now } = within
    const world = await lockDossier(within, command.handOverTo ? 'hand-over' : 'decline', command)
    const { dossier, step } = world
    const open = requireHis(actor, step)
    requireRight(actor, 'dossiers.decline', dossier.deskId)
    decideDecline(command)
    const outcome = command.handOverTo ? 'hand-over' : 'decline'
    await endTask(db, { taskId: open.id, at: now, by: actor.postId ?? actor.id, outcome, remark: command.reason })
    const handedOver = command.handOverTo ? await fileHandedOver(within, world, command.handOverTo) : null
    const { reason, clause, rightPlace } = command
    const patch = {
      ...{ state: handedOver ? ('transferred' as const) : ('declined' as const), endedAt: now },
      ...{ holderId: null, holderWords: null },
    }
    const facts = {
      reason,
      clause,
      rightPlace,
      handedOverTo: command.handOverTo ?? null,
      newCode: handedOver?.code ?? null,
    }
    const kind = handedOver ? 'handed-over' : 'declined'
    await change(within, dossier, patch, { kind, facts, chain: dossier.receivingId })
    return { id: dossier.id, code: dossier.code!, handedOver }
  })
}
