import { recordAudit } from '#server/platform/audit.ts'
import { type Call, inTransaction, may } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { findCopyForUpdate, markCopyWithdrawn } from './copy-queries.ts'
import type { SignedCopy, WithdrawCopy } from './schema.ts'

/**
 * Withdraws a copy (thu hồi bản sao): whoever checks its file or its code reads that it no longer holds, and why. What was copied stays as it
 * is. @throws Refusal `signing.no-copy`, `signing.no-right`, `signing.copy-withdrawn`.
 */
export function withdrawCopy(call: Call, command: WithdrawCopy): Promise<SignedCopy> {
  return inTransaction(call, async (within) => {
    const { db, actor, now } = within
    const copy = await findCopyForUpdate(db, command.copyId)
    if (!copy) throw new Refusal('signing.no-copy')
    if (!may(actor, 'signing.seal', copy.organisationId)) throw new Refusal('signing.no-right')
    if (copy.state === 'withdrawn') throw new Refusal('signing.copy-withdrawn')
    await markCopyWithdrawn(db, copy.id, command.reason, now, actor.id)
    recordAudit(within, 'signing.copy-withdrawn', copy.organisationId, copy.id, { code: copy.code })
    return { ...copy, state: 'withdrawn', stateReason: command.reason, stateAt: now, stateBy: actor.id }
  })
}
