import { randomBytes } from 'node:crypto'
import { type Call, inTransaction } from '#server/platform/call.ts'
import { hashOfSecret } from './accept.ts'
import { change, lockDossier } from './change.ts'
import { requireRight } from './rights.ts'

/** Prints the receipt again with a new secret: the QR of the lost one shows no personal data any more. */
export function renewReceipt(call: Call, command: { dossierId: string }): Promise<{ receiptSecret: string }> {
  return inTransaction(call, async (within) => {
    const { dossier } = await lockDossier(within, 'record-fee', command)
    requireRight(within.actor, 'dossiers.accept', dossier.deskId)
    const receiptSecret = randomBytes(12).toString('base64url')
    await change(
      within,
      dossier,
      { receiptSecretHash: hashOfSecret(receiptSecret) },
      { kind: 'receipt-renewed', chain: dossier.receivingId },
    )
    return { receiptSecret }
  })
}
