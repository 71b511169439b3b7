import { type Call, inTransaction, may } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { endTask } from '#server/workflow/index.ts'
import { change, lockDossier } from './change.ts'
import type { WithdrawDossier } from './schema.ts'

/** The filer takes the dossier back (rút hồ sơ, state 7) before it is accepted; the desk may do it at their wish, and says why. */
export function withdrawDossier(call: Call, command: WithdrawDossier): Promise<{ id: string; code: string }> {
  return inTransaction(call, async (within) => {
    const { db, actor, now } = within
    const { dossier, step } = await lockDossier(within, 'withdraw', command)
    const own = actor.kind === 'citizen' && dossier.filerAccountId === actor.id
    if (!own && !may(actor, 'dossiers.decline', dossier.deskId)) throw new Refusal('dossiers.not-yours')
    if (!own && !command.reason?.trim()) throw new Refusal('dossiers.withdraw-needs-reason')
    if (step)
      await endTask(db, { taskId: step.id, at: now, by: actor.postId ?? actor.id, outcome: 'withdraw', remark: null })
    const patch = { state: 'withdrawn' as const, endedAt: now, holderId: null, holderWords: null }
    await change(within, dossier, patch, {
      kind: 'withdrawn',
      facts: { reason: command.reason ?? null },
      chain: dossier.receivingId,
    })
    return { id: dossier.id, code: dossier.code! }
  })
}
