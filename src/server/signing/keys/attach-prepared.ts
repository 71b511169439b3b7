import { findCertificate } from '#server/certificates/index.ts'
import { recordAudit } from '#server/platform/audit.ts'
import { type Call, inTransaction } from '#server/platform/call.ts'
import { newId } from '#server/platform/ids.ts'
import { isForSigning, parseCertificate } from '#server/signatures/index.ts'
import { insertKey } from '../queries.ts'
import { sha256 } from './prepare-key.ts'
import { takePrepared } from './prepared-queries.ts'

/**
 * Listens to `certificateRecorded` of the register: a certificate whose public key was made here, for the same holder, gets that key and signs
 * from now on with the PIN chosen then. One for another holder gets nothing, nor one that is not for signing papers.
 */
export async function attachPreparedKey(call: Call, told: { certificateId: string }) {
  const certificate = await findCertificate(call.db, told.certificateId)
  if (!certificate || !isForSigning(parseCertificate(certificate.der))) return
  const { id: certificateId, organisationId, postId } = certificate
  await inTransaction(call, async (within) => {
    const spki = sha256(parseCertificate(certificate.der).spki)
    const key = await takePrepared(within.db, spki, { organisationId, postId })
    if (!key) return
    const { sealed, salt } = key
    await insertKey(within.db, { id: newId(call.now), certificateId, kind: 'software', sealed, salt }, call.now)
    recordAudit(within, 'signing.key-kept', organisationId, certificateId, { kind: 'software', made: key.id })
  })
}
