import { FormatFault, reading } from '../format-fault.ts'
import { type SignatureAlgorithm, signatureAlgorithmOf, type Weakness, weaknessesOf } from './algorithms.ts'
import { verifySignature } from './verify-signature.ts'
import type { Certificate } from './certificate.ts'
import {
  bitsOf,
  childrenOf,
  type Der,
  isContext,
  isTag,
  readDer,
  sequenceOf,
  serialOf,
  smallIntegerOf,
  TAG,
  timeOf,
} from './der.ts'
import { type Extension, listExtensions, namesOfPoint } from './extensions.ts'
import { type DistinguishedName, readName, sameName } from './names.ts'
import { REASONS, type RevocationReason } from './ocsp.ts'

export type CrlEntry = { at: Date; reason: RevocationReason; invalidSince?: Date }

/** A certificate revocation list. Entries are read when one is looked for: a list may hold hundreds of thousands. */
export type Crl = {
  der: Uint8Array
  tbs: Uint8Array
  algorithm: SignatureAlgorithm
  signature: Uint8Array
  issuer: DistinguishedName
  thisUpdate: Date
  nextUpdate?: Date
  number?: string
  /** From when on entries of expired certificates are kept. */
  keepsExpiredSince?: Date
  /** What it covers in full; `nothing-known` for delta and indirect lists, and those for some reasons only. */
  scope: 'all' | 'users' | 'authorities' | 'nothing-known'
  /** The names of the point that a partition is of, as they are encoded; undefined for a list of everything. */
  points: readonly string[] | undefined
  /** The entry of a certificate of the issuer of the list; in an indirect list those of other issuers are passed over. */
  find: (serial: string) => CrlEntry | undefined
  count: () => number
}

const HARMLESS = new Set(['2.5.29.18', '2.5.29.20', '2.5.29.35', '2.5.29.46', '2.5.29.60', '1.3.6.1.5.5.7.1.1'])
const ISSUING_POINT = '2.5.29.28'

function scopeOf(extensions: readonly Extension[]): Pick<Crl, 'scope' | 'points'> {
  let scope: Crl['scope'] = 'all'
  let points: Crl['points']
  for (const { id, critical, value } of extensions) {
    if (id === '2.5.29.27') scope = 'nothing-known'
    if (id !== ISSUING_POINT) {
      if (critical && !HARMLESS.has(id)) scope = 'nothing-known'
      continue
    }
    for (const field of sequenceOf(readDer(value))) {
      const said = field.content[0] !== 0
      if (isContext(field, 0)) points = namesOfPoint(field)
      else if (isContext(field, 3) || ((isContext(field, 4) || isContext(field, 5)) && said)) scope = 'nothing-known'
      else if (said && scope === 'all')
        scope = isContext(field, 1) ? 'users' : isContext(field, 2) ? 'authorities' : scope
    }
  }
  return { scope, points }
}

function entryOf(value: Der): CrlEntry {
  const [, at, extensions] = sequenceOf(value)
  const entry: CrlEntry = { at: timeOf(at), reason: 'unspecified' }
  for (const { id, value: inside } of extensions ? listExtensions(sequenceOf(extensions)) : []) {
    if (id === '2.5.29.21') entry.reason = REASONS[smallIntegerOf(readDer(inside))] ?? 'unspecified'
    if (id === '2.5.29.24') entry.invalidSince = timeOf(readDer(inside))
  }
  return entry
}

const ENTRY_ISSUER = '2.5.29.29'
/** `certificateIssuer` as it is encoded, wherever its octets stand: only indirect lists carry it (RFC 5280, 5.3.3). */
const namesIssuer = (entry: Der) => {
  const extensions = sequenceOf(entry)[2]
  if (!extensions) return undefined
  return listExtensions(sequenceOf(extensions)).find((each) => each.id === ENTRY_ISSUER)?.value
}

/** Entries about certificates of the issuer of the list: one that names another issuer says so for those behind it too. */
function ownEntries(entries: readonly Der[], issuer: Der): Der[] {
  let own = true
  return entries.filter((entry) => {
    const named = namesIssuer(entry)
    if (named) own = sequenceOf(readDer(named)).some((name) => isContext(name, 4) && sameIssuer(name, issuer))
    return own
  })
}
const sameIssuer = (name: Der, issuer: Der) => {
  const [inside] = childrenOf(name)
  return inside !== undefined && sameName(readName(inside), readName(issuer))
}

