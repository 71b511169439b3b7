import { FormatFault } from '../format-fault.ts'
import type { Certificate } from './certificate.ts'
import { checkCrl, parseCrl } from './crl.ts'
import { checkOcsp, namesCertificate, parseOcspResponse, type RevocationReason } from './ocsp.ts'

/** Revocation data as it was found: in the file (DSS, CMS) or fetched. */
export type RevocationEvidence = { ocsps: readonly Uint8Array[]; crls: readonly Uint8Array[] }

export type UnknownWhy =
  | 'no-evidence'
  | 'damaged'
  | 'stranger'
  | 'weak'
  | 'other-certificate'
  | 'stale'
  | 'from-the-future'
  | 'responder-says-unknown'
  | 'not-judged'
  | 'expired-before-evidence'
  | 'responder-revoked'

type Source = { from: 'ocsp' | 'crl'; evidence: Uint8Array; thisUpdate: Date; responder?: Certificate }
export type Revocation =
  | ({ status: 'good'; revokedLater?: { at: Date; reason: RevocationReason } } & Source)
  | ({ status: 'revoked'; at: Date; reason: RevocationReason } & Source)
  | { status: 'unknown'; why: UnknownWhy[] }

type Fact = Source & {
  nextUpdate?: Date
  keepsExpiredSince?: Date
  revoked?: { at: Date; reason: RevocationReason }
}
const MINUTES_OF_SKEW = 5
const LONGEST_WITHOUT_NEXT = 24 * 3600_000
const COMPROMISED = new Set<RevocationReason>(['keyCompromise', 'cACompromise', 'aACompromise'])

/**
 * Whether a certificate was revoked at the time `at`.
 *
 * `at` is the time that is *proven* for the signature (its timestamp), or the present where nothing is proven: a time that only the signer
 * claims proves nothing, since a thief would claim an early one. By ETSI EN 319 102-1 (5.2.6, 5.6.2.4) a revocation after the proven time
 * does not spoil the signature, whatever its reason: the signature existed before. With one tightening of RFC 5280 (5.3.2): where the key
 * is said to be compromised since an earlier invalidity date, that date counts as the time of revocation. A certificate on hold counts as
 * revoked while it is held.
 *
 * An answer or a list says something about `at` when it was made after it, or when `at` lies in its term (thisUpdate to nextUpdate; 24
 * hours where no end is given). One made after the certificate expired says "good" only if it keeps the expired. Evidence of revocation
 * outweighs evidence of good standing. Bad, foreign, weak (SHA-1) or missing evidence gives `unknown`, never `good`.
 */
export async function revocationOf(
  certificate: Certificate,
  issuer: Certificate,
  evidence: RevocationEvidence,
  at: Date,
  now: Date = at,
): Promise<Revocation> {
  const why = new Set<UnknownWhy>()
  const facts = [
    ...(await ocspFacts(certificate, issuer, evidence, why)),
    ...(await crlFacts(certificate, issuer, evidence.crls, why)),
  ]
  const usable = facts.filter((fact) => isAbout(fact, certificate, at, now, why))
  for (const fact of usable.filter((each) => each.revoked && each.revoked.at <= at))
    return { status: 'revoked', ...fact.revoked!, ...sourceOf(fact) }
  const latest = usable.sort((a, b) => b.thisUpdate.getTime() - a.thisUpdate.getTime())[0]
  if (!latest) return { status: 'unknown', why: why.size > 0 ? [...why] : ['no-evidence'] }
  const later = usable.find((each) => each.revoked)?.revoked
  return { status: 'good', ...(later ? { revokedLater: later } : {}), ...sourceOf(latest) }
}

const sourceOf = ({ from, evidence, thisUpdate, responder }: Fact): Source => ({
  ...{ from, evidence, thisUpdate },
  ...(responder ? { responder } : {}),
})

