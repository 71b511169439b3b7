import { own } from '#own-keys'
import { FormatFault } from '../format-fault.ts'
import {
  bitsOf,
  childrenOf,
  type Der,
  isContext,
  isTag,
  oidOf,
  readDer,
  sequenceOf,
  smallIntegerOf,
  TAG,
} from './der.ts'
import { context, integer, nullValue, oid, sequence } from './der-write.ts'
import { DIGEST_OIDS, type DigestName, digestNamed } from './digests.ts'

export type Key = { kind: 'rsa' | 'ec' | 'ed25519' | 'ed448' | 'other'; bits: number; curve?: string; oid: string }

/** How a signature was made. `unsupported` keeps what was read so that a report can name it. */
export type SignatureAlgorithm =
  | { kind: 'rsa-pkcs1'; digest: DigestName }
  | { kind: 'rsa-pss'; digest: DigestName; maskDigest: DigestName; saltLength: number }
  | { kind: 'ecdsa'; digest: DigestName }
  | { kind: 'ed25519' }
  | { kind: 'ed448' }
  | { kind: 'unsupported'; oid: string }

export const RSA = '1.2.840.113549.1.1.1'
const RSA_PSS = '1.2.840.113549.1.1.10'
const MGF1 = '1.2.840.113549.1.1.8'
const EC = '1.2.840.10045.2.1'
const EDWARDS = { '1.3.101.112': 'ed25519', '1.3.101.113': 'ed448' } as const
const edwardsOf = (found: string) =>
  Object.hasOwn(EDWARDS, found) ? EDWARDS[found as keyof typeof EDWARDS] : undefined
const CURVES: Record<string, [name: string, bits: number]> = {
  '1.2.840.10045.3.1.1': ['P-192', 192],
  '1.3.132.0.33': ['P-224', 224],
  '1.2.840.10045.3.1.7': ['P-256', 256],
  '1.3.132.0.34': ['P-384', 384],
  '1.3.132.0.35': ['P-521', 521],
  '1.3.132.0.10': ['secp256k1', 256],
  '1.3.36.3.3.2.8.1.1.7': ['brainpoolP256r1', 256],
}
const PKCS1: Record<string, DigestName> = {
  '1.2.840.113549.1.1.4': 'MD5',
  '1.2.840.113549.1.1.5': 'SHA-1',
  '1.2.840.113549.1.1.14': 'SHA-224',
  '1.2.840.113549.1.1.11': 'SHA-256',
  '1.2.840.113549.1.1.12': 'SHA-384',
  '1.2.840.113549.1.1.13': 'SHA-512',
  '2.16.840.1.101.3.4.3.13': 'SHA3-224',
  '2.16.840.1.101.3.4.3.14': 'SHA3-256',
  '2.16.840.1.101.3.4.3.15': 'SHA3-384',
  '2.16.840.1.101.3.4.3.16': 'SHA3-512',
}
const ECDSA: Record<string, DigestName> = {
  '1.2.840.10045.4.1': 'SHA-1',
  '1.2.840.10045.4.3.1': 'SHA-224',
  '1.2.840.10045.4.3.2': 'SHA-256',
  '1.2.840.10045.4.3.3': 'SHA-384',
  '1.2.840.10045.4.3.4': 'SHA-512',
  '2.16.840.1.101.3.4.3.9': 'SHA3-224',
  '2.16.840.1.101.3.4.3.10': 'SHA3-256',
  '2.16.840.1.101.3.4.3.11': 'SHA3-384',
  '2.16.840.1.101.3.4.3.12': 'SHA3-512',
}

export const algorithmOid = (identifier: Der | undefined) => oidOf(sequenceOf(identifier)[0])

function pssOf(parameters: Der | undefined): SignatureAlgorithm {
  const unsupported = { kind: 'unsupported', oid: RSA_PSS } as const
  if (!isTag(parameters, TAG.sequence)) return unsupported
  let [digest, maskDigest, saltLength]: [DigestName | undefined, DigestName | undefined, number] = [
    'SHA-1',
    'SHA-1',
    20,
  ]
  for (const field of childrenOf(parameters)) {
    const value = childrenOf(field)[0]
    if (isContext(field, 0)) digest = digestNamed(algorithmOid(value))
    else if (isContext(field, 1)) {
      const [mask, hash] = sequenceOf(value)
      if (oidOf(mask) !== MGF1) return unsupported
      maskDigest = digestNamed(algorithmOid(hash))
    } else if (isContext(field, 2)) saltLength = smallIntegerOf(value)
    else if (!isContext(field, 3) || smallIntegerOf(value) !== 1) return unsupported
  }
  return digest && maskDigest ? { kind: 'rsa-pss', digest, maskDigest, saltLength } : unsupported
}

