import type { Call } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { type Certificate, parseCertificate, type SignatureAlgorithm } from '#server/signatures/index.ts'
import { openCloudKey } from './keys/cloud-key.ts'
import { openSoftwareKey } from './keys/open-software-key.ts'
import { openTokenKey } from './keys/token-key.ts'
import { findKeyOf } from './queries.ts'
import type { OpenSigner, RegisteredCertificate, Signer, SigningHouse } from './schema.ts'

/** How a key of this certificate signs here: ECDSA with the digest of its curve, RSA with PSS (TT 15/2025/TT-BKHCN, annex I). */
export function algorithmOf({ key }: Certificate): SignatureAlgorithm & { digest: 'SHA-256' | 'SHA-384' | 'SHA-512' } {
  if (key.kind === 'rsa' && key.bits >= 2048)
    return { kind: 'rsa-pss', digest: 'SHA-256', maskDigest: 'SHA-256', saltLength: 32 }
  if (key.kind === 'ec' && key.curve === 'P-256') return { kind: 'ecdsa', digest: 'SHA-256' }
  if (key.kind === 'ec' && key.curve === 'P-384') return { kind: 'ecdsa', digest: 'SHA-384' }
  throw new Refusal('signing.algorithm-not-allowed')
}

/** @throws Refusal when the certificate may not sign now: revoked, suspended, expired, not yet valid. */
export function refuseUnusable(certificate: RegisteredCertificate, now: Date) {
  if (certificate.state === 'revoked') throw new Refusal('signing.certificate-revoked')
  if (certificate.state === 'suspended') throw new Refusal('signing.certificate-suspended')
  if (now > certificate.notAfter || now < certificate.notBefore) throw new Refusal('signing.certificate-expired')
}

/**
 * Opens a key for one act (or one batch), whoever holds it: here sealed, on a token, or with a remote service. The secret is used and
 * forgotten; close the signer when the act is over.
 */
export async function openSigner(call: Call, house: SigningHouse, wish: OpenSigner): Promise<Signer> {
  const registered = await house.register.findCertificate(call.db, wish.certificateId)
  if (!registered) throw new Refusal('signing.no-certificate')
  refuseUnusable(registered, call.now)
  const key = await findKeyOf(call.db, registered.id)
  if (!key) throw new Refusal('signing.no-key')
  const certificate = parseCertificate(registered.der)
  const algorithm = algorithmOf(certificate)
  const about = { certificateId: registered.id, certificate, algorithm, digest: algorithm.digest }
  const chain = await house.register.chainOf(call.db, registered)
  if (key.kind === 'software') {
    const sign = await openSoftwareKey(call, house.dataDir, key, wish.secret, algorithm)
    return { ...about, chain, sign, close: async () => {} }
  }
  if (key.kind === 'pkcs11') return { ...about, chain, ...(await openTokenKey(house, key, wish.secret, algorithm)) }
  if (key.kind === 'csc') return { ...about, chain, ...(await openCloudKey(house, key, wish, algorithm)) }
  throw new Refusal('signing.key-at-agent')
}
