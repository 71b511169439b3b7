import { md5, sha1 } from '@noble/hashes/legacy.js'
import { sha224, sha256, sha384, sha512, sha512_224, sha512_256 } from '@noble/hashes/sha2.js'
import { sha3_224, sha3_256, sha3_384, sha3_512, shake256 } from '@noble/hashes/sha3.js'
import { hexOf } from './der.ts'

export const DIGEST_OIDS = {
  MD5: '1.2.840.113549.2.5',
  'SHA-1': '1.3.14.3.2.26',
  'SHA-224': '2.16.840.1.101.3.4.2.4',
  'SHA-256': '2.16.840.1.101.3.4.2.1',
  'SHA-384': '2.16.840.1.101.3.4.2.2',
  'SHA-512': '2.16.840.1.101.3.4.2.3',
  'SHA-512/224': '2.16.840.1.101.3.4.2.5',
  'SHA-512/256': '2.16.840.1.101.3.4.2.6',
  'SHA3-224': '2.16.840.1.101.3.4.2.7',
  'SHA3-256': '2.16.840.1.101.3.4.2.8',
  'SHA3-384': '2.16.840.1.101.3.4.2.9',
  'SHA3-512': '2.16.840.1.101.3.4.2.10',
  /** With 512 bits, as Ed448 wants it in CMS (RFC 8419). */
  SHAKE256: '2.16.840.1.101.3.4.2.12',
} as const
export type DigestName = keyof typeof DIGEST_OIDS

const FUNCTIONS = {
  ...{ MD5: md5, 'SHA-1': sha1, 'SHA-224': sha224, 'SHA-256': sha256, 'SHA-384': sha384, 'SHA-512': sha512 },
  ...{ 'SHA-512/224': sha512_224, 'SHA-512/256': sha512_256, 'SHA3-224': sha3_224, 'SHA3-256': sha3_256 },
  ...{ 'SHA3-384': sha3_384, 'SHA3-512': sha3_512, SHAKE256: shake256 },
}
/** id-shake256-len states its length, which is 512 bits where it is used (RFC 8419, 2.3). */
const SHAKE_WITH_LENGTH = '2.16.840.1.101.3.4.2.18'
const LENGTH = { dkLen: 64 }

export const digestNamed = (oid: string): DigestName | undefined =>
  oid === SHAKE_WITH_LENGTH
    ? 'SHAKE256'
    : (Object.keys(DIGEST_OIDS) as DigestName[]).find((name) => DIGEST_OIDS[name] === oid)

/** A digest that is fed in parts, for files that are not held in memory. */
export type Hashing = { update: (part: Uint8Array) => void; digest: () => Uint8Array }
export function hashing(name: DigestName): Hashing {
  const running = name === 'SHAKE256' ? shake256.create(LENGTH) : FUNCTIONS[name].create()
  return { update: (part) => void running.update(part), digest: () => running.digest() }
}

export const digestOf = (name: DigestName, bytes: Uint8Array): Uint8Array =>
  name === 'SHAKE256' ? shake256(bytes, LENGTH) : FUNCTIONS[name](bytes)
export const fingerprintOf = (bytes: Uint8Array) => hexOf(sha256(bytes))
