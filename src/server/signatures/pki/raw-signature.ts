import type { SignatureAlgorithm } from './algorithms.ts'
import type { RawSignature } from './cms-build.ts'
import { integer, sequence } from './der-write.ts'
import { FormatFault } from '../format-fault.ts'

/** What WebCrypto wants to be told to import a private key of this algorithm; the curve for ECDSA. */
export function webCryptoName(algorithm: SignatureAlgorithm, curve = 'P-256') {
  if (algorithm.kind === 'unsupported') throw new FormatFault('algorithm.unsupported', algorithm.oid)
  if (algorithm.kind === 'ed448') throw new FormatFault('algorithm.unsupported', 'Ed448')
  if (algorithm.kind === 'ed25519') return { name: 'Ed25519' }
  if (algorithm.kind === 'ecdsa') return { name: 'ECDSA', namedCurve: curve, hash: algorithm.digest }
  if (algorithm.kind === 'rsa-pkcs1') return { name: 'RSASSA-PKCS1-v1_5', hash: algorithm.digest }
  return { name: 'RSA-PSS', hash: algorithm.digest, saltLength: algorithm.saltLength }
}

/** Signs with a key that WebCrypto holds; ECDSA comes as ECDSA-Sig-Value, as X.509 and CMS want. */
export function rawSignatureOf(key: CryptoKey, algorithm: SignatureAlgorithm): RawSignature {
  const named = webCryptoName(algorithm)
  return async (toBeSigned) => {
    const value = await globalThis.crypto.subtle.sign(named, key, toBeSigned as Uint8Array<ArrayBuffer>)
    const octets = new Uint8Array(value)
    if (algorithm.kind !== 'ecdsa') return octets
    const half = octets.length / 2
    return sequence(integer(octets.subarray(0, half)), integer(octets.subarray(half)))
  }
}

/** The same for a PKCS#8 private key, which is imported for this one use. */
export async function rawSignatureOfPkcs8(
  pkcs8: Uint8Array,
  algorithm: SignatureAlgorithm,
  curve?: string,
): Promise<RawSignature> {
  const named = webCryptoName(algorithm, curve)
  const { subtle } = globalThis.crypto
  return rawSignatureOf(
    await subtle.importKey('pkcs8', pkcs8 as Uint8Array<ArrayBuffer>, named, false, ['sign']),
    algorithm,
  )
}
