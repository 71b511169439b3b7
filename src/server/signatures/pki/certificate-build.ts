import { keyOf, type SignatureAlgorithm, signatureIdentifier } from './algorithms.ts'
import type { RawSignature } from './cms-build.ts'
import { bitsOf, fromHex, readDer, sequenceOf } from './der.ts'
import {
  bitString,
  booleanValue,
  context,
  contextPrimitive,
  encoded,
  integer,
  nullValue,
  octetString,
  oid,
  sequence,
  x509Time,
} from './der-write.ts'
import { digestOf } from './digests.ts'
import type { KeyUsage } from './extensions.ts'

/** A key that signs certificates, lists and answers: its name, its public key and its hand. */
export type IssuingKey = {
  name: Uint8Array
  spki: Uint8Array
  algorithm: SignatureAlgorithm
  sign: RawSignature
}

export type CertificateContent = {
  /** Magnitude in hex, at most 20 octets. */
  serial: string
  subject: Uint8Array
  spki: Uint8Array
  notBefore: Date
  notAfter: Date
  keyUsage: readonly KeyUsage[]
  authority?: { pathLength?: number }
  extendedKeyUsage?: { purposes: readonly string[]; critical: boolean }
  policies?: readonly { oid: string; notice?: string }[]
  ocspUrl?: string
  issuerUrl?: string
  crlUrl?: string
  email?: string
  ocspNoCheck?: boolean
  /** Extensions beyond these, ready made. */
  more?: readonly Uint8Array[]
}

const USAGE_AT: Record<KeyUsage, number> = {
  ...{ digitalSignature: 0, nonRepudiation: 1, keyEncipherment: 2, dataEncipherment: 3, keyAgreement: 4 },
  ...{ keyCertSign: 5, cRLSign: 6, encipherOnly: 7, decipherOnly: 8 },
}

export const extensionOf = (id: string, value: Uint8Array, critical = false) =>
  sequence(oid(id), ...(critical ? [booleanValue(true)] : []), octetString(value))

function usageBits(usages: readonly KeyUsage[]) {
  const octets = new Uint8Array(2)
  const places = usages.map((each) => USAGE_AT[each])
  for (const at of places) octets[at >> 3]! |= 0x80 >> (at & 7)
  const last = Math.max(...places)
  return bitString(octets.subarray(0, (last >> 3) + 1), 7 - (last & 7))
}

/** SHA-1 of the key's octets names a key (RFC 5280, 4.2.1.2); nothing rests on its strength. */
const keyId = (spki: Uint8Array) => digestOf('SHA-1', bitsOf(sequenceOf(readDer(spki))[1]))
const url = (address: string) => contextPrimitive(6, new TextEncoder().encode(address))
const qualifier = (text: string) =>
  sequence(sequence(oid('1.3.6.1.5.5.7.2.2'), sequence(encoded(12, new TextEncoder().encode(text)))))

function extensionsOf(of: CertificateContent, issuerSpki: Uint8Array): Uint8Array[] {
  const list = [
    extensionOf('2.5.29.14', octetString(keyId(of.spki))),
    extensionOf('2.5.29.35', sequence(contextPrimitive(0, keyId(issuerSpki)))),
    extensionOf('2.5.29.15', usageBits(of.keyUsage), true),
  ]
  const authority = of.authority
  if (authority) {
    const length = authority.pathLength === undefined ? [] : [integer(authority.pathLength)]
    list.push(extensionOf('2.5.29.19', sequence(booleanValue(true), ...length), true))
  } else list.push(extensionOf('2.5.29.19', sequence(), true))
  const purposes = of.extendedKeyUsage
  if (purposes) list.push(extensionOf('2.5.29.37', sequence(...purposes.purposes.map(oid)), purposes.critical))
  if (of.policies) {
    const policy = (each: { oid: string; notice?: string }) =>
      sequence(oid(each.oid), ...(each.notice ? [qualifier(each.notice)] : []))
    list.push(extensionOf('2.5.29.32', sequence(...of.policies.map(policy))))
  }
  const places = [
    ...(of.ocspUrl ? [sequence(oid('1.3.6.1.5.5.7.48.1'), url(of.ocspUrl))] : []),
    ...(of.issuerUrl ? [sequence(oid('1.3.6.1.5.5.7.48.2'), url(of.issuerUrl))] : []),
  ]
  if (places.length > 0) list.push(extensionOf('1.3.6.1.5.5.7.1.1', sequence(...places)))
  if (of.crlUrl) list.push(extensionOf('2.5.29.31', sequence(sequence(context(0, context(0, url(of.crlUrl)))))))
  if (of.email) list.push(extensionOf('2.5.29.17', sequence(contextPrimitive(1, new TextEncoder().encode(of.email)))))
  if (of.ocspNoCheck) list.push(extensionOf('1.3.6.1.5.5.7.48.1.5', nullValue()))
  return [...list, ...(of.more ?? [])]
}

/** Signs a certificate. A self-signed one has its own key as issuer. */
export async function buildCertificate(of: CertificateContent, issuer: IssuingKey): Promise<Uint8Array<ArrayBuffer>> {
  keyOf(readDer(of.spki))
  const tbs = sequence(
    context(0, integer(2)),
    integer(fromHex(of.serial)),
    signatureIdentifier(issuer.algorithm),
    issuer.name,
    sequence(x509Time(of.notBefore), x509Time(of.notAfter)),
    of.subject,
    of.spki,
    context(3, sequence(...extensionsOf(of, issuer.spki))),
  )
  return signedBy(tbs, issuer)
}

/** The frame that certificates, lists and answers have in common: content, algorithm, signature. */
export async function signedBy(
  tbs: Uint8Array,
  issuer: IssuingKey,
  ...after: readonly Uint8Array[]
): Promise<Uint8Array<ArrayBuffer>> {
  const signature = await issuer.sign(tbs)
  return sequence(tbs, signatureIdentifier(issuer.algorithm), bitString(signature), ...after)
}
