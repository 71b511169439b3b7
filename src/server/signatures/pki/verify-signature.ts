import { ed25519 } from '@noble/curves/ed25519.js'
import { ed448 } from '@noble/curves/ed448.js'
import { p256, p384, p521 } from '@noble/curves/nist.js'
import { FormatFault } from '../format-fault.ts'
import { type Key, keyOf, RSA, type SignatureAlgorithm } from './algorithms.ts'
import { bitsOf, type Der, isTag, readDer, sequenceOf, TAG } from './der.ts'
import { bitString, nullValue, oid, sequence } from './der-write.ts'
import { type DigestName, digestOf } from './digests.ts'
import { isRsaSignature } from './rsa.ts'

const plain = (bytes: Uint8Array) => bytes as Uint8Array<ArrayBuffer>
const CURVES = { 'P-256': p256, 'P-384': p384, 'P-521': p521 } as const
const WIDTH = { 'P-256': 32, 'P-384': 48, 'P-521': 66 } as const
const isUsedCurve = (curve: string | undefined): curve is keyof typeof CURVES =>
  curve !== undefined && Object.hasOwn(CURVES, curve)

/** ECDSA-Sig-Value (DER) as the two numbers side by side that WebCrypto wants; null when it is no such value. */
function sideBySide(signature: Uint8Array, width: number): Uint8Array<ArrayBuffer> | null {
  const parts = sequenceOf(readDer(signature))
  if (!parts.every((each) => isTag(each, TAG.integer))) return null
  const numbers = parts.map((each) => each.content.subarray(each.content[0] === 0 ? 1 : 0))
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

/** Digests that WebCrypto signs and verifies with everywhere; with the others the value is checked here. */
const BY_PLATFORM = new Set<DigestName>(['SHA-1', 'SHA-256', 'SHA-384', 'SHA-512'])
type ToVerify = { algorithm: SignatureAlgorithm; spki: Uint8Array; data: Uint8Array; signature: Uint8Array }
type Outcome = 'good' | 'bad' | 'unsupported'

async function byPlatform(spki: Uint8Array, named: object, signature: Uint8Array, data: Uint8Array): Promise<Outcome> {
  const { subtle } = globalThis.crypto
  const key = await subtle.importKey('spki', plain(spki), named as AlgorithmIdentifier, false, ['verify'])
  return (await subtle.verify(named as AlgorithmIdentifier, key, plain(signature), plain(data))) ? 'good' : 'bad'
}

/** RFC 8032 as it is written (no laxer ZIP 215): every verifier must come to the same answer. */
function edwards({ algorithm, data, signature }: ToVerify, spki: Der): Outcome {
  const curve = algorithm.kind === 'ed448' ? ed448 : ed25519
  return curve.verify(signature, data, bitsOf(sequenceOf(spki)[1]), { zip215: false }) ? 'good' : 'bad'
}

async function ecdsa(of: ToVerify, digest: DigestName, spki: Der, { kind, curve }: Key): Promise<Outcome> {
  if (kind !== 'ec') return 'bad'
  if (!isUsedCurve(curve)) return 'unsupported'
  const signature = sideBySide(of.signature, WIDTH[curve])
  if (!signature) return 'bad'
  if (BY_PLATFORM.has(digest))
    return byPlatform(of.spki, { name: 'ECDSA', namedCurve: curve, hash: digest }, signature, of.data)
  const options = { prehash: false, lowS: false, format: 'compact' } as const
  const point = bitsOf(sequenceOf(spki)[1])
  return CURVES[curve].verify(signature, digestOf(digest, of.data), point, options) ? 'good' : 'bad'
}

async function rsa(of: ToVerify, spki: Der, key: Key): Promise<Outcome> {
  const { algorithm } = of
  if (algorithm.kind !== 'rsa-pkcs1' && algorithm.kind !== 'rsa-pss') return 'unsupported'
  if (key.kind !== 'rsa') return 'bad'
  if (!isBoundedRsa(spki, key)) return 'unsupported'
  const { digest: hash } = algorithm
  if (algorithm.kind === 'rsa-pkcs1' && key.oid !== RSA) return 'bad'
  if (algorithm.kind === 'rsa-pss' && algorithm.saltLength > 512) return 'unsupported'
  const isOneDigest = algorithm.kind === 'rsa-pkcs1' || algorithm.maskDigest === hash
  if (!BY_PLATFORM.has(hash) || !isOneDigest) return isRsaSignature({ ...of, algorithm, spki }) ? 'good' : 'bad'
  return algorithm.kind === 'rsa-pkcs1'
    ? byPlatform(of.spki, { name: 'RSASSA-PKCS1-v1_5', hash }, of.signature, of.data)
    : byPlatform(asRsaSpki(spki), { name: 'RSA-PSS', hash, saltLength: algorithm.saltLength }, of.signature, of.data)
}

/**
 * Checks a signature value: RSA and ECDSA over P-256, P-384, P-521 with SHA-1, SHA-2 and SHA-3, Ed25519 and Ed448. `unsupported` is said of
 * what is not judged here (other curves, DSA, MD5); it is never a yes.
 */
export async function verifySignature(of: ToVerify): Promise<Outcome> {
  const { algorithm } = of
  try {
    const spki = readDer(of.spki)
    const key = keyOf(spki)
    if (algorithm.kind === 'unsupported') return 'unsupported'
    if (algorithm.kind === 'ed25519' || algorithm.kind === 'ed448')
      return key.kind === algorithm.kind ? edwards(of, spki) : 'bad'
    if (algorithm.digest === 'MD5') return 'unsupported'
    if (algorithm.kind === 'ecdsa') return await ecdsa(of, algorithm.digest, spki, key)
    return await rsa(of, spki, key)
  } catch (error) {
    if (error instanceof FormatFault) return 'bad'
    return error instanceof Error && error.name === 'NotSupportedError' ? 'unsupported' : 'bad'
  }
}
