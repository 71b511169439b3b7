import { type Call, inTransaction } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { markTaskReceived } from '#server/workflow/index.ts'
import { change, lockDossier } from './change.ts'
import { requireHis } from './rights.ts'
import type { ReceiveTask } from './schema.ts'

/** The receiving side of a hand-over (bên nhận) confirms that the dossier is there; from now on it is being processed. */
export function receiveTask(call: Call, command: ReceiveTask): Promise<{ id: string }> {
  return inTransaction(call, async (within) => {
    const { db, actor, now } = within
    const { dossier, step } = await lockDossier(within, 'receive-task', command)
    const open = requireHis(actor, step)
    if (!(await markTaskReceived(db, open.id, now, actor.postId ?? actor.id)))
      throw new Refusal('dossiers.received-already')
    const state = dossier.state === 'accepted' ? 'processing' : dossier.state
    await change(
      within,
      dossier,
      { state },
      { kind: 'task-received', facts: { step: open.stepKey }, chain: open.organisationId },
    )
    return { id: dossier.id }
  })
}
