import { digestOfSignature, type Weakness, weaknessesOf } from './algorithms.ts'
import { verifySignature } from './verify-signature.ts'
import { type Certificate, isValidAt, sameCertificate } from './certificate.ts'
import { sameBytes } from './der.ts'
import { sameName } from './names.ts'

export type ChainProblem =
  | 'no-anchor'
  | 'algorithm-unsupported'
  | 'not-an-authority'
  | 'path-too-long'
  | 'not-yet-valid'
  | 'expired'
  | 'unknown-critical-extension'
  | 'name-constraints'
export type ChainFault = { problem: ChainProblem; certificate: Certificate }

/** The best path found: leaf first, anchor last. `trusted` only when nothing at all is wrong with it at the time asked for. */
export type Chain = { trusted: boolean; path: Certificate[]; faults: ChainFault[]; weaknesses: Weakness[] }

const LONGEST = 8
const MOST_SIGNATURES = 100
const MOST_STEPS = 1000

/**
 * Builds paths from a leaf over a pool to the trust anchors (RFC 5280, 6.1): names, signatures, authority flag, keyCertSign, path length,
 * validity at the time. A critical extension that is not understood is refused, and so are name constraints, which are not judged here.
 * Cross certificates and loops are bounded: eight certificates, a hundred signatures, a thousand steps.
 */
export async function buildChain(
  leaf: Certificate,
  of: { pool: readonly Certificate[]; anchors: readonly Certificate[]; at: Date },
): Promise<Chain> {
  let [checks, steps, best]: [number, number, { weight: number; chain: Chain } | undefined] = [0, 0, undefined]
  const known = new Map<string, 'good' | 'bad' | 'unsupported'>()
  // By all of it: another certificate of an anchor's name and key is not what is trusted.
  const isAnchor = (one: Certificate) => of.anchors.some((each) => sameCertificate(each, one))

  const signedBy = async (child: Certificate, parent: Certificate) => {
    const pair = `${child.fingerprint} ${parent.fingerprint}`
    if (!known.has(pair)) {
      if (++checks > MOST_SIGNATURES) return 'unsupported' as const
      const { algorithm, signature, tbs } = child
      known.set(pair, await verifySignature({ algorithm, signature, data: tbs, spki: parent.spki }))
    }
    return known.get(pair)!
  }
  const offer = (path: Certificate[], faults: ChainFault[]) => {
    const [complete, before] = [isAnchor(path.at(-1)!), best]
    const all: ChainFault[] = complete ? faults : [...faults, { problem: 'no-anchor', certificate: path.at(-1)! }]
    const weight = (complete ? 0 : 1000) + all.length
    const isBetter =
      !before || weight < before.weight || (weight === before.weight && path.length > before.chain.path.length)
    if (isBetter)
      best = { weight, chain: { trusted: all.length === 0, path, faults: all, weaknesses: weaknessesOfPath(path) } }
  }
  const walk = async (path: Certificate[], faults: ChainFault[]): Promise<void> => {
    const child = path.at(-1)!
    steps++
    if (isAnchor(child) || path.length >= LONGEST) return offer(path, faults)
    offer(path, faults)
    for (const parent of issuersOf(child, [...of.anchors, ...of.pool], path)) {
      if (best?.chain.trusted || checks > MOST_SIGNATURES || steps > MOST_STEPS) return
      const judged = await signedBy(child, parent)
      // A namesake that did not sign is no issuer.
      if (judged === 'bad') continue
      const own: ChainFault[] = judged === 'good' ? [] : [{ problem: 'algorithm-unsupported', certificate: child }]
      await walk([...path, parent], [...faults, ...own, ...faultsOfIssuer(parent, path), ...faultsAt(parent, of.at)])
    }
  }
  await walk([leaf], faultsAt(leaf, of.at))
  return best!.chain
}

const isSameAuthority = (a: Certificate, b: Certificate) => sameBytes(a.spki, b.spki) && sameName(a.subject, b.subject)

function issuersOf(child: Certificate, all: readonly Certificate[], path: readonly Certificate[]): Certificate[] {
  const found = new Map<string, Certificate>()
  for (const each of all) {
    if (!sameName(each.subject, child.issuer) || path.some((one) => isSameAuthority(one, each))) continue
    if (child.authorityKeyId && each.subjectKeyId && child.authorityKeyId !== each.subjectKeyId) continue
    found.set(each.fingerprint, each)
  }
  return [...found.values()].slice(0, 10)
}

function faultsAt(certificate: Certificate, at: Date): ChainFault[] {
  const problems: ChainProblem[] = []
  if (!isValidAt(certificate, at)) problems.push(at < certificate.notBefore ? 'not-yet-valid' : 'expired')
  if (certificate.unknownCritical.length > 0) problems.push('unknown-critical-extension')
  return problems.map((problem) => ({ problem, certificate }))
}

function faultsOfIssuer(parent: Certificate, below: readonly Certificate[]): ChainFault[] {
  const problems: ChainProblem[] = []
  if (!parent.isCa || (parent.keyUsage && !parent.keyUsage.includes('keyCertSign'))) problems.push('not-an-authority')
  const between = below.slice(1).filter((each) => !sameName(each.subject, each.issuer)).length
  if (parent.pathLength !== undefined && between > parent.pathLength) problems.push('path-too-long')
  if (parent.hasNameConstraints) problems.push('name-constraints')
  return problems.map((problem) => ({ problem, certificate: parent }))
}

/** The anchor's own signature proves nothing and its digest does not matter; its key does. */
const weaknessesOfPath = (path: readonly Certificate[]) => [
  ...new Set(
    path.flatMap((each, at) =>
      weaknessesOf(at === path.length - 1 ? undefined : digestOfSignature(each.algorithm), each.key),
    ),
  ),
]
