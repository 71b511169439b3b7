import { FormatFault, reading } from '../format-fault.ts'
import { algorithmOid, type SignatureAlgorithm, signatureAlgorithmOf } from './algorithms.ts'
import { type Certificate, readableCertificates } from './certificate.ts'
import {
  childrenOf,
  type Der,
  hexOf,
  isContext,
  isTag,
  octetsOf,
  oidOf,
  readDer,
  sequenceOf,
  serialOf,
  setOf,
  TAG,
  timeOf,
} from './der.ts'
import { encoded } from './der-write.ts'
import { type DigestName, digestNamed } from './digests.ts'
import { type DistinguishedName, readName, sameName } from './names.ts'

export const CMS = {
  ...{ data: '1.2.840.113549.1.7.1', signedData: '1.2.840.113549.1.7.2', tstInfo: '1.2.840.113549.1.9.16.1.4' },
  ...{
    contentType: '1.2.840.113549.1.9.3',
    messageDigest: '1.2.840.113549.1.9.4',
    signingTime: '1.2.840.113549.1.9.5',
  },
  signingCertificate: '1.2.840.113549.1.9.16.2.12',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
  signatureTimestamp: '1.2.840.113549.1.9.16.2.14',
  adobeRevocation: '1.2.840.113583.1.1.8',
  algorithmProtection: '1.2.840.113549.1.9.52',
  ocspResponse: '1.3.6.1.5.5.7.16.2',
} as const

export type Attribute = { oid: string; values: Der[] }
export type Signer = {
  by: { issuer: DistinguishedName; serial: string } | { subjectKeyId: string }
  digest: DigestName | undefined
  digestOid: string
  algorithm: SignatureAlgorithm
  signature: Uint8Array
  /** What was signed, when attributes were: the SET in its own octets. */
  signedBytes: Uint8Array | undefined
  signed: Attribute[]
  unsigned: Attribute[]
}
export type SignedData = {
  der: Uint8Array
  contentType: string
  /** The content where it is embedded; detached otherwise. */
  content: Uint8Array | undefined
  certificates: Certificate[]
  crls: Uint8Array[]
  ocsps: Uint8Array[]
  signers: Signer[]
}

const MOST_SIGNERS = 50

function attributesOf(set: Der | undefined): Attribute[] {
  if (!set) return []
  const found = childrenOf(set)
  if (found.length > 100) throw new FormatFault('cms.too-many-attributes')
  return found.map((each) => {
    const [type, values] = sequenceOf(each)
    return { oid: oidOf(type), values: setOf(values) }
  })
}

function signerOf(value: Der): Signer {
  const fields = sequenceOf(value).slice(1)
  const [identity, digestIdentifier, ...rest] = fields
  const signedSet = isContext(rest[0], 0) ? rest.shift() : undefined
  const [algorithm, signature, unsignedSet] = rest
  const digestOid = algorithmOid(digestIdentifier)
  const digest = digestNamed(digestOid)
  if (!identity || !signature) throw new FormatFault('cms.damaged')
  const issuerAndSerial = isTag(identity, TAG.sequence) ? sequenceOf(identity) : undefined
  return {
    by: issuerAndSerial
      ? { issuer: readName(issuerAndSerial[0]!), serial: serialOf(issuerAndSerial[1]) }
      : { subjectKeyId: hexOf(octetsOf(identity)) },
    ...{ digest, digestOid, signature: octetsOf(signature) },
    algorithm: signatureAlgorithmOf(algorithm, digest),
    signedBytes: signedSet && encoded(0x31, signedSet.content),
    signed: attributesOf(signedSet),
    unsigned: attributesOf(isContext(unsignedSet, 1) ? unsignedSet : undefined),
  }
}

