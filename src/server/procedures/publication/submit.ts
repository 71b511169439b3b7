import { z } from 'zod'
import { type Call, inTransaction } from '#server/platform/call.ts'
import { putDown, requireWhole, takeInHand } from './in-hand.ts'

export const VersionCommand = z.strictObject({ id: z.uuid(), revision: z.number().int() })
export type VersionCommand = z.infer<typeof VersionCommand>

/** Sends one's draft to procedure control (gửi kiểm soát thủ tục hành chính), when nothing is missing from it. */
export function submitForCheck(call: Call, command: VersionCommand): Promise<{ revision: number }> {
  return inTransaction(call, async (within) => {
    const version = await takeInHand(within, 'submit', command)
    requireWhole(version.content)
    await putDown(within, 'submit', version, { state: version.to, remark: null })
    return { revision: version.revision + 1 }
  })
}
