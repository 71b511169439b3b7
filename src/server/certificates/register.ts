import type { Call } from '#server/platform/call.ts'
import { newId } from '#server/platform/ids.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { fold } from '#server/platform/vietnamese-text.ts'
import { type Certificate, isForSigning, PURPOSE } from '#server/signatures/index.ts'
import { addEvent, findByFingerprint, findCertificate, insertCertificate, NOT_FOR_SIGNING } from './queries.ts'
import type { CertificateKind, CertificateRow } from './schema.ts'

/** What may be found by: the holder, the serial, the token. */
export const searchOf = (...parts: (string | null)[]) => fold(parts.filter(Boolean).join(' '))

const PURPOSES: [string, string][] = [
  [PURPOSE.documentSigning, 'ký số văn bản'],
  [PURPOSE.emailProtection, 'thư điện tử'],
  [PURPOSE.clientAuth, 'xác thực'],
  [PURPOSE.timeStamping, 'dấu thời gian'],
]
/** What it may be used for (mục đích sử dụng), in words. */
export function purposeOf(certificate: Certificate): string {
  if (!isForSigning(certificate)) return NOT_FOR_SIGNING
  const words = PURPOSES.filter(([id]) => certificate.extendedKeyUsage?.includes(id)).map(([, each]) => each)
  return words.join(', ') || 'ký số'
}

export type Whose = {
  authorityId: string | null
  kind: CertificateKind
  organisationId: string
  postId: string | null
  personId: string | null
  holder: string
  keyRef: string | null
  tokenSerial: string | null
  reason: 'issued' | 'imported'
}

/** Enters a certificate in the register with the first line of its history. @throws Refusal `certificates.duplicate`. */
export async function register(within: Call, certificate: Certificate, of: Whose): Promise<CertificateRow> {
  if (await findByFingerprint(within.db, certificate.fingerprint)) throw new Refusal('certificates.duplicate')
  const id = newId(within.now)
  const { reason, ...whose } = of
  const entered = await insertCertificate(
    within.db,
    {
      ...{ ...whose, id, search: searchOf(of.holder, certificate.serial, of.tokenSerial) },
      ...{ subject: certificate.subject.text, issuer: certificate.issuer.text, issuerKey: certificate.issuer.key },
      ...{ serial: certificate.serial, notBefore: certificate.notBefore, notAfter: certificate.notAfter },
      ...{ der: certificate.der, fingerprint: certificate.fingerprint, purpose: purposeOf(certificate) },
      ...{ state: 'active', stateReason: reason },
    },
    within.now,
  )
  if (!entered) throw new Refusal('certificates.duplicate')
  await addEvent(within, id, reason)
  return (await findCertificate(within.db, id))!
}
