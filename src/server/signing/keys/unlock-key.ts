import { HOUSE_CHAIN, recordAudit } from '#server/platform/audit.ts'
import { type Call, inTransaction, may } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { findKeyOf, setTries } from '../queries.ts'
import type { CertificateRegister } from '../schema.ts'

/** Listens to `pinUnlocked` of the register: the key that the house keeps for this certificate has its three tries back. One on a token has none here. */
export async function openLockedKey(call: Call, told: { certificateId: string }) {
  await inTransaction(call, async (within) => {
    const key = await findKeyOf(within.db, told.certificateId)
    if (!key) return
    await setTries(within.db, key.id, 0, null)
    recordAudit(within, 'signing.key-unlocked', HOUSE_CHAIN, told.certificateId)
  })
}

/** Gives a locked key its three tries back (mở khóa PIN), after the register has dealt with the request. */
export async function unlockKey(call: Call, register: CertificateRegister, certificateId: string) {
  const certificate = await register.findCertificate(call.db, certificateId)
  if (!certificate) throw new Refusal('signing.no-key')
  if (!may(call.actor, 'signing.administer', certificate.organisationId)) throw new Refusal('signing.no-right')
  await inTransaction(call, async (within) => {
    const key = await findKeyOf(within.db, certificateId)
    if (!key) throw new Refusal('signing.no-key')
    await setTries(within.db, key.id, 0, null)
    recordAudit(within, 'signing.key-unlocked', certificate.organisationId, certificateId)
  })
}
