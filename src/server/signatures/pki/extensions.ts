import { own } from '#own-keys'
import { FormatFault } from '../format-fault.ts'
import {
  bitsOf,
  booleanOf,
  childrenOf,
  type Der,
  hexOf,
  isContext,
  isTag,
  octetsOf,
  oidOf,
  readDer,
  sequenceOf,
  smallIntegerOf,
  TAG,
} from './der.ts'

const KEY_USAGES = [
  ...['digitalSignature', 'nonRepudiation', 'keyEncipherment', 'dataEncipherment', 'keyAgreement'],
  ...['keyCertSign', 'cRLSign', 'encipherOnly', 'decipherOnly'],
] as const
export type KeyUsage = (typeof KEY_USAGES)[number]

/** Purposes of extended key usage that are asked for here. */
export const PURPOSE = {
  serverAuth: '1.3.6.1.5.5.7.3.1',
  codeSigning: '1.3.6.1.5.5.7.3.3',
  any: '2.5.29.37.0',
  timeStamping: '1.3.6.1.5.5.7.3.8',
  ocspSigning: '1.3.6.1.5.5.7.3.9',
  emailProtection: '1.3.6.1.5.5.7.3.4',
  clientAuth: '1.3.6.1.5.5.7.3.2',
  documentSigning: '1.3.6.1.5.5.7.3.36',
} as const

/** A place of lists (RFC 5280, 4.2.1.13): its names as they are encoded, and whether lists there are for some reasons only. */
export type CrlPoint = { names: readonly string[]; isPartial: boolean }

export type CertificateExtensions = {
  /** Undefined where the extension is absent: then nothing is restricted. */
  keyUsage: readonly string[] | undefined
  /** Object identifiers; undefined where the extension is absent. */
  extendedKeyUsage: readonly string[] | undefined
  extendedKeyUsageCritical: boolean
  isCa: boolean
  pathLength: number | undefined
  subjectKeyId: string | undefined
  authorityKeyId: string | undefined
  ocspUrls: string[]
  issuerUrls: string[]
  crlUrls: string[]
  /** Where its lists of revoked certificates are; undefined where nothing is said. */
  crlPoints: readonly CrlPoint[] | undefined
  policies: string[]
  emails: string[]
  hasNameConstraints: boolean
  /** id-pkix-ocsp-nocheck: an OCSP responder whose own revocation is not asked for. */
  ocspNoCheck: boolean
  /** Critical extensions that are not understood here: such a certificate is refused in a path. */
  unknownCritical: string[]
}

const ascii = new TextDecoder('latin1')
const urlOf = (value: Der | undefined) => (isContext(value, 6) ? [ascii.decode(value.content)] : [])

/** The names of a point, each as it is encoded; where no place is said, those of the issuer of the list. */
export function namesOfPoint(place: Der | undefined, issuer?: Der): string[] {
  if (!place) return issuer ? childrenOf(issuer).map((each) => hexOf(each.bytes)) : []
  // A full name is a list of general names; else one relative name, which only equals itself.
  return childrenOf(place).flatMap((each) =>
    isContext(each, 0) ? childrenOf(each).map((name) => hexOf(name.bytes)) : [`relative ${hexOf(each.bytes)}`],
  )
}

/** IDs understood, each with what it fills in. */
const READERS: Record<string, (into: CertificateExtensions, value: Der, critical: boolean) => void> = {
  '2.5.29.14': (into, value) => void (into.subjectKeyId = hexOf(octetsOf(value))),
  '2.5.29.15': (into, value) => {
    const bits = bitsOf(value)
    into.keyUsage = KEY_USAGES.filter((_, at) => ((bits[at >> 3] ?? 0) & (0x80 >> (at & 7))) !== 0)
  },
  '2.5.29.17': (into, value) => {
    into.emails = sequenceOf(value).flatMap((name) => (isContext(name, 1) ? [ascii.decode(name.content)] : []))
  },
  '2.5.29.19': (into, value) => {
    for (const field of sequenceOf(value)) {
      if (isTag(field, TAG.boolean)) into.isCa = booleanOf(field)
      else into.pathLength = smallIntegerOf(field)
    }
  },
  '2.5.29.30': (into) => void (into.hasNameConstraints = true),
  '2.5.29.31': (into, value) => {
    into.crlPoints = sequenceOf(value).map((point) => {
      const fields = sequenceOf(point)
      const place = fields.find((each) => isContext(each, 0))
      for (const name of place ? childrenOf(place) : [])
        if (isContext(name, 0)) into.crlUrls.push(...childrenOf(name).flatMap(urlOf))
      const issuer = fields.find((each) => isContext(each, 2))
      const named = place ?? issuer
      return { names: named ? namesOfPoint(place, issuer) : [], isPartial: fields.some((each) => isContext(each, 1)) }
    })
  },
  '2.5.29.32': (into, value) => void (into.policies = sequenceOf(value).map((each) => oidOf(sequenceOf(each)[0]))),
  '2.5.29.35': (into, value) => {
    const key = sequenceOf(value).find((each) => isContext(each, 0))
    if (key) into.authorityKeyId = hexOf(key.content)
  },
  '2.5.29.37': (into, value, critical) => {
    into.extendedKeyUsage = sequenceOf(value).map(oidOf)
    into.extendedKeyUsageCritical = critical
  },
  '1.3.6.1.5.5.7.1.1': (into, value) => {
    for (const description of sequenceOf(value)) {
      const [method, place] = sequenceOf(description)
      if (oidOf(method) === '1.3.6.1.5.5.7.48.1') into.ocspUrls.push(...urlOf(place))
      if (oidOf(method) === '1.3.6.1.5.5.7.48.2') into.issuerUrls.push(...urlOf(place))
    }
  },
  '1.3.6.1.5.5.7.48.1.5': (into) => void (into.ocspNoCheck = true),
}
/** Says something about the certificate that no decision here depends on. */
const HARMLESS = new Set(['2.5.29.9', '2.5.29.16', '2.5.29.18', '2.5.29.46', '1.3.6.1.5.5.7.1.3', '1.3.6.1.5.5.7.1.11'])

export type Extension = { id: string; critical: boolean; value: Uint8Array }

/** The extensions of a list, each at most once. */
export function listExtensions(values: readonly Der[]): Extension[] {
  if (values.length > 64) throw new FormatFault('extensions.too-many')
  const seen = new Set<string>()
  return values.map((each) => {
    const [name, second, third] = sequenceOf(each)
    const id = oidOf(name)
    if (seen.has(id)) throw new FormatFault('extensions.twice', id)
    seen.add(id)
    const critical = isTag(second, TAG.boolean) && booleanOf(second)
    return { id, critical, value: octetsOf(isTag(second, TAG.boolean) ? third : second) }
  })
}

export function readExtensions(values: readonly Der[]): CertificateExtensions {
  const into: CertificateExtensions = {
    ...{ keyUsage: undefined, extendedKeyUsage: undefined, extendedKeyUsageCritical: false },
    ...{ isCa: false, pathLength: undefined, subjectKeyId: undefined, authorityKeyId: undefined },
    ...{ ocspUrls: [], issuerUrls: [], crlUrls: [], crlPoints: undefined, policies: [], emails: [] },
    ...{ hasNameConstraints: false, ocspNoCheck: false, unknownCritical: [] },
  }
  for (const { id, critical, value } of listExtensions(values)) {
    const read = own(READERS, id)
    if (read) read(into, readDer(value), critical)
    else if (critical && !HARMLESS.has(id)) into.unknownCritical.push(id)
  }
  return into
}
