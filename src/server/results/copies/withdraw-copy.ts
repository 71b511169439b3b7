import { noteCopyWithdrawn } from '#server/dossiers/index.ts'
import { type Call, inTransaction } from '#server/platform/call.ts'
import { type SignedCopy, WithdrawCopy, withdrawCopy } from '#server/signing/index.ts'
import { Refusal } from '#server/platform/refusal.ts'

/** Withdraws a copy; where it is one of a dossier's result, its history says so and the filer is told. @throws Refusal `results.copy-reason`. */
export async function withdrawResultCopy(call: Call, command: { copyId: string; reason: string }): Promise<SignedCopy> {
  const read = WithdrawCopy.safeParse(command)
  if (!read.success) throw new Refusal('results.copy-reason')
  return inTransaction(call, async (within) => {
    const copy = await withdrawCopy(within, read.data)
    const { subjectKind, subjectId, title, stateReason } = copy
    if (subjectKind === 'dossier')
      await noteCopyWithdrawn(within, subjectId, { name: title, reason: stateReason ?? '' })
    return copy
  })
}
