import type { Call } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { type Certificate, isForSigning, parseCertificate, type SignatureAlgorithm } from '#server/signatures/index.ts'
import { openCloudKey } from './keys/cloud-key.ts'
import { openSoftwareKey } from './keys/open-software-key.ts'
import { openTokenKey } from './keys/token-key.ts'
import { findKeyOf } from './queries.ts'
import type { OpenSigner, RegisteredCertificate, Signer, SigningHouse, SigningKey } from './schema.ts'

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

/** A certificate that may sign now, with its chain and the way its key signs. @throws Refusal with what is in the way. */
export async function usableCertificate(call: Call, house: SigningHouse, certificateId: string) {
  const registered = await house.register.findCertificate(call.db, certificateId)
  if (!registered) throw new Refusal('signing.no-certificate')
  refuseUnusable(registered, call.now)
  const certificate = parseCertificate(registered.der)
  if (!isForSigning(certificate)) throw new Refusal('certificates.not-for-signing')
  const algorithm = algorithmOf(certificate)
  const chain = await house.register.chainOf(call.db, registered)
  return { certificateId: registered.id, certificate, algorithm, digest: algorithm.digest, chain }
}

/**
 * Opens a key for one act (or one batch), whoever holds it: here sealed, on a token, or with a remote service. The secret is used and
 * forgotten; close the signer when the act is over. Where the house asks for it, the second factor is proved once the PIN is right. A key at the signer's own machine is not opened here: see `prepareAtAgent`.
 */
export async function openSigner(call: Call, house: SigningHouse, wish: OpenSigner): Promise<Signer> {
  const usable = await usableCertificate(call, house, wish.certificateId)
  const key = await findKeyOf(call.db, usable.certificateId)
  if (isAtAgent(house, key)) throw new Refusal('signing.key-at-agent')
  if (!key) throw new Refusal('signing.no-key')
  if (key.kind === 'software') {
    const sign = await openSoftwareKey(call, house.dataDir, key, wish.secret, usable.algorithm)
    await wish.code.proveFor(wish.by, key.kind)
    return { ...usable, keyKind: key.kind, sign, close: async () => {} }
  }
  if (key.kind === 'pkcs11') {
    const opened = await openTokenKey(house, key, wish.secret, usable.algorithm)
    try {
      await wish.code.proveFor(wish.by, key.kind)
    } catch (error) {
      await opened.close()
      throw error
    }
    return { ...usable, keyKind: key.kind, ...opened }
  }
  return { ...usable, keyKind: key.kind, ...(await openCloudKey(house, key, wish, usable.algorithm)) }
}

/** Whether a key is on a token at its holder's machine: said so, or known to the register alone while an agent is set. */
export const isAtAgent = (house: SigningHouse, key: Pick<SigningKey, 'kind'> | undefined) =>
  key ? key.kind === 'agent' : house.agent !== undefined
