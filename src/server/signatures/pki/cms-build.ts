import { reading } from '../format-fault.ts'
import { digestIdentifier, type SignatureAlgorithm, signatureIdentifier } from './algorithms.ts'
import type { Certificate } from './certificate.ts'
import { CMS } from './cms.ts'
import { childrenOf, concat, expectTag, isContext, readDer, sequenceOf, setOf, TAG } from './der.ts'
import { context, encoded, integer, octetString, oid, sequence, setOfSorted } from './der-write.ts'
import { type DigestName, digestOf } from './digests.ts'

/** Makes a raw signature value (PKCS#1 or PSS octets, or ECDSA-Sig-Value in DER): the key stays with its holder. */
export type RawSignature = (toBeSigned: Uint8Array) => Promise<Uint8Array>

export type ToSign = {
  certificate: Certificate
  /** From the issuer upwards; all of it is embedded. */
  chain: readonly Certificate[]
  digest: DigestName
  algorithm: SignatureAlgorithm
  /** Of the content, by `digest`. */
  messageDigest: Uint8Array
  sign: RawSignature
  /** Present: embedded content of another kind than data (timestamp tokens). */
  embedded?: { contentType: string; content: Uint8Array }
  /** A timestamp asked for without certificates must carry none (RFC 3161, 2.4.1). */
  withoutCertificates?: boolean
}

const attribute = (id: string, value: Uint8Array) => sequence(oid(id), encoded(0x31, value))

/** ESS signing-certificate-v2 (RFC 5035) with SHA-256, its default, and issuer and serial. */
function signingCertificate(certificate: Certificate): Uint8Array {
  const issuerSerial = sequence(sequence(context(4, certificate.issuer.der)), serialOfCertificate(certificate))
  return sequence(sequence(sequence(octetString(digestOf('SHA-256', certificate.der)), issuerSerial)))
}
const serialOfCertificate = (certificate: Certificate) =>
  integer(Uint8Array.from(certificate.serial.match(/../g) ?? [], (pair) => parseInt(pair, 16)))

/** The signed attributes as the SET OF that is signed. A PAdES baseline signature has its time in /M, so none is here (EN 319 142-1). */
export function signedAttributes(
  of: Pick<ToSign, 'certificate' | 'messageDigest' | 'embedded'>,
): Uint8Array<ArrayBuffer> {
  return setOfSorted(
    attribute(CMS.contentType, oid(of.embedded?.contentType ?? CMS.data)),
    attribute(CMS.messageDigest, octetString(of.messageDigest)),
    attribute(CMS.signingCertificateV2, signingCertificate(of.certificate)),
  )
}

/** Builds a CMS SignedData with one signer: detached (PAdES), or around its content. */
export async function buildSignedData(of: ToSign): Promise<Uint8Array<ArrayBuffer>> {
  const attributes = signedAttributes(of)
  const signature = await of.sign(attributes)
  const signer = sequence(
    integer(1),
    sequence(of.certificate.issuer.der, serialOfCertificate(of.certificate)),
    digestIdentifier(of.digest),
    concat([Uint8Array.of(0xa0), attributes.subarray(1)]),
    signatureIdentifier(of.algorithm),
    octetString(signature),
  )
  const content = of.embedded
    ? sequence(oid(of.embedded.contentType), context(0, octetString(of.embedded.content)))
    : sequence(oid(CMS.data))
  const certificates = [of.certificate, ...of.chain].map((each) => each.der)
  const signedData = sequence(
    integer(of.embedded ? 3 : 1),
    encoded(0x31, digestIdentifier(of.digest)),
    content,
    ...(of.withoutCertificates ? [] : [context(0, ...certificates)]),
    encoded(0x31, signer),
  )
  return sequence(oid(CMS.signedData), context(0, signedData))
}

/** The same SignedData with one more unsigned attribute at the signer of this place; what is signed stays untouched. */
export function withUnsignedAttribute(
  der: Uint8Array,
  signerAt: number,
  id: string,
  value: Uint8Array,
): Uint8Array<ArrayBuffer> {
  return reading('cms.damaged', () => {
    const [type, wrapped] = sequenceOf(readDer(der, { largest: 64 * 1024 * 1024, padded: true }))
    const fields = sequenceOf(childrenOf(wrapped!)[0])
    const signers = setOf(fields.at(-1)).map((each, at) => {
      if (at !== signerAt) return each.bytes
      const parts = sequenceOf(each)
      const before = isContext(parts.at(-1), 1) ? childrenOf(parts.pop()!).map((one) => one.bytes) : []
      const all = setOfSorted(...before, attribute(id, value))
      return sequence(...parts.map((one) => one.bytes), concat([Uint8Array.of(0xa1), all.subarray(1)]))
    })
    const inside = sequence(...fields.slice(0, -1).map((each) => each.bytes), encoded(0x31, ...signers))
    return sequence(expectTag(type, TAG.oid).bytes, context(0, inside))
  })
}

/** Adds an RFC 3161 token over the signature value: level B-B becomes B-T. */
export const withTimestamp = (der: Uint8Array, token: Uint8Array, signerAt = 0) =>
  withUnsignedAttribute(der, signerAt, CMS.signatureTimestamp, token)

/** Octets to keep free in a file for a signature that is not there yet; a token's size is bounded by what authorities send. */
export function placeholderSize(of: {
  certificate: Certificate
  chain: readonly Certificate[]
  timestamp?: boolean | number
}): number {
  const certificates = [of.certificate, ...of.chain].reduce((size, each) => size + each.der.length, 0)
  const timestamp = typeof of.timestamp === 'number' ? of.timestamp : of.timestamp ? 12_288 : 0
  return (
    certificates +
    Math.max(132, Math.ceil(of.certificate.key.bits / 8)) +
    of.certificate.issuer.der.length * 2 +
    640 +
    timestamp
  )
}
