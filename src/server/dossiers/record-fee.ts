import { type Call, inTransaction } from '#server/platform/call.ts'
import { Refusal, refuseAll } from '#server/platform/refusal.ts'
import { change, lockDossier } from './change.ts'
import { takeFeeTotal } from './fee-total.ts'
import { requireRight } from './rights.ts'
import type { FeeNote, RecordFee } from './schema.ts'

/** What lacks of a note on the fee, at its field under `at` ("fee."): paid has the number of its receipt, exempt its reason. */
export function feeFaults({ state, receipt, reason }: FeeNote, at = ''): Refusal[] {
  if (state === 'paid' && !receipt) return [new Refusal('dossiers.receipt-number-needed', {}, `${at}receipt`)]
  if (state === 'exempt' && !reason) return [new Refusal('dossiers.exemption-needs-reason', {}, `${at}reason`)]
  return []
}

/** The desk notes that the fee was paid, with the number of the payment receipt (biên lai), or why nothing is owed. */
export function recordFee(call: Call, command: RecordFee): Promise<{ id: string }> {
  return inTransaction(call, async (within) => {
    const { dossier } = await lockDossier(within, 'record-fee', command)
    requireRight(within.actor, 'dossiers.accept', dossier.deskId)
    refuseAll(feeFaults(command))
    const { state, receipt, reason } = command
    const total = takeFeeTotal(command.total)
    const patch = { feeState: state, feeTotal: total, feeReceipt: receipt ?? null }
    await change(within, dossier, patch, {
      kind: 'fee-recorded',
      facts: { state, total, receipt, reason },
      chain: dossier.receivingId,
    })
    return { id: dossier.id }
  })
}
