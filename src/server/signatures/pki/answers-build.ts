import { digestIdentifier, signatureIdentifier, type SignatureAlgorithm } from './algorithms.ts'
import { extensionOf, type IssuingKey, signedBy } from './certificate-build.ts'
import type { Certificate } from './certificate.ts'
import { buildSignedData, type RawSignature } from './cms-build.ts'
import { CMS } from './cms.ts'
import { bitsOf, concat, fromHex, readDer, sequenceOf } from './der.ts'
import {
  bitString,
  context,
  contextPrimitive,
  encoded,
  enumerated,
  generalizedTime,
  integer,
  octetString,
  oid,
  sequence,
  x509Time,
} from './der-write.ts'
import { type DigestName, digestOf } from './digests.ts'
import { OCSP_BASIC, OCSP_NONCE, REASONS, type RevocationReason } from './ocsp.ts'

/** What a register says of a certificate; suspended is `certificateHold`. */
export type Standing =
  { status: 'good' | 'unknown' } | { status: 'revoked'; at: Date; reason: RevocationReason; invalidSince?: Date }

/** Times of OCSP, lists and timestamps are whole seconds: NSS, hence pdfsig, refuses fractions. */
export const wholeSeconds = (time: Date) => new Date(Math.floor(time.getTime() / 1000) * 1000)

function statusOf(standing: Standing): Uint8Array {
  if (standing.status === 'good') return contextPrimitive(0, new Uint8Array())
  if (standing.status !== 'revoked') return contextPrimitive(2, new Uint8Array())
  return context(1, generalizedTime(standing.at), context(0, enumerated(REASONS.indexOf(standing.reason))))
}

export type OcspContent = {
  answers: readonly { id: Uint8Array; standing: Standing }[]
  at: Date
  nextUpdate: Date
  nonce?: Uint8Array
  certificates: readonly Uint8Array[]
}

/** A signed OCSPResponse; the responder names itself by its key. */
export async function buildOcspResponse(of: OcspContent, responder: IssuingKey): Promise<Uint8Array<ArrayBuffer>> {
  const now = generalizedTime(wholeSeconds(of.at))
  const answers = of.answers.map(({ id, standing }) =>
    sequence(id, statusOf(standing), now, context(0, generalizedTime(of.nextUpdate))),
  )
  const nonce = of.nonce ? [context(1, sequence(extensionOf(OCSP_NONCE, of.nonce)))] : []
  const keyHash = digestOf('SHA-1', bitsOf(sequenceOf(readDer(responder.spki))[1]))
  const tbs = sequence(context(2, octetString(keyHash)), now, sequence(...answers), ...nonce)
  const certificates = of.certificates.length > 0 ? [context(0, sequence(...of.certificates))] : []
  const basic = await signedBy(tbs, responder, ...certificates)
  return sequence(enumerated(0), context(0, sequence(oid(OCSP_BASIC), octetString(basic))))
}

/** An answer without content: 1 malformed, 2 internal error, 3 try later, 6 unauthorized. */
export const ocspRefusal = (code: 1 | 2 | 3 | 6) => sequence(enumerated(code))

export type CrlContent = {
  entries: readonly {
    serial: string
    at: Date
    reason: RevocationReason
    invalidSince?: Date
    /** Extensions of the entry beyond these, ready made. */
    more?: readonly Uint8Array[]
  }[]
  number: number
  at: Date
  nextUpdate: Date
  authorityKeyId: Uint8Array
  /** Extensions of the list beyond these, ready made. */
  more?: readonly Uint8Array[]
}

export function buildCrl(of: CrlContent, issuer: IssuingKey): Promise<Uint8Array<ArrayBuffer>> {
  const entries = of.entries.map(({ serial, at, reason, invalidSince, more }) => {
    const extensions = [
      ...(reason === 'unspecified' ? [] : [extensionOf('2.5.29.21', enumerated(REASONS.indexOf(reason)))]),
      ...(invalidSince ? [extensionOf('2.5.29.24', generalizedTime(invalidSince))] : []),
      ...(more ?? []),
    ]
    return sequence(integer(fromHex(serial)), x509Time(at), ...(extensions.length > 0 ? [sequence(...extensions)] : []))
  })
  const tbs = sequence(
    ...[integer(1), signatureIdentifier(issuer.algorithm), issuer.name, x509Time(of.at), x509Time(of.nextUpdate)],
    ...(entries.length > 0 ? [encoded(0x30, concat(entries))] : []),
    context(
      0,
      sequence(
        extensionOf('2.5.29.35', sequence(contextPrimitive(0, of.authorityKeyId))),
        extensionOf('2.5.29.20', integer(of.number)),
        ...(of.more ?? []),
      ),
    ),
  )
  return signedBy(tbs, issuer)
}

export type TokenContent = {
  digest: DigestName
  imprint: Uint8Array
  policy: string
  serial: string
  time: Date
  accuracySeconds: number
  nonce?: Uint8Array
}
export type TokenSigner = {
  certificate: Certificate
  chain: readonly Certificate[]
  algorithm: SignatureAlgorithm
  sign: RawSignature
  withoutCertificates?: boolean
}

/** A timestamp token (RFC 3161): TSTInfo in a SignedData. */
export async function buildTimestampToken(of: TokenContent, signer: TokenSigner): Promise<Uint8Array<ArrayBuffer>> {
  const content = sequence(
    ...[integer(1), oid(of.policy), sequence(digestIdentifier(of.digest), octetString(of.imprint))],
    ...[integer(fromHex(of.serial)), generalizedTime(of.time), sequence(integer(of.accuracySeconds))],
    ...(of.nonce ? [encoded(2, of.nonce)] : []),
  )
  const messageDigest = digestOf('SHA-256', content)
  const embedded = { contentType: CMS.tstInfo, content }
  return buildSignedData({ ...signer, digest: 'SHA-256', messageDigest, embedded })
}

/** The answer that carries a token. */
export const timestampGranted = (token: Uint8Array) => sequence(sequence(integer(0)), token)

/** Refused: 0 bad algorithm, 2 bad request, 5 bad data, 14 time not available, 15 policy, 16 extension, 25 failure. */
export function timestampRefused(failure: 0 | 2 | 5 | 14 | 15 | 16 | 25): Uint8Array<ArrayBuffer> {
  const octets = new Uint8Array((failure >> 3) + 1)
  octets[failure >> 3] = 0x80 >> (failure & 7)
  return sequence(sequence(integer(2), bitString(octets, 7 - (failure & 7))))
}
