import { type Call, inTransaction } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { putDown, takeInHand } from './in-hand.ts'
import { listVersionsOfCode, markVersion } from '../queries-publication.ts'
import { dayBefore } from './publish.ts'
import type { SendBack } from './send-back.ts'

/** Withdraws (bãi bỏ) a published version before its first day. One that was in force ends instead: it stays in the record of its days. The version that would have ended for it goes on. */
export function withdrawVersion(call: Call, command: SendBack): Promise<{ revision: number }> {
  return inTransaction(call, async (within) => {
    const version = await takeInHand(within, 'withdraw', command)
    if ((version.effectiveFrom ?? '') <= vietnamDate(within.now)) throw new Refusal('procedures.in-force-ends')
    const eve = dayBefore(version.effectiveFrom ?? '')
    const before = (await listVersionsOfCode(within.db, version.code)).find(
      (each) => each.state === 'published' && each.ruleSetId === version.ruleSetId && each.effectiveTo === eve,
    )
    await putDown(within, 'withdraw', version, { state: version.to, remark: command.remark }, command.remark)
    if (before) await markVersion(within.db, before.id, before.revision, { effective_to: version.effectiveTo })
    return { revision: version.revision + 1 }
  })
}
