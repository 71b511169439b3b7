import { own } from '#own-keys'
import { FormatFault } from '../format-fault.ts'
import type { Certificate } from '../pki/certificate.ts'
import { buildChain, type Chain } from '../pki/chain.ts'
import { adobeRevocationOf, parseSignedData, type SignedData, timestampsOf } from '../pki/cms.ts'
import { checkSigner, type SignerProblem } from '../pki/cms-check.ts'
import { digestOf, type DigestName } from '../pki/digests.ts'
import { isForSigning } from '../pki/purpose.ts'
import { type RevocationEvidence, revocationOf } from '../pki/revocation.ts'
import { checkTimestamp, parseTimestampToken } from '../pki/timestamp.ts'
import type { Held } from './covered.ts'
import type { Level, Verdict } from './report.ts'

export type World = {
  anchors: readonly Certificate[]
  now: Date
  pool: readonly Certificate[]
  evidence: RevocationEvidence
  /** Whether the file carries revocation data of its own. */
  hasStore: boolean
}
/** A document timestamp that stands: everything up to `end` existed at `at`. */
export type Proof = { at: Date; end: number }

export type Judged = {
  verdict: Verdict
  code: string
  certificate: Certificate | undefined
  level: Level
  provenAt: Date | null
  /** Of a timestamp: the time it states. */
  time?: Date
}

const CODE_OF_PROBLEM: Partial<Record<SignerProblem, string>> = {
  'digest-mismatch': 'digest-mismatch',
  'signature-bad': 'signature-bad',
  'certificate-not-the-signed-one': 'certificate-mismatch',
}

/** Chain, revocation and purpose of a signer's certificate at a time: `valid`, or the code of what is wrong. */
export async function standing(leaf: Certificate, world: World, at: Date): Promise<string> {
  if (world.anchors.length === 0) return 'untrusted'
  const chain = await buildChain(leaf, { pool: world.pool, anchors: world.anchors, at })
  const code = chainCode(chain, leaf)
  if (code) return code
  if (chain.weaknesses.length > 0) return 'weak'
  for (let each = 0; each + 1 < chain.path.length; each += 1) {
    const state = await revocationOf(chain.path[each]!, chain.path[each + 1]!, world.evidence, at, world.now)
    if (state.status === 'revoked') return state.reason === 'certificateHold' ? 'on-hold' : 'revoked'
    if (state.status === 'unknown') return 'no-revocation-data'
  }
  return isForSigning(leaf) ? 'valid' : 'not-for-signing'
}

/** Reasons of revocation after which a stamp made before still counts: the key never was in other hands. */
const HARMLESS_REASONS = new Set(['superseded', 'cessationOfOperation', 'affiliationChanged'])

/**
 * Whether the authority of a timestamp stands: its path holds at `seen` (a later proof, else now), and revocation data speak of the time
 * that the token states. Somebody with a stolen key could state any time: where any data say that the key was revoked later for another
 * than a harmless reason, the token counts only if a later proof shows that it was there before.
 */
async function stampStanding(leaf: Certificate, world: World, time: Date, seen: Date): Promise<string> {
  if (world.anchors.length === 0) return 'untrusted'
  const chain = await buildChain(leaf, { pool: world.pool, anchors: world.anchors, at: seen })
  const code = chainCode(chain, leaf)
  if (code) return code
  if (chain.weaknesses.length > 0) return 'weak'
  for (let each = 0; each + 1 < chain.path.length; each += 1) {
    const state = await revocationOf(chain.path[each]!, chain.path[each + 1]!, world.evidence, time, world.now)
    if (state.status === 'revoked') return 'revoked'
    if (state.status === 'unknown') return 'no-revocation-data'
    const later = state.revokedLater
    if (later && !HARMLESS_REASONS.has(later.reason) && later.at <= seen) return 'revoked'
  }
  return 'valid'
}

function chainCode({ faults }: Chain, leaf: Certificate): string | null {
  const has = (problem: string) => faults.some((fault) => fault.problem === problem)
  if (faults.length === 0) return null
  if (has('no-anchor')) return 'untrusted'
  const own = faults.filter((fault) => fault.certificate.fingerprint === leaf.fingerprint)
  if (has('expired')) return 'expired'
  if (own.some((fault) => fault.problem === 'not-yet-valid')) return 'not-yet-valid'
  return 'chain-faulty'
}

const VERDICT_OF: Record<string, Verdict> = {
  ...{
    valid: 'VALID',
    untrusted: 'UNKNOWN',
    'chain-faulty': 'UNKNOWN',
    'no-revocation-data': 'UNKNOWN',
    'not-for-signing': 'UNKNOWN',
    weak: 'UNKNOWN',
    'stamp-ahead': 'UNKNOWN',
  },
  ...{
    unsupported: 'UNKNOWN',
    encrypted: 'UNKNOWN',
    'part-only': 'UNKNOWN',
    'certificate-damaged': 'UNKNOWN',
    'certificate-missing': 'UNKNOWN',
    damaged: 'UNKNOWN',
    'too-much': 'UNKNOWN',
    expired: 'EXPIRED',
    revoked: 'REVOKED',
    'on-hold': 'REVOKED',
    'not-yet-valid': 'INVALID',
  },
}
export const verdictOf = (code: string): Verdict => own(VERDICT_OF, code) ?? 'INVALID'

/** Clocks differ by minutes; a stamp that is further ahead of now proves nothing. */
const AHEAD_MS = 10 * 60_000
const isAhead = (time: Date, { now }: Pick<World, 'now'>) => time.getTime() > now.getTime() + AHEAD_MS

