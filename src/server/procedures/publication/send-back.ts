import { z } from 'zod'
import { type Call, inTransaction } from '#server/platform/call.ts'
import { putDown, takeInHand } from './in-hand.ts'

export const SendBack = z.strictObject({
  id: z.uuid(),
  revision: z.number().int(),
  remark: z.string().trim().min(1, 'Ghi rõ cần sửa gì.').max(2000),
})
export type SendBack = z.infer<typeof SendBack>

/** Returns a version to its drafter with what is to be mended: procedure control before, the leader after the check. */
export function sendBackVersion(call: Call, command: SendBack): Promise<{ revision: number }> {
  return inTransaction(call, async (within) => {
    const version = await takeInHand(within, 'send-back', command)
    const patch = { state: version.to, checked_by: null, remark: command.remark }
    await putDown(within, 'send-back', version, patch, command.remark)
    return { revision: version.revision + 1 }
  })
}