export function parseCrl(der: Uint8Array): Crl {
  return reading('crl.damaged', () => {
    const whole = readDer(der, { largest: 64 * 1024 * 1024 })
    const [tbs, algorithm, signature] = sequenceOf(whole)
    const fields = sequenceOf(tbs)
    if (isTag(fields[0], TAG.integer)) fields.shift()
    const [, issuer, thisUpdate, ...rest] = fields
    const isTime = (value: Der | undefined) => isTag(value, TAG.utcTime) || isTag(value, TAG.generalizedTime)
    const nextUpdate = isTime(rest[0]) ? rest.shift() : undefined
    const list = isTag(rest[0], TAG.sequence) ? rest[0] : undefined
    const wrapped = rest.find((each) => isContext(each, 0))
    const extensions = wrapped ? listExtensions(sequenceOf(childrenOf(wrapped)[0])) : []
    if (!tbs || !issuer) throw new FormatFault('crl.damaged')
    const entries = () => (list ? childrenOf(list) : [])
    const keeps = extensions.find((each) => each.id === '2.5.29.60')
    const number = extensions.find((each) => each.id === '2.5.29.20')
    return {
      ...{ der: whole.bytes, tbs: tbs.bytes, algorithm: signatureAlgorithmOf(algorithm), signature: bitsOf(signature) },
      ...{ issuer: readName(issuer), thisUpdate: timeOf(thisUpdate), ...scopeOf(extensions) },
      ...(nextUpdate ? { nextUpdate: timeOf(nextUpdate) } : {}),
      ...(number ? { number: serialOf(readDer(number.value)) } : {}),
      ...(keeps ? { keepsExpiredSince: timeOf(readDer(keeps.value)) } : {}),
      find: (serial) =>
        reading('crl.damaged', () => {
          const found = ownEntries(entries(), issuer).find((each) => serialOf(childrenOf(each)[0]) === serial)
          return found && entryOf(found)
        }),
      count: () => entries().length,
    }
  })
}

export type CrlProblem = 'other-issuer' | 'not-for-lists' | 'signature-bad' | 'algorithm-unsupported'
export type CrlCheck = {
  /** The issuer signed it and may. */
  good: boolean
  /** That a certificate is not on it means that it is not revoked: the list is about all certificates of its kind and place. */
  covers: boolean
  problems: CrlProblem[]
  weaknesses: Weakness[]
}

/**
 * Whether a list is about a certificate (RFC 5280, 6.3.3 b): a partition only where the certificate names its place, and not for some reasons
 * only; who holds a stolen key chooses which list stands in a file.
 */
function covers({ scope, points }: Crl, of: Certificate): boolean {
  if (scope !== 'all' && scope !== (of.isCa ? 'authorities' : 'users')) return false
  if (!points) return true
  return (of.crlPoints ?? []).some(({ names, isPartial }) => !isPartial && names.some((name) => points.includes(name)))
}

/** Whether this issuer signed the list and may sign lists, and whether it covers this certificate in full. */
export async function checkCrl(crl: Crl, issuer: Certificate, of: Certificate): Promise<CrlCheck> {
  const no = (problem: CrlProblem): CrlCheck => ({ good: false, covers: false, problems: [problem], weaknesses: [] })
  if (!sameName(crl.issuer, issuer.subject)) return no('other-issuer')
  if (issuer.keyUsage && !issuer.keyUsage.includes('cRLSign')) return no('not-for-lists')
  const { algorithm, signature, tbs } = crl
  const judged = await verifySignature({ algorithm, signature, data: tbs, spki: issuer.spki })
  if (judged !== 'good') return no(judged === 'bad' ? 'signature-bad' : 'algorithm-unsupported')
  return {
    good: true,
    covers: covers(crl, of),
    problems: [],
    weaknesses: weaknessesOf('digest' in algorithm ? algorithm.digest : undefined, issuer.key),
  }
}
