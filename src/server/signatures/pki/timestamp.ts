import { FormatFault, reading } from '../format-fault.ts'
import { algorithmOid, digestIdentifier } from './algorithms.ts'
import { type Certificate, isValidAt } from './certificate.ts'
import { CMS, parseSignedData, type SignedData } from './cms.ts'
import { checkSigner, type SignerCheck } from './cms-check.ts'
import {
  childrenOf,
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
import { booleanValue, integer, octetString, sequence } from './der-write.ts'
import { type DigestName, digestNamed } from './digests.ts'
import { PURPOSE } from './extensions.ts'

/** What a timestamp token states (RFC 3161, TSTInfo). */
export type TimestampToken = {
  der: Uint8Array
  signedData: SignedData
  time: Date
  /** Undefined: a digest that is not known here. */
  digest: DigestName | undefined
  imprint: Uint8Array
  policy: string
  serial: string
  nonce: string | undefined
  /** In milliseconds, where it is stated. */
  accuracy: number | undefined
}

/** A request for a timestamp; the nonce is random octets that the answer must bring back. */
export const timestampRequest = (of: { digest: DigestName; imprint: Uint8Array; nonce: Uint8Array }) =>
  sequence(
    integer(1),
    sequence(digestIdentifier(of.digest), octetString(of.imprint)),
    integer(of.nonce),
    booleanValue(true),
  )

export type TimestampRequest = {
  digest: DigestName | undefined
  imprint: Uint8Array
  policy?: string
  nonce?: Uint8Array
  wantsCertificates: boolean
}

export function parseTimestampRequest(der: Uint8Array): TimestampRequest {
  return reading('timestamp.request-damaged', () => {
    const [version, imprint, ...rest] = sequenceOf(readDer(der, { largest: 16 * 1024 }))
    if (smallIntegerOf(version) !== 1) throw new FormatFault('timestamp.request-damaged')
    const [identifier, hash] = sequenceOf(imprint)
    const request: TimestampRequest = {
      digest: digestNamed(algorithmOid(identifier)),
      imprint: octetsOf(hash),
      wantsCertificates: false,
    }
    for (const field of rest) {
      if (isTag(field, TAG.oid)) request.policy = oidOf(field)
      else if (isTag(field, TAG.integer)) request.nonce = field.content
      else if (isTag(field, TAG.boolean)) request.wantsCertificates = field.content[0] !== 0
      else throw new FormatFault('timestamp.extension')
    }
    return request
  })
}

/** The token of an authority's answer. @throws FormatFault `timestamp.refused` when the authority did not grant it. */
export function parseTimestampResponse(der: Uint8Array): Uint8Array {
  return reading('timestamp.damaged', () => {
    const [status, token] = sequenceOf(readDer(der, { largest: 1024 * 1024 }))
    const code = smallIntegerOf(sequenceOf(status)[0])
    if (code > 1 || !token) throw new FormatFault('timestamp.refused', String(code))
    return token.bytes
  })
}

const accuracyOf = (fields: ReturnType<typeof sequenceOf>) =>
  fields.reduce((total, field) => {
    const amount = field.content.reduce((sum, octet) => sum * 256 + octet, 0)
    return (
      total +
      (isTag(field, TAG.integer)
        ? amount * 1000
        : isContext(field, 0)
          ? amount
          : isContext(field, 1)
            ? amount / 1000
            : 0)
    )
  }, 0)

export function parseTimestampToken(der: Uint8Array): TimestampToken {
  return reading('timestamp.damaged', () => {
    const signedData = parseSignedData(der)
    if (signedData.contentType !== CMS.tstInfo || !signedData.content) throw new FormatFault('timestamp.other-kind')
    const [version, policy, imprint, serial, time, ...rest] = sequenceOf(readDer(signedData.content))
    if (smallIntegerOf(version) !== 1) throw new FormatFault('timestamp.damaged')
    const [identifier, hash] = sequenceOf(imprint)
    const accuracy = rest.find((each) => isTag(each, TAG.sequence))
    const nonce = rest.find((each) => isTag(each, TAG.integer))
    return {
      ...{ der: signedData.der, signedData, time: timeOf(time), digest: digestNamed(algorithmOid(identifier)) },
      ...{ imprint: octetsOf(hash), policy: oidOf(policy), serial: serialOf(serial) },
      nonce: nonce && hexOf(nonce.content).replace(/^(00)+(?=..)/, ''),
      accuracy: accuracy && accuracyOf(childrenOf(accuracy)),
    }
  })
}

export type TimestampCheck = Omit<SignerCheck, 'problems'> & {
  problems: (SignerCheck['problems'][number] | 'imprint-mismatch' | 'not-for-timestamps' | 'expired' | 'signers')[]
  time: Date
}

/**
 * Checks a token by itself: one signer, over this imprint, by a certificate whose only and critical purpose is timeStamping (RFC 3161,
 * 2.3), valid at the time it states, named in the token. Its chain and revocation are asked elsewhere.
 * `digest` makes the digest of what should be stamped.
 */
export async function checkTimestamp(
  token: TimestampToken,
  digest: (name: DigestName) => Uint8Array | Promise<Uint8Array>,
  pool: readonly Certificate[] = [],
): Promise<TimestampCheck> {
  const [signer, second] = token.signedData.signers
  const { time } = token
  if (!signer || second) {
    const nothing = { certificate: undefined, weaknesses: [], namesCertificate: 'no' as const }
    return { status: 'bad', problems: ['signers'], time, ...nothing }
  }
  const check = await checkSigner(token.signedData, signer, { kind: 'embedded' }, pool)
  const problems: TimestampCheck['problems'] = [...check.problems]
  if (!token.digest) problems.push('algorithm-unsupported')
  else if (!sameBytes(token.imprint, await digest(token.digest))) problems.push('imprint-mismatch')
  const { certificate } = check
  if (certificate) {
    const purposes = certificate.extendedKeyUsage ?? []
    if (purposes.length !== 1 || purposes[0] !== PURPOSE.timeStamping || !certificate.extendedKeyUsageCritical)
      problems.push('not-for-timestamps')
    if (!isValidAt(certificate, time)) problems.push('expired')
  }
  if (check.status === 'good' && check.namesCertificate === 'no') problems.push('attribute-missing')
  const imprintWeak = token.digest === 'MD5' ? ['md5' as const] : token.digest === 'SHA-1' ? ['sha-1' as const] : []
  const weaknesses = [...new Set([...check.weaknesses, ...imprintWeak])]
  const status = problems.length === 0 || check.status !== 'good' ? check.status : 'bad'
  return {
    ...check,
    weaknesses,
    problems,
    status: status === 'unsupported' && problems.includes('imprint-mismatch') ? 'bad' : status,
    time,
  }
}