/** Lists and answers in SignedData.crls; the answers of OCSP come as "other" format (RFC 5940). */
function revocationOfSet(set: Der | undefined): { crls: Uint8Array[]; ocsps: Uint8Array[] } {
  const [crls, ocsps]: [Uint8Array[], Uint8Array[]] = [[], []]
  for (const each of set ? childrenOf(set).slice(0, 200) : []) {
    if (isTag(each, TAG.sequence)) crls.push(each.bytes)
    else if (isContext(each, 1)) {
      const [format, answer] = childrenOf(each)
      if (answer && oidOf(format) === CMS.ocspResponse) ocsps.push(answer.bytes)
    }
  }
  return { crls, ocsps }
}

/** Reads a CMS SignedData (PAdES signature, timestamp token, bag of certificates); zero octets after it are allowed, as PDF pads. */
export function parseSignedData(der: Uint8Array): SignedData {
  return reading('cms.damaged', () => {
    const whole = readDer(der, { largest: 64 * 1024 * 1024, padded: true })
    const [type, wrapped] = sequenceOf(whole)
    if (oidOf(type) !== CMS.signedData) throw new FormatFault('cms.other-kind')
    const [, , encapsulated, ...rest] = sequenceOf(isContext(wrapped, 0) ? childrenOf(wrapped)[0] : undefined)
    const [contentType, content] = sequenceOf(encapsulated)
    const inside = isContext(content, 0) ? childrenOf(content)[0] : undefined
    const certificates = rest.find((each) => isContext(each, 0))
    const signers = setOf(rest.at(-1))
    if (signers.length > MOST_SIGNERS) throw new FormatFault('cms.too-many-signers')
    return {
      der: whole.bytes,
      contentType: oidOf(contentType),
      // PKCS#7 of old embeds other values than octets: then their own content is what is signed.
      content: inside && (isTag(inside, TAG.octetString) ? octetsOf(inside) : inside.content),
      certificates: certificates ? readableCertificates(childrenOf(certificates)) : [],
      ...revocationOfSet(rest.find((each) => isContext(each, 1))),
      signers: signers.map(signerOf),
    }
  })
}

/** The one value of an attribute that must stand once; undefined when it is absent. @throws FormatFault when it stands twice. */
export function onlyValue(attributes: readonly Attribute[], oid: string): Der | undefined {
  const found = attributes.filter((each) => each.oid === oid)
  if (found.length === 0) return undefined
  if (found.length > 1 || found[0]!.values.length !== 1) throw new FormatFault('cms.attribute-twice', oid)
  return found[0]!.values[0]
}

export const certificatesOfSigner = (signer: Signer, pool: readonly Certificate[]): Certificate[] => {
  const { by } = signer
  if ('subjectKeyId' in by) return pool.filter((each) => each.subjectKeyId === by.subjectKeyId)
  return pool.filter((each) => each.serial === by.serial && sameName(each.issuer, by.issuer))
}

/** What the signer says of the time (not proven by anything). */
export const claimedTimeOf = (signer: Signer): Date | undefined =>
  reading('cms.damaged', () => {
    const value = onlyValue(signer.signed, CMS.signingTime)
    return value && timeOf(value)
  })

/** The timestamp tokens over the signature value (PAdES level B-T). */
export const timestampsOf = (signer: Signer): Uint8Array[] =>
  signer.unsigned
    .filter((each) => each.oid === CMS.signatureTimestamp)
    .flatMap((each) => each.values.map((value) => value.bytes))

/** Lists and answers that Adobe's signed attribute carries. */
export const adobeRevocationOf = (signer: Signer): { crls: Uint8Array[]; ocsps: Uint8Array[] } =>
  reading('cms.damaged', () => {
    const value = onlyValue(signer.signed, CMS.adobeRevocation)
    const inside = (tag: number) =>
      (value ? sequenceOf(value) : [])
        .filter((each) => isContext(each, tag))
        .flatMap((each) => sequenceOf(childrenOf(each)[0]).map((one) => one.bytes))
    return { crls: inside(0), ocsps: inside(1) }
  })
