import { type Call, inTransaction } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { change, lockDossier } from './change.ts'
import { takeFeeTotal } from './fee-total.ts'
import { requireRight } from './rights.ts'
import type { RecordFee } from './schema.ts'

/** The desk notes that the fee was paid, with the number of the payment receipt (biên lai), or why nothing is owed. */
export function recordFee(call: Call, command: RecordFee): Promise<{ id: string }> {
  return inTransaction(call, async (within) => {
    const { dossier } = await lockDossier(within, 'record-fee', command)
    requireRight(within.actor, 'dossiers.accept', dossier.deskId)
    if (command.state === 'paid' && !command.receipt) throw new Refusal('dossiers.receipt-number-needed')
    if (command.state === 'exempt' && !command.reason) throw new Refusal('dossiers.exemption-needs-reason')
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
