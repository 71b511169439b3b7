import { z } from 'zod'
import { type Call, inTransaction } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { ProcedureContent } from '../schema.ts'
import { contentColumns } from '../version-row.ts'
import { putDown, requireSoundForm, takeInHand } from './in-hand.ts'

export const ChangeDraft = z.strictObject({
  id: z.uuid(),
  revision: z.number().int(),
  content: ProcedureContent,
})
export type ChangeDraft = z.infer<typeof ChangeDraft>

/** Changes the content of one's own draft. Its code stays. */
export function changeDraft(call: Call, command: ChangeDraft): Promise<{ revision: number }> {
  return inTransaction(call, async (within) => {
    const version = await takeInHand(within, 'change', command)
    if (command.content.code !== version.code) throw new Refusal('procedures.code-stays', { code: version.code })
    requireSoundForm(command.content)
    await putDown(within, 'change', version, contentColumns(command.content))
    return { revision: version.revision + 1 }
  })
}
