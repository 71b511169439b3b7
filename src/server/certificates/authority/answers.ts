import {
  buildCrl,
  buildOcspResponse,
  buildTimestampToken,
  type Certificate,
  type CertificateId,
  der,
  digestOf,
  FormatFault,
  namesCertificate,
  ocspRefusal,
  parseOcspRequest,
  parseTimestampRequest,
  type RevocationReason,
  type Standing,
  timestampGranted,
  timestampRefused,
  wholeSeconds,
} from '#server/signatures/index.ts'
import { type Authority, newSerial, POLICY } from './open.ts'

export type RevokedEntry = { serial: string; at: Date; reason: RevocationReason; invalidSince?: Date }

/** What the register of certificates tells the authority: the standing of a serial, and all that are revoked or suspended. */
export type Register = {
  standingOf: (serial: string, at: Date) => Promise<Standing>
  listRevoked: (at: Date) => Promise<readonly RevokedEntry[]>
}

/** A register in which nothing was ever issued: of any serial but its own the authority says that it does not know. */
export const emptyRegister: Register = { standingOf: async () => ({ status: 'unknown' }), listRevoked: async () => [] }

const MOST_ASKED = 20
const OCSP_TERM = 12 * 3600_000
const CRL_TERM = 24 * 3600_000
const ROOT_CRL_TERM = 90 * 86_400_000
const after = (at: Date, term: number) => wholeSeconds(new Date(at.getTime() + term))

/** Answers an OCSP request (RFC 6960): for certificates of the issuing authority by its appointed responder, for it itself by the root. */
export async function answerOcsp(
  authority: Authority,
  register: Register,
  request: Uint8Array,
  at: Date,
): Promise<Uint8Array> {
  const asked = readOr(() => parseOcspRequest(request))
  if (!asked || asked.ids.length === 0 || asked.ids.length > MOST_ASKED || (asked.nonce?.length ?? 0) > 130)
    return ocspRefusal(1)
  const { root, issuing, ocsp, stamping } = authority.keys
  const isOf = (id: CertificateId, issuer: Certificate) => namesCertificate(id, issuer, id.serial)
  const byRoot = isOf(asked.ids[0]!, root.certificate)
  if (!byRoot && !isOf(asked.ids[0]!, issuing.certificate)) return ocspRefusal(6)
  const own = new Set((byRoot ? [root, issuing] : [ocsp, stamping]).map((each) => each.certificate.serial))
  const standing = async (id: CertificateId): Promise<Standing> => {
    if (!isOf(id, byRoot ? root.certificate : issuing.certificate)) return { status: 'unknown' }
    if (own.has(id.serial)) return { status: 'good' }
    return byRoot ? { status: 'unknown' } : register.standingOf(id.serial, at)
  }
  const answers = await Promise.all(asked.ids.map(async (id) => ({ id: id.der, standing: await standing(id) })))
  const certificates = byRoot ? [] : [ocsp.certificate.der]
  const content = {
    answers,
    at,
    nextUpdate: after(at, OCSP_TERM),
    certificates,
    ...(asked.nonce ? { nonce: asked.nonce } : {}),
  }
  return buildOcspResponse(content, byRoot ? root : ocsp)
}

/** The list of revoked certificates of the issuing authority, DER. Its number is its second, so that it only grows. */
export async function answerCrl(authority: Authority, register: Register, at: Date): Promise<Uint8Array> {
  const { issuing } = authority.keys
  return crlOf(issuing, await register.listRevoked(at), at, CRL_TERM)
}

/** The root's list: nothing it issued is ever revoked, for with the issuing authority the demonstration ends. */
export const answerRootCrl = (authority: Authority, at: Date): Promise<Uint8Array> =>
  crlOf(authority.keys.root, [], at, ROOT_CRL_TERM)

function crlOf(issuer: Authority['keys']['root'], entries: readonly RevokedEntry[], at: Date, term: number) {
  const authorityKeyId = der.fromHex(issuer.certificate.subjectKeyId!)
  const now = wholeSeconds(at)
  return buildCrl(
    { entries, number: now.getTime() / 1000, at: now, nextUpdate: after(at, term), authorityKeyId },
    issuer,
  )
}

const STRONG = new Set(['SHA-256', 'SHA-384', 'SHA-512', 'SHA-512/256', 'SHA3-256', 'SHA3-384', 'SHA3-512'])

/** Answers a timestamp request (RFC 3161): whole seconds, accurate to one; digests of 256 bits and more. */
export async function answerTimestamp(authority: Authority, request: Uint8Array, at: Date): Promise<Uint8Array> {
  let asked
  try {
    asked = parseTimestampRequest(request)
  } catch (error) {
    if (!(error instanceof FormatFault)) throw error
    return timestampRefused(error.code === 'timestamp.extension' ? 16 : 2)
  }
  const { digest, imprint, policy, nonce } = asked
  if (!digest || !STRONG.has(digest)) return timestampRefused(0)
  if (imprint.length !== digestOf(digest, new Uint8Array()).length) return timestampRefused(5)
  if (policy && policy !== POLICY.timestamps) return timestampRefused(15)
  const { stamping, issuing } = authority.keys
  const content = {
    digest,
    imprint,
    policy: POLICY.timestamps,
    serial: newSerial(),
    time: wholeSeconds(at),
    accuracySeconds: 1,
  }
  const signer = { ...stamping, chain: [issuing.certificate], withoutCertificates: !asked.wantsCertificates }
  return timestampGranted(await buildTimestampToken({ ...content, ...(nonce ? { nonce } : {}) }, signer))
}

function readOr<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch (error) {
    if (error instanceof FormatFault) return undefined
    throw error
  }
}