/** The earliest time proven by a timestamp inside the signature whose own authority stands, or by a document timestamp over it. */
async function provenTime(data: SignedData, held: Held, world: World, proofs: readonly Proof[]) {
  const times = proofs.filter((proof) => proof.end > held.end).map((proof) => proof.at)
  // Where nobody is trusted, as when only the file is asked about, no stamp proves a time: none is checked.
  if (world.anchors.length === 0) return { stamped: false, at: null, ahead: false }
  const signer = data.signers[0]!
  let [stamped, ahead] = [false, false]
  for (const der of timestampsOf(signer).slice(0, 10)) {
    try {
      const token = parseTimestampToken(der)
      const pool = [...world.pool, ...data.certificates, ...token.signedData.certificates]
      const check = await checkTimestamp(token, (name) => digestOf(name, signer.signature), pool)
      if (check.status !== 'good' || !check.certificate || check.weaknesses.length > 0) continue
      // A later document timestamp proves that the token was there while its authority still stood.
      const at = times.length > 0 ? new Date(Math.min(...times.map(Number))) : world.now
      const isFuture = isAhead(token.time, world)
      const when = isFuture ? world.now : token.time
      if ((await stampStanding(check.certificate, { ...world, pool }, when, at)) !== 'valid') continue
      if (isFuture) {
        ahead = true
        continue
      }
      stamped = true
      times.push(token.time)
    } catch (error) {
      if (!(error instanceof FormatFault)) throw error
    }
  }
  return { stamped, ahead, at: times.length > 0 ? new Date(Math.min(...times.map(Number))) : null }
}

const damaged = (code = 'signature-damaged'): Judged => ({
  ...{ verdict: verdictOf(code), code, certificate: undefined, level: 'B-B', provenAt: null },
})

/** Everything about one signature that does not depend on later revisions. */
export async function judgeSigner(
  held: Held,
  digest: (name: DigestName) => Promise<Uint8Array>,
  world: World,
  proofs: readonly Proof[],
): Promise<Judged> {
  try {
    if (held.subFilter === 'adbe.x509.rsa_sha1') return damaged('unsupported')
    return held.isTimestamp
      ? await judgeTimestamp(held, digest, world, proofs)
      : await judgeSignature(held, digest, world, proofs)
  } catch (error) {
    if (error instanceof FormatFault) return damaged()
    throw error
  }
}

async function judgeSignature(
  held: Held,
  digest: (name: DigestName) => Promise<Uint8Array>,
  world: World,
  proofs: readonly Proof[],
): Promise<Judged> {
  const data = parseSignedData(held.cms)
  const [signer, second] = data.signers
  if (!signer || second) return damaged()
  const content =
    held.subFilter === 'adbe.pkcs7.sha1'
      ? { kind: 'sha1-embedded' as const, digest }
      : { kind: 'detached' as const, digest }
  const check = await checkSigner(data, signer, content, world.pool)
  const { certificate } = check
  const level: Level = 'B-B'
  // Two digests that differ are not forbidden, but what was meant cannot be judged here.
  if (check.problems.length > 0 && check.problems.every((each) => each === 'algorithm-mismatch'))
    return { ...damaged('unsupported'), certificate }
  if (check.status === 'bad') {
    const code = check.problems.map((each) => CODE_OF_PROBLEM[each]).find(Boolean) ?? 'signature-damaged'
    return { verdict: 'INVALID', code, certificate, level, provenAt: null }
  }
  if (check.status === 'unsupported' || !certificate) return { ...damaged('unsupported'), certificate }
  const own = adobeRevocationOf(signer)
  const here: World = {
    ...world,
    pool: [...data.certificates, ...world.pool],
    evidence: {
      ocsps: [...world.evidence.ocsps, ...own.ocsps],
      crls: [...world.evidence.crls, ...own.crls],
    },
  }
  const proven = await provenTime(data, held, here, proofs)
  const stands = check.weaknesses.length > 0 ? 'weak' : await standing(certificate, here, proven.at ?? world.now)
  const code = stands === 'valid' && proven.ahead ? 'stamp-ahead' : stands
  const archived = proofs.some((proof) => proof.end > held.end)
  const kept = world.hasStore || own.ocsps.length + own.crls.length > 0
  return {
    ...{ verdict: verdictOf(code), code, certificate, provenAt: proven.at },
    level: !proven.at ? 'B-B' : kept && archived ? 'B-LTA' : kept ? 'B-LT' : 'B-T',
  }
}

async function judgeTimestamp(
  held: Held,
  digest: (name: DigestName) => Promise<Uint8Array>,
  world: World,
  proofs: readonly Proof[],
): Promise<Judged> {
  const token = parseTimestampToken(held.cms)
  const pool = [...token.signedData.certificates, ...world.pool]
  const check = await checkTimestamp(token, digest, pool)
  const base = { certificate: check.certificate, level: 'timestamp' as const, time: token.time }
  if (check.status === 'bad') {
    const code = check.problems.includes('imprint-mismatch') ? 'digest-mismatch' : 'signature-bad'
    return { ...base, verdict: 'INVALID', code, provenAt: null }
  }
  if (check.status === 'unsupported' || !check.certificate) return { ...base, ...damaged('unsupported'), ...base }
  const later = proofs.filter((proof) => proof.end > held.end).map((proof) => proof.at)
  const at = later.length > 0 ? new Date(Math.min(...later.map(Number))) : world.now
  const stands =
    check.weaknesses.length > 0 ? 'weak' : await stampStanding(check.certificate, { ...world, pool }, token.time, at)
  const code = stands === 'valid' && isAhead(token.time, world) ? 'stamp-ahead' : stands
  return { ...base, verdict: verdictOf(code), code, provenAt: token.time }
}
