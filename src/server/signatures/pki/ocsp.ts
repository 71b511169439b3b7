import { FormatFault, reading } from '../format-fault.ts'
import {
  algorithmOid,
  digestIdentifier,
  type SignatureAlgorithm,
  signatureAlgorithmOf,
  type Weakness,
  weaknessesOf,
} from './algorithms.ts'
import { verifySignature } from './verify-signature.ts'
import { type Certificate, isValidAt, readableCertificates } from './certificate.ts'
import {
  bitsOf,
  childrenOf,
  type Der,
  expectTag,
  fromHex,
  hexOf,
  isContext,
  isTag,
  octetsOf,
  oidOf,
  readDer,
  sameBytes,
  sequenceOf,
  serialOf,
  smallIntegerOf,
  TAG,
  timeOf,
} from './der.ts'
import { context, integer, octetString, oid, sequence } from './der-write.ts'
import { type DigestName, digestNamed, digestOf } from './digests.ts'
import { listExtensions, PURPOSE } from './extensions.ts'
import { type DistinguishedName, readName, sameName } from './names.ts'

export const OCSP_BASIC = '1.3.6.1.5.5.7.48.1.1'
export const OCSP_NONCE = '1.3.6.1.5.5.7.48.1.2'

/** Which certificate is asked about: by digests of its issuer's name and key, and its serial. */
export type CertificateId = {
  digest: DigestName | undefined
  nameHash: Uint8Array
  keyHash: Uint8Array
  serial: string
  der: Uint8Array
}
export type RevocationReason = (typeof REASONS)[number]
export const REASONS = [
  ...['unspecified', 'keyCompromise', 'cACompromise', 'affiliationChanged', 'superseded'],
  ...['cessationOfOperation', 'certificateHold', 'unused', 'removeFromCRL', 'privilegeWithdrawn', 'aACompromise'],
] as const

export type OcspAnswer = {
  id: CertificateId
  status: 'good' | 'revoked' | 'unknown'
  revokedAt?: Date
  reason?: RevocationReason
  thisUpdate: Date
  nextUpdate?: Date
  /** From when on the responder keeps what it knows of expired certificates. */
  archiveCutoff?: Date
}
export type OcspResponse = {
  der: Uint8Array
  tbs: Uint8Array
  algorithm: SignatureAlgorithm
  signature: Uint8Array
  responder: { name: DistinguishedName } | { keyHash: Uint8Array }
  producedAt: Date
  answers: OcspAnswer[]
  nonce?: Uint8Array
  certificates: Certificate[]
}

const idOf = (value: Der | undefined): CertificateId => {
  const [identifier, name, key, serial] = sequenceOf(value)
  const digest = digestNamed(algorithmOid(identifier))
  return { digest, nameHash: octetsOf(name), keyHash: octetsOf(key), serial: serialOf(serial), der: value!.bytes }
}

/** The identity that OCSP uses; SHA-1 is what all responders know and no security rests on it. */
export const writeCertificateId = (issuer: Certificate, serial: string, digest: DigestName = 'SHA-1') =>
  sequence(
    digestIdentifier(digest),
    octetString(digestOf(digest, issuer.subject.der)),
    octetString(digestOf(digest, issuer.keyOctets)),
    integer(fromHex(serial)),
  )

export const namesCertificate = (id: CertificateId, issuer: Certificate, serial: string) =>
  id.digest !== undefined &&
  id.serial === serial &&
  sameBytes(id.nameHash, digestOf(id.digest, issuer.subject.der)) &&
  sameBytes(id.keyHash, digestOf(id.digest, issuer.keyOctets))

/** Asks about one certificate. */
export function ocspRequest(of: {
  certificate: Certificate
  issuer: Certificate
  nonce?: Uint8Array
}): Uint8Array<ArrayBuffer> {
  const list = sequence(sequence(writeCertificateId(of.issuer, of.certificate.serial)))
  const nonce = of.nonce && sequence(oid(OCSP_NONCE), octetString(octetString(of.nonce)))
  return sequence(sequence(list, ...(nonce ? [context(2, sequence(nonce))] : [])))
}

export function parseOcspRequest(der: Uint8Array): { ids: CertificateId[]; nonce?: Uint8Array } {
  return reading('ocsp.request-damaged', () => {
    const fields = sequenceOf(sequenceOf(readDer(der, { largest: 16 * 1024 }))[0])
    const list = fields.find((each) => isTag(each, TAG.sequence))
    const ids = sequenceOf(list).map((each) => idOf(sequenceOf(each)[0]))
    const extensions = fields.find((each) => isContext(each, 2))
    const listed = extensions ? listExtensions(sequenceOf(childrenOf(extensions)[0])) : []
    const nonce = listed.find((each) => each.id === OCSP_NONCE)?.value
    return { ids, ...(nonce ? { nonce } : {}) }
  })
}

const reasonOf = (value: Der | undefined): RevocationReason =>
  REASONS[value ? smallIntegerOf(value) : 0] ?? 'unspecified'

