import { bitsOf, type Der, hexOf, readDer, sameBytes, sequenceOf } from './der.ts'
import { octetString, sequence } from './der-write.ts'
import { digestIdentifier, type SignatureAlgorithm } from './algorithms.ts'
import { type DigestName, digestOf } from './digests.ts'

type RsaAlgorithm = Extract<SignatureAlgorithm, { kind: 'rsa-pkcs1' | 'rsa-pss' }>
const numberOf = (bytes: Uint8Array) => BigInt(`0x${hexOf(bytes) || '0'}`)

/** `base ** exponent % modulus`; all of it is public here, so its time may be seen. */
function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let [result, factor] = [1n, base % modulus]
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * factor) % modulus
    factor = (factor * factor) % modulus
  }
  return result
}

const octetsOf = (value: bigint, length: number) =>
  Uint8Array.from(
    value
      .toString(16)
      .padStart(length * 2, '0')
      .match(/../g)!,
    (pair) => parseInt(pair, 16),
  )

/** MGF1 (RFC 8017, B.2.1). */
function masked(seed: Uint8Array, length: number, digest: DigestName): Uint8Array {
  const mask = new Uint8Array(length)
  const block = new Uint8Array(seed.length + 4)
  block.set(seed)
  for (let at = 0, count = 0; at < length; count += 1) {
    new DataView(block.buffer).setUint32(seed.length, count)
    const part = digestOf(digest, block).subarray(0, length - at)
    mask.set(part, at)
    at += part.length
  }
  return mask
}

/** EMSA-PKCS1-v1_5: the one encoding that there is, compared as a whole (RFC 8017, 8.2.2). */
function isPkcs1(encoded: Uint8Array, digest: DigestName, data: Uint8Array): boolean {
  const info = sequence(digestIdentifier(digest), octetString(digestOf(digest, data)))
  if (encoded.length < info.length + 11) return false
  const wanted = new Uint8Array(encoded.length).fill(0xff)
  wanted.set([0, 1])
  wanted[encoded.length - info.length - 1] = 0
  wanted.set(info, encoded.length - info.length)
  return sameBytes(encoded, wanted)
}

/** EMSA-PSS-VERIFY (RFC 8017, 9.1.2). */
function isPss(
  encoded: Uint8Array,
  bits: number,
  algorithm: Extract<RsaAlgorithm, { kind: 'rsa-pss' }>,
  data: Uint8Array,
) {
  const { digest, maskDigest, saltLength } = algorithm
  const hash = digestOf(digest, data)
  const length = Math.ceil(bits / 8)
  if (encoded.length > length && encoded[0] !== 0) return false
  const message = encoded.subarray(encoded.length - length)
  if (length < hash.length + saltLength + 2 || message.at(-1) !== 0xbc) return false
  const head = message.subarray(0, length - hash.length - 1)
  const stated = message.subarray(head.length, length - 1)
  const unused = length * 8 - bits
  if (head[0]! >> (8 - unused)) return false
  const block = masked(stated, head.length, maskDigest).map((octet, at) => octet ^ head[at]!)
  block[0]! &= 0xff >> unused
  const salt = block.length - saltLength
  if (block.subarray(0, salt - 1).some((octet) => octet !== 0) || block[salt - 1] !== 1) return false
  const padded = new Uint8Array(8 + hash.length + saltLength)
  padded.set(hash, 8)
  padded.set(block.subarray(salt), 8 + hash.length)
  return sameBytes(digestOf(digest, padded), stated)
}

/**
 * Checks an RSA signature with a digest that WebCrypto does not know (SHA-3, SHA-224, a mask of another digest). Only the public half of RSA is
 * done here. The caller has bounded modulus and exponent.
 */
export function isRsaSignature(of: {
  algorithm: RsaAlgorithm
  spki: Der
  data: Uint8Array
  signature: Uint8Array
}): boolean {
  const [modulus, exponent] = sequenceOf(readDer(bitsOf(sequenceOf(of.spki)[1]))).map((each) => numberOf(each.content))
  if (!modulus || !exponent || exponent < 3n || !(exponent & 1n)) return false
  const bits = modulus.toString(2).length
  const value = numberOf(of.signature)
  if (of.signature.length !== Math.ceil(bits / 8) || value >= modulus) return false
  const encoded = octetsOf(power(value, exponent, modulus), of.signature.length)
  const { algorithm } = of
  return algorithm.kind === 'rsa-pkcs1'
    ? isPkcs1(encoded, algorithm.digest, of.data)
    : isPss(encoded, bits - 1, algorithm, of.data)
}
