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
import { bitString, context, integer, nullValue, oid, sequence } from './der-write.ts'
import { DIGEST_OIDS, type DigestName, digestNamed } from './digests.ts'

export type Key = { kind: 'rsa' | 'ec' | 'ed25519' | 'ed448' | 'other'; bits: number; curve?: string; oid: string }

/** How a signature was made. `unsupported` keeps what was read so that a report can name it. */
export type SignatureAlgorithm =
  | { kind: 'rsa-pkcs1'; digest: DigestName }
  | { kind: 'rsa-pss'; digest: DigestName; maskDigest: DigestName; saltLength: number }
  | { kind: 'ecdsa'; digest: DigestName }
  | { kind: 'ed25519' }
  | { kind: 'unsupported'; oid: string }

const RSA = '1.2.840.113549.1.1.1'
const RSA_PSS = '1.2.840.113549.1.1.10'
const MGF1 = '1.2.840.113549.1.1.8'
const EC = '1.2.840.10045.2.1'
const ED25519 = '1.3.101.112'
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
  const pkcs1 = PKCS1[found] ?? (found === RSA ? digest : undefined)
  if (pkcs1) return { kind: 'rsa-pkcs1', digest: pkcs1 }
  const ecdsa = ECDSA[found] ?? (found === EC ? digest : undefined)
  if (ecdsa) return { kind: 'ecdsa', digest: ecdsa }
  if (found === RSA_PSS) return pssOf(parameters)
  return found === ED25519 ? { kind: 'ed25519' } : { kind: 'unsupported', oid: found }
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
  if (algorithm.kind === 'ed25519') return sequence(oid(ED25519))
  if (algorithm.kind === 'unsupported') throw new FormatFault('algorithm.unsupported', algorithm.oid)
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
    const [curve, size] = (isTag(parameters, TAG.oid) && CURVES[oidOf(parameters)]) || ['unknown', 0]
    return { kind: 'ec', bits: size, curve, oid: found }
  }
  if (found === ED25519) return { kind: 'ed25519', bits: 256, oid: found }
  return { kind: found === '1.3.101.113' ? 'ed448' : 'other', bits: found === '1.3.101.113' ? 456 : 0, oid: found }
}

const plain = (bytes: Uint8Array) => bytes as Uint8Array<ArrayBuffer>
const FIELD = { 'P-256': 32, 'P-384': 48, 'P-521': 66 } as const
const isUsedCurve = (curve: string | undefined): curve is keyof typeof FIELD => curve !== undefined && curve in FIELD

/** ECDSA-Sig-Value (DER) as the two numbers side by side that WebCrypto wants; null when it is no such value. */
function sideBySide(signature: Uint8Array, width: number): Uint8Array<ArrayBuffer> | null {
  const numbers = sequenceOf(readDer(signature)).map((each) => each.content.subarray(each.content[0] === 0 ? 1 : 0))
  if (numbers.length !== 2 || numbers.some((each) => each.length > width || each.length === 0)) return null
  const both = new Uint8Array(width * 2)
  numbers.forEach((each, at) => both.set(each, (at + 1) * width - each.length))
  return both
}

/** A PSS-only key has an object identifier that WebCrypto refuses; the key itself is an RSA key. */
const asRsaSpki = (spki: Der) => sequence(sequence(oid(RSA), nullValue()), bitString(bitsOf(sequenceOf(spki)[1])))

/** RSA beyond these bounds costs seconds to check and is found in attacks only. */
function isBoundedRsa(spki: Der, key: Key): boolean {
  const exponent = sequenceOf(readDer(bitsOf(sequenceOf(spki)[1])))[1]
  return key.bits >= 512 && key.bits <= 8192 && exponent !== undefined && exponent.content.length <= 9
}

/** Digests that WebCrypto signs and verifies with everywhere; SHA-3 is experimental there, and told as unsupported in signatures. */
const JUDGED = new Set<DigestName>(['SHA-1', 'SHA-256', 'SHA-384', 'SHA-512'])

/**
 * Checks a signature value. `unsupported` is said of what is not judged here (other curves, DSA, Ed448, MD5, SHA-3, RSA-PSS whose mask has another
 * digest); it is never a yes.
 */
export async function verifySignature(of: {
  algorithm: SignatureAlgorithm
  spki: Uint8Array
  data: Uint8Array
  signature: Uint8Array
}): Promise<'good' | 'bad' | 'unsupported'> {
  const { algorithm } = of
  const { subtle } = globalThis.crypto
  const judge = async (spki: Uint8Array, named: object, signature: Uint8Array) => {
    const key = await subtle.importKey('spki', plain(spki), named as AlgorithmIdentifier, false, ['verify'])
    return (await subtle.verify(named as AlgorithmIdentifier, key, plain(signature), plain(of.data))) ? 'good' : 'bad'
  }
  try {
    const spki = readDer(of.spki)
    const key = keyOf(spki)
    if (algorithm.kind === 'ed25519')
      return key.kind === 'ed25519' ? await judge(of.spki, { name: 'Ed25519' }, of.signature) : 'bad'
    if (algorithm.kind === 'unsupported') return 'unsupported'
    const hash = algorithm.digest
    if (!JUDGED.has(hash)) return 'unsupported'
    if (algorithm.kind === 'ecdsa') {
      if (key.kind !== 'ec') return 'bad'
      if (!isUsedCurve(key.curve)) return 'unsupported'
      const signature = sideBySide(of.signature, FIELD[key.curve])
      return signature ? await judge(of.spki, { name: 'ECDSA', namedCurve: key.curve, hash }, signature) : 'bad'
    }
    if (key.kind !== 'rsa') return 'bad'
    if (!isBoundedRsa(spki, key)) return 'unsupported'
    if (algorithm.kind === 'rsa-pkcs1')
      return key.oid === RSA ? await judge(of.spki, { name: 'RSASSA-PKCS1-v1_5', hash }, of.signature) : 'bad'
    if (algorithm.maskDigest !== hash || algorithm.saltLength > 512) return 'unsupported'
    return await judge(asRsaSpki(spki), { name: 'RSA-PSS', hash, saltLength: algorithm.saltLength }, of.signature)
  } catch (error) {
    if (error instanceof FormatFault) return 'bad'
    return error instanceof Error && error.name === 'NotSupportedError' ? 'unsupported' : 'bad'
  }
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
