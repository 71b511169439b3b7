import { type Call, inTransaction } from '#server/platform/call.ts'
import { putDown, requireWhole, takeInHand } from './in-hand.ts'
import type { VersionCommand } from './submit.ts'

/** Procedure control (kiểm soát thủ tục hành chính) finds a version in order; never who drafted it. */
export function checkVersion(call: Call, command: VersionCommand): Promise<{ revision: number }> {
  return inTransaction(call, async (within) => {
    const version = await takeInHand(within, 'check', command)
    requireWhole(version.content)
    await putDown(within, 'check', version, { state: version.to, checked_by: within.actor.id })
    return { revision: version.revision + 1 }
  })
}
