import { randomBytes } from 'node:crypto'
import type { SignatureAlgorithm } from './algorithms.ts'
import { buildCertificate, type CertificateContent, type IssuingKey } from './certificate-build.ts'
import { type Certificate, parseCertificate } from './certificate.ts'
import { writeName } from './names.ts'
import { rawSignatureOf, webCryptoName } from './raw-signature.ts'

export const EC: SignatureAlgorithm = { kind: 'ecdsa', digest: 'SHA-256' }
export const PKCS1: SignatureAlgorithm = { kind: 'rsa-pkcs1', digest: 'SHA-256' }
export const PSS: SignatureAlgorithm = { kind: 'rsa-pss', digest: 'SHA-256', maskDigest: 'SHA-256', saltLength: 32 }
export const ED: SignatureAlgorithm = { kind: 'ed25519' }

export type Party = IssuingKey & { certificate: Certificate }

/** A key of this algorithm under this name, without a certificate. */
export async function aKey(
  commonName: string,
  algorithm = EC,
  shape: { curve?: string; bits?: number } = {},
): Promise<IssuingKey> {
  const rsa = { modulusLength: shape.bits ?? 2048, publicExponent: Uint8Array.of(1, 0, 1) }
  const named = { ...webCryptoName(algorithm, shape.curve), ...(algorithm.kind.startsWith('rsa') ? rsa : {}) }
  const pair = (await crypto.subtle.generateKey(named as EcKeyGenParams, true, ['sign', 'verify'])) as CryptoKeyPair
  const spki = new Uint8Array(await crypto.subtle.exportKey('spki', pair.publicKey))
  const name = writeName([
    ['country', 'VN'],
    ['commonName', commonName],
  ])
  return { name, spki, algorithm, sign: rawSignatureOf(pair.privateKey, algorithm) }
}

const YEAR = 365 * 86400_000
export const NOW = new Date('2026-11-24T03:00:00Z')

/** A certificate for this key by this issuer (itself, when none is given). */
export async function aParty(
  key: IssuingKey,
  issuer: IssuingKey = key,
  content: Partial<CertificateContent> = {},
): Promise<Party> {
  const der = await buildCertificate(
    {
      serial: `01${randomBytes(8).toString('hex')}`,
      ...{ subject: key.name, spki: key.spki, keyUsage: ['digitalSignature'] },
      ...{ notBefore: new Date(NOW.getTime() - YEAR), notAfter: new Date(NOW.getTime() + YEAR) },
      ...content,
    },
    issuer,
  )
  return { ...key, certificate: parseCertificate(der) }
}

export const AUTHORITY = { keyUsage: ['keyCertSign', 'cRLSign'], authority: {} } as const

/** A root, an issuing authority under it, and a signer under that. */
export async function aHierarchy(algorithm = EC) {
  const root = await aParty(await aKey('Gốc'), undefined, AUTHORITY)
  const issuing = await aParty(await aKey('Trung gian'), root, AUTHORITY)
  const signer = await aParty(await aKey('Nguyễn Văn A', algorithm), issuing)
  return { root, issuing, signer }
}
