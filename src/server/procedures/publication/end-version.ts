import { z } from 'zod'
import { type Call, inTransaction } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { putDown, takeInHand } from './in-hand.ts'
import { dayBefore } from './publish.ts'

export const EndVersion = z.strictObject({
  id: z.uuid(),
  revision: z.number().int(),
  /** The last day it is in force: yesterday at the earliest, and never later than a day already set. */
  lastDay: z.iso.date('Ghi ngày cuối còn hiệu lực.'),
  remark: z.string().trim().min(1, 'Ghi căn cứ.').max(2000),
})
export type EndVersion = z.infer<typeof EndVersion>

/** Sets the last day of a published version (hết hiệu lực). Dossiers already filed keep it. */
export function endVersion(call: Call, command: EndVersion): Promise<{ revision: number }> {
  return inTransaction(call, async (within) => {
    const version = await takeInHand(within, 'end', command)
    const { lastDay, remark } = command
    if (lastDay < dayBefore(vietnamDate(within.now)) || lastDay < (version.effectiveFrom ?? ''))
      throw new Refusal('procedures.ends-in-the-past')
    if (version.effectiveTo && lastDay > version.effectiveTo)
      throw new Refusal('procedures.ended-already', { until: version.effectiveTo })
    await putDown(within, 'end', version, { effective_to: lastDay, remark }, remark)
    return { revision: version.revision + 1 }
  })
}
