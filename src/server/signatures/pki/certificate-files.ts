import { FormatFault, reading } from '../format-fault.ts'
import { type Certificate, parseCertificate } from './certificate.ts'
import { CMS, parseSignedData } from './cms.ts'
import { isTag, oidOf, readDer, sequenceOf, TAG } from './der.ts'
import { certificatesOfPkcs12 } from './pkcs12.ts'

const LARGEST = 8 * 1024 * 1024

/** The blocks of a PEM text with this label. */
export function pemBlocks(text: string, label: string): Uint8Array[] {
  const pattern = new RegExp(`-----BEGIN ${label}-----([A-Za-z0-9+/=\\s]*?)-----END ${label}-----`, 'g')
  return [...text.matchAll(pattern)].map(([, body]) =>
    reading('pem.damaged', () => Uint8Array.from(atob(body!.replace(/\s+/g, '')), (letter) => letter.charCodeAt(0))),
  )
}

export function pemOf(label: string, der: Uint8Array): string {
  const body = btoa(Array.from(der, (octet) => String.fromCharCode(octet)).join(''))
  return `-----BEGIN ${label}-----\n${body.replace(/(.{64})(?=.)/g, '$1\n')}\n-----END ${label}-----\n`
}

/**
 * The certificates of a file as people have them: PEM (one or many), DER, PKCS#7, or the public part of PKCS#12 (with its password).
 * Private keys are neither asked for nor read.
 */
export async function readCertificates(bytes: Uint8Array, password = ''): Promise<Certificate[]> {
  if (bytes.length > LARGEST) throw new FormatFault('certificate.too-large')
  if (bytes[0] !== 0x30) {
    const text = new TextDecoder('latin1').decode(bytes)
    const found = ['CERTIFICATE', 'X509 CERTIFICATE', 'TRUSTED CERTIFICATE'].flatMap((label) => pemBlocks(text, label))
    const bags = pemBlocks(text, 'PKCS7').flatMap((bag) => parseSignedData(bag).certificates)
    if (found.length + bags.length === 0) throw new FormatFault('certificate.none')
    if (found.length > 1000) throw new FormatFault('certificate.too-many')
    return [...found.map(parseCertificate), ...bags]
  }
  const first = reading('certificate.damaged', () => sequenceOf(readDer(bytes, { largest: LARGEST, padded: true }))[0])
  if (isTag(first, TAG.oid) && oidOf(first) === CMS.signedData) return parseSignedData(bytes).certificates
  if (isTag(first, TAG.integer)) return certificatesOfPkcs12(bytes, password)
  return [parseCertificate(bytes)]
}