/** Whether a fact says something about the time; what it says of an earlier revocation always counts. */
function isAbout(fact: Fact, certificate: Certificate, at: Date, now: Date, why: Set<UnknownWhy>): boolean {
  const made = fact.thisUpdate.getTime()
  if (made > Math.max(now.getTime(), at.getTime()) + MINUTES_OF_SKEW * 60_000) {
    why.add('from-the-future')
    return false
  }
  if (fact.revoked && fact.revoked.at <= at && fact.revoked.reason !== 'certificateHold') return true
  if (made <= at.getTime()) {
    const end = fact.nextUpdate?.getTime() ?? made + LONGEST_WITHOUT_NEXT
    if (at.getTime() > end) why.add('stale')
    return at.getTime() <= end
  }
  const keeps = fact.keepsExpiredSince && fact.keepsExpiredSince <= certificate.notAfter
  if (!fact.revoked && fact.thisUpdate > certificate.notAfter && !keeps) {
    why.add('expired-before-evidence')
    return false
  }
  return true
}

/** Reads a piece of evidence; a damaged one is no reason to fail, only not to believe. */
function readOr<T>(read: () => T, why: Set<UnknownWhy>): T | undefined {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof FormatFault)) throw error
    why.add('damaged')
    return undefined
  }
}

async function ocspFacts(
  certificate: Certificate,
  issuer: Certificate,
  { ocsps, crls }: RevocationEvidence,
  why: Set<UnknownWhy>,
): Promise<Fact[]> {
  const facts: Fact[] = []
  for (const der of ocsps.slice(0, 100)) {
    const response = readOr(() => parseOcspResponse(der), why)
    if (!response) continue
    const answer = response.answers.find((each) => namesCertificate(each.id, issuer, certificate.serial))
    if (!answer) why.add('other-certificate')
    else if (answer.status === 'unknown') why.add('responder-says-unknown')
    else {
      const { good, responder, weaknesses } = await checkOcsp(response, issuer)
      if (!good || !responder) why.add('stranger')
      else if (weaknesses.length > 0) why.add('weak')
      else if (await isResponderRevoked(responder, issuer, crls, response.producedAt)) why.add('responder-revoked')
      else {
        const { thisUpdate, nextUpdate, archiveCutoff, revokedAt, reason } = answer
        facts.push({
          ...{ from: 'ocsp', evidence: der, thisUpdate, responder },
          ...(nextUpdate ? { nextUpdate } : {}),
          ...(archiveCutoff ? { keepsExpiredSince: archiveCutoff } : {}),
          ...(revokedAt ? { revoked: { at: revokedAt, reason: reason ?? 'unspecified' } } : {}),
        })
      }
    }
  }
  return facts
}

/** An appointed responder without nocheck is not believed when a list at hand says that it was revoked. */
async function isResponderRevoked(responder: Certificate, issuer: Certificate, crls: readonly Uint8Array[], at: Date) {
  if (responder.ocspNoCheck || responder.fingerprint === issuer.fingerprint) return false
  const found = await crlFacts(responder, issuer, crls, new Set())
  return found.some((fact) => fact.revoked && fact.revoked.at <= at)
}

async function crlFacts(
  certificate: Certificate,
  issuer: Certificate,
  crls: readonly Uint8Array[],
  why: Set<UnknownWhy>,
): Promise<Fact[]> {
  const facts: Fact[] = []
  for (const der of crls.slice(0, 100)) {
    const crl = readOr(() => parseCrl(der), why)
    if (!crl) continue
    const { good, covers, weaknesses } = await checkCrl(crl, issuer, certificate)
    if (!good || weaknesses.length > 0) {
      why.add(good ? 'weak' : 'stranger')
      continue
    }
    const entry = readOr(() => crl.find(certificate.serial) ?? null, why)
    if (entry === undefined) continue
    const since = entry && entry.invalidSince && COMPROMISED.has(entry.reason) && entry.invalidSince < entry.at
    const revoked =
      entry && entry.reason !== 'removeFromCRL'
        ? { at: since ? entry.invalidSince! : entry.at, reason: entry.reason }
        : undefined
    // A list that does not cover the certificate says nothing by leaving it out; that it names it as revoked counts.
    if (!covers && !revoked) {
      why.add('not-judged')
      continue
    }
    facts.push({
      ...{ from: 'crl', evidence: der, thisUpdate: crl.thisUpdate },
      ...(crl.nextUpdate ? { nextUpdate: crl.nextUpdate } : {}),
      ...(crl.keepsExpiredSince ? { keepsExpiredSince: crl.keepsExpiredSince } : {}),
      ...(revoked ? { revoked } : {}),
    })
  }
  return facts
}