/** Reads an AlgorithmIdentifier of a signature; CMS may name the key's algorithm only and the digest elsewhere. */
export function signatureAlgorithmOf(identifier: Der | undefined, digest?: DigestName): SignatureAlgorithm {
  const [name, parameters] = sequenceOf(identifier)
  const found = oidOf(name)
  const pkcs1 = own(PKCS1, found) ?? (found === RSA ? digest : undefined)
  if (pkcs1) return { kind: 'rsa-pkcs1', digest: pkcs1 }
  const ecdsa = own(ECDSA, found) ?? (found === EC ? digest : undefined)
  if (ecdsa) return { kind: 'ecdsa', digest: ecdsa }
  if (found === RSA_PSS) return pssOf(parameters)
  const kind = edwardsOf(found)
  return kind ? { kind } : { kind: 'unsupported', oid: found }
}

export const digestIdentifier = (digest: DigestName) => sequence(oid(DIGEST_OIDS[digest]), nullValue())
const oidFor = (table: Record<string, DigestName>, digest: DigestName) => {
  const found = Object.entries(table).find(([, name]) => name === digest)?.[0]
  if (!found) throw new FormatFault('algorithm.unsupported', digest)
  return oid(found)
}

/** Writes the AlgorithmIdentifier of a signature. */
export function signatureIdentifier(algorithm: SignatureAlgorithm): Uint8Array<ArrayBuffer> {
  if (algorithm.kind === 'rsa-pkcs1') return sequence(oidFor(PKCS1, algorithm.digest), nullValue())
  if (algorithm.kind === 'ecdsa') return sequence(oidFor(ECDSA, algorithm.digest))
  if (algorithm.kind === 'unsupported') throw new FormatFault('algorithm.unsupported', algorithm.oid)
  if (algorithm.kind === 'ed25519') return sequence(oid('1.3.101.112'))
  if (algorithm.kind === 'ed448') return sequence(oid('1.3.101.113'))
  const mask = sequence(oid(MGF1), digestIdentifier(algorithm.maskDigest))
  const parameters = [digestIdentifier(algorithm.digest), mask, integer(algorithm.saltLength)]
  return sequence(oid(RSA_PSS), sequence(...parameters.map((value, at) => context(at, value))))
}

const bitLength = (content: Uint8Array) => {
  const first = content.findIndex((octet) => octet !== 0)
  return first < 0 ? 0 : (content.length - first - 1) * 8 + (32 - Math.clz32(content[first]!))
}

/** What a SubjectPublicKeyInfo holds. */
export function keyOf(spki: Der): Key {
  const [identifier, bits] = sequenceOf(spki)
  const [name, parameters] = sequenceOf(identifier)
  const found = oidOf(name)
  if (found === RSA || found === RSA_PSS) {
    const [modulus] = sequenceOf(readDer(bitsOf(bits)))
    return { kind: 'rsa', bits: bitLength(modulus!.content), oid: found }
  }
  if (found === EC) {
    const [curve, size] = (isTag(parameters, TAG.oid) && own(CURVES, oidOf(parameters))) || ['unknown', 0]
    return { kind: 'ec', bits: size, curve, oid: found }
  }
  const kind = edwardsOf(found)
  return kind ? { kind, bits: kind === 'ed448' ? 456 : 256, oid: found } : { kind: 'other', bits: 0, oid: found }
}

export type Weakness = 'md5' | 'sha-1' | 'rsa-short' | 'ec-short'

/** What may be read but must not be relied upon: MD5, SHA-1, RSA under 2048 bits, curves under 256 (TT 15/2025/TT-BKHCN, Annex I). */
export function weaknessesOf(digest: DigestName | undefined, key: Key | undefined): Weakness[] {
  return [
    ...(digest === 'MD5' ? ['md5' as const] : []),
    ...(digest === 'SHA-1' ? ['sha-1' as const] : []),
    ...(key?.kind === 'rsa' && key.bits < 2048 ? ['rsa-short' as const] : []),
    ...(key?.kind === 'ec' && key.bits < 256 ? ['ec-short' as const] : []),
  ]
}

export const digestOfSignature = (algorithm: SignatureAlgorithm): DigestName | undefined =>
  'digest' in algorithm ? algorithm.digest : undefined
