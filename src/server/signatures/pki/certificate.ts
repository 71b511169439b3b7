import { FormatFault, reading } from '../format-fault.ts'
import { algorithmOid, type Key, keyOf, type SignatureAlgorithm, signatureAlgorithmOf } from './algorithms.ts'
import {
  bitsOf,
  childrenOf,
  type Der,
  isContext,
  isTag,
  readDer,
  sameBytes,
  sequenceOf,
  serialOf,
  TAG,
  timeOf,
} from './der.ts'
import { fingerprintOf } from './digests.ts'
import { type CertificateExtensions, readExtensions } from './extensions.ts'
import { type DistinguishedName, readName } from './names.ts'

/** An X.509 certificate (chứng thư số) as plain data. Reading it says nothing about trust: that is `chain.ts`. */
export type Certificate = CertificateExtensions & {
  der: Uint8Array
  /** What the issuer signed. */
  tbs: Uint8Array
  algorithm: SignatureAlgorithm
  signature: Uint8Array
  /** Magnitude in lower-case hex, without leading zero octets. */
  serial: string
  subject: DistinguishedName
  issuer: DistinguishedName
  notBefore: Date
  notAfter: Date
  spki: Uint8Array
  /** The octets of the key alone, which OCSP hashes. */
  keyOctets: Uint8Array
  key: Key
  /** SHA-256 of the whole, lower-case hex. */
  fingerprint: string
}

/** @throws FormatFault for anything that is not one certificate. */
export const parseCertificate = (der: Uint8Array): Certificate =>
  reading('certificate.damaged', () => certificateOf(readDer(der, { largest: 256 * 1024 })))

export function certificateOf(value: Der): Certificate {
  const [tbs, algorithm, signature] = sequenceOf(value)
  const fields = sequenceOf(tbs)
  if (isContext(fields[0], 0)) fields.shift()
  const [serial, inner, issuer, validity, subject, spki, ...rest] = fields
  if (!tbs || !algorithm || !inner || !issuer || !subject || !spki) throw new FormatFault('certificate.damaged')
  if (!sameBytes(inner.bytes, algorithm.bytes) && algorithmOid(inner) !== algorithmOid(algorithm))
    throw new FormatFault('certificate.two-algorithms')
  const [notBefore, notAfter] = sequenceOf(validity).map(timeOf)
  if (!notBefore || !notAfter) throw new FormatFault('certificate.damaged')
  const extensions = rest.find((each) => isContext(each, 3))
  return {
    der: value.bytes,
    tbs: tbs.bytes,
    algorithm: signatureAlgorithmOf(inner),
    signature: bitsOf(signature),
    serial: serialOf(serial),
    subject: readName(subject),
    issuer: readName(issuer),
    notBefore,
    notAfter,
    spki: spki.bytes,
    keyOctets: bitsOf(sequenceOf(spki)[1]),
    key: keyOf(spki),
    fingerprint: fingerprintOf(value.bytes),
    ...readExtensions(extensions ? sequenceOf(childrenOf(extensions)[0]) : []),
  }
}

/** The certificates of a set that can be read; others (attribute certificates, unknown kinds) are passed over. */
export function readableCertificates(values: readonly Der[]): Certificate[] {
  if (values.length > 100) throw new FormatFault('certificate.too-many')
  return values.flatMap((value) => {
    if (!isTag(value, TAG.sequence)) return []
    try {
      return [parseCertificate(value.bytes)]
    } catch (error) {
      if (error instanceof FormatFault) return []
      throw error
    }
  })
}

export const isValidAt = (certificate: Certificate, at: Date) =>
  certificate.notBefore <= at && at <= certificate.notAfter
export const sameCertificate = (a: Certificate, b: Certificate) => a.fingerprint === b.fingerprint