function answerOf(value: Der): OcspAnswer {
  const [id, status, thisUpdate, ...rest] = sequenceOf(value)
  const next = rest.find((each) => isContext(each, 0))
  const extensions = rest.find((each) => isContext(each, 1))
  const listed = extensions ? listExtensions(sequenceOf(childrenOf(extensions)[0])) : []
  const cutoff = listed.find((each) => each.id === '1.3.6.1.5.5.7.48.1.6')
  const answer = { id: idOf(id), thisUpdate: timeOf(thisUpdate) }
  const times = {
    ...(next ? { nextUpdate: timeOf(childrenOf(next)[0]) } : {}),
    ...(cutoff ? { archiveCutoff: timeOf(readDer(cutoff.value)) } : {}),
  }
  if (isContext(status, 0)) return { ...answer, ...times, status: 'good' }
  if (!isContext(status, 1)) return { ...answer, ...times, status: 'unknown' }
  const [at, reason] = childrenOf(status)
  const why = reasonOf(reason && childrenOf(reason)[0])
  return { ...answer, ...times, status: 'revoked', revokedAt: timeOf(at), reason: why }
}

/** Reads an OCSPResponse, or the BasicOCSPResponse inside it as CMS carries it. @throws FormatFault `ocsp.refused` for an answer without content. */
export function parseOcspResponse(der: Uint8Array): OcspResponse {
  return reading('ocsp.damaged', () => {
    const whole = readDer(der, { largest: 2 * 1024 * 1024 })
    const [first, wrapped] = sequenceOf(whole)
    let basic = whole
    if (isTag(first, TAG.enumerated)) {
      if (smallIntegerOf(first) !== 0 || !isContext(wrapped, 0)) throw new FormatFault('ocsp.refused')
      const [type, octets] = sequenceOf(childrenOf(wrapped)[0])
      if (oidOf(type) !== OCSP_BASIC) throw new FormatFault('ocsp.other-kind')
      basic = readDer(octetsOf(octets), { largest: 2 * 1024 * 1024 })
    }
    const [tbs, algorithm, signature, certificates] = sequenceOf(basic)
    const fields = sequenceOf(tbs)
    if (isContext(fields[0], 0)) fields.shift()
    const [responder, producedAt, answers, extensions] = fields
    const inside = responder && childrenOf(responder)[0]
    if (!inside) throw new FormatFault('ocsp.damaged')
    const listed = extensions ? listExtensions(sequenceOf(childrenOf(extensions)[0])) : []
    const nonce = listed.find((each) => each.id === OCSP_NONCE)?.value
    return {
      ...{
        der: whole.bytes,
        tbs: tbs!.bytes,
        algorithm: signatureAlgorithmOf(algorithm),
        signature: bitsOf(signature),
      },
      responder: isContext(responder, 1)
        ? { name: readName(inside) }
        : { keyHash: octetsOf(expectTag(inside, TAG.octetString)) },
      producedAt: timeOf(producedAt),
      answers: sequenceOf(answers).slice(0, 1000).map(answerOf),
      ...(nonce ? { nonce } : {}),
      certificates: certificates ? readableCertificates(sequenceOf(childrenOf(certificates)[0])) : [],
    }
  })
}

export type OcspProblem = 'responder-unknown' | 'responder-expired' | 'signature-bad' | 'algorithm-unsupported'
export type OcspCheck = {
  good: boolean
  problems: OcspProblem[]
  responder: Certificate | undefined
  weaknesses: Weakness[]
}

const isResponder = (response: OcspResponse, certificate: Certificate) =>
  'name' in response.responder
    ? sameName(response.responder.name, certificate.subject)
    : hexOf(response.responder.keyHash) === hexOf(digestOf('SHA-1', certificate.keyOctets))

/**
 * Whether the issuer itself signed the answer, or a responder that the issuer appointed: a certificate signed by the same issuer, with the
 * purpose OCSPSigning, valid when the answer was made (RFC 6960, 4.2.2.2). A certificate of the right name by somebody else is a stranger.
 */
export async function checkOcsp(response: OcspResponse, issuer: Certificate): Promise<OcspCheck> {
  const problems = new Set<OcspProblem>()
  for (const responder of [issuer, ...response.certificates.slice(0, 10)]) {
    if (!isResponder(response, responder)) continue
    const isIssuer = sameBytes(responder.spki, issuer.spki) && sameName(responder.subject, issuer.subject)
    if (!isIssuer && !(await isAppointed(responder, issuer))) continue
    const { algorithm, signature, tbs } = response
    const judged = await verifySignature({ algorithm, signature, data: tbs, spki: responder.spki })
    if (judged !== 'good') problems.add(judged === 'bad' ? 'signature-bad' : 'algorithm-unsupported')
    else if (!isValidAt(responder, response.producedAt)) problems.add('responder-expired')
    else {
      const digest = 'digest' in algorithm ? algorithm.digest : undefined
      return { good: true, problems: [], responder, weaknesses: weaknessesOf(digest, responder.key) }
    }
  }
  return {
    good: false,
    problems: problems.size > 0 ? [...problems] : ['responder-unknown'],
    responder: undefined,
    weaknesses: [],
  }
}

async function isAppointed(responder: Certificate, issuer: Certificate): Promise<boolean> {
  if (!responder.extendedKeyUsage?.includes(PURPOSE.ocspSigning) || !sameName(responder.issuer, issuer.subject))
    return false
  if (responder.unknownCritical.length > 0) return false
  const { algorithm, signature, tbs } = responder
  return (await verifySignature({ algorithm, signature, data: tbs, spki: issuer.spki })) === 'good'
}
