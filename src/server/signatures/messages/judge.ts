import { own } from '#own-keys'
import { FormatFault } from '../format-fault.ts'
import { weaknessesOf } from '../pki/algorithms.ts'
import { type Certificate, parseCertificate } from '../pki/certificate.ts'
import type { VerifyOptions } from '../verify/pdf.ts'
import { REASONS, type Report, type SignatureReport, worstOf } from '../verify/report.ts'
import { standing, verdictOf } from '../verify/trust.ts'
import { ALGORITHM, algorithmOfElement, DSIG, elementsOf, wordsOf } from './elements.ts'

const MOST_SIGNATURES = 20
const LARGEST = 32 * 1024 * 1024

/** What was signed, in its canonical form: the only content of a message that may be believed (`signed`). */
export type XmlReport = Report & { signed: string[] }

/** A signature in its message. */
export type SignatureAt = { words: string; document: Document; element: Element }
/** What differs between Node and a browser: who reads the document, and who checks a value over its canonical form. */
export type MessageTools = {
  read: (words: string) => Document
  /** The canonical content that the signature covers, or the code of what is wrong. */
  check: (at: SignatureAt, certificate: Certificate) => string[] | string | Promise<string[] | string>
}

/**
 * Verifies the signatures of an XML message (kiểm tra thông điệp): value, what of the document it covers, chain, revocation. SHA-1 of the
 * old axis is read, and told as weak: UNKNOWN. A truncated certificate, as samples of the axis carry, is UNKNOWN. Throws for no content.
 */
export async function judgeMessage(
  bytes: Uint8Array,
  options: VerifyOptions,
  { read, check }: MessageTools,
): Promise<XmlReport> {
  try {
    if (bytes.length > LARGEST) throw new FormatFault('xml.too-large')
    const words = new TextDecoder().decode(bytes)
    const document = read(words)
    const found = elementsOf(document, 'Signature')
    const foreign = Array.from(document.getElementsByTagNameNS('*', 'SignatureValue')).filter(
      (each) => each.namespaceURI !== DSIG,
    )
    if (found.length > MOST_SIGNATURES) throw new FormatFault('xml.too-many')
    const [signatures, signed]: [SignatureReport[], string[]] = [[], []]
    for (const element of found) {
      const judged = await judge({ words, document, element }, options, check)
      signatures.push(reportOf(judged, bytes.length))
      signed.push(...judged.signed)
    }
    // What calls itself a signature without the name space of XML-DSig, as samples of the axis do, cannot be checked and is not passed over.
    for (const _ of foreign.slice(0, MOST_SIGNATURES))
      signatures.push(
        reportOf({ code: 'unsupported', certificate: undefined, signed: [], covers: false }, bytes.length),
      )
    return { verdict: worstOf(signatures.map((each) => each.verdict)), fault: null, pages: null, signatures, signed }
  } catch (error) {
    if (!(error instanceof FormatFault)) throw error
    const fault = REASONS[/too-/.test(error.code) ? 'too-much' : 'xml-damaged']!
    return { verdict: 'UNKNOWN', fault, pages: null, signatures: [], signed: [] }
  }
}

type Judged = { code: string; certificate: Certificate | undefined; signed: string[]; covers: boolean }

function certificatesIn(element: Element): { certificates: Certificate[]; damaged: boolean } {
  const certificates: Certificate[] = []
  const blocks = elementsOf(element, 'X509Certificate').slice(0, 20)
  for (const block of blocks)
    try {
      const octets = atob((block.textContent ?? '').replace(/\s/g, ''))
      certificates.push(parseCertificate(Uint8Array.from(octets, (letter) => letter.charCodeAt(0))))
    } catch {
      // Not base64, or cut off: said below.
    }
  return { certificates, damaged: certificates.length < blocks.length }
}

const ACCEPTED: readonly string[] = [ALGORITHM.rsaSha1, ALGORITHM.rsaSha256, ALGORITHM.rsaSha512, ALGORITHM.ecdsaSha256]

async function judge(at: SignatureAt, options: VerifyOptions, check: MessageTools['check']): Promise<Judged> {
  const { document, element } = at
  const nothing = { certificate: undefined, signed: [], covers: false }
  const method = algorithmOfElement(element, 'SignatureMethod')
  const { certificates, damaged } = certificatesIn(element)
  const [certificate] = certificates
  if (!ACCEPTED.includes(method)) return { ...nothing, code: 'unsupported', certificate }
  if (!certificate) return { ...nothing, code: damaged ? 'certificate-damaged' : 'certificate-missing' }
  if (!wordsOf(element, 'SignatureValue')) return { ...nothing, code: 'signature-damaged', certificate }
  const signed = await check(at, certificate)
  if (typeof signed === 'string') return { ...nothing, code: signed, certificate }
  const covers = coversRoot(document, element)
  if (!covers) return { code: 'part-only', certificate, signed, covers }
  const weak =
    method === ALGORITHM.rsaSha1 ||
    elementsOf(element, 'DigestMethod').some((each) => each.getAttribute('Algorithm') === ALGORITHM.sha1) ||
    weaknessesOf(undefined, certificate.key).length > 0
  const pool = [...certificates, ...(options.extra?.certificates ?? [])]
  const { ocsps = [], crls = [] } = options.extra ?? {}
  const world = { anchors: options.anchors, now: options.now, pool, evidence: { ocsps, crls }, hasStore: false }
  return { code: weak ? 'weak' : await standing(certificate, world, options.now), certificate, signed, covers }
}

/** One reference, to the whole document: an element of the same name elsewhere (signature wrapping) is not the message. */
function coversRoot(document: Document, element: Element): boolean {
  const references = elementsOf(element, 'Reference')
  const [first] = references
  if (!first || references.length !== 1) return false
  const uri = first.getAttribute('URI')
  if (uri === '') return true
  const root = document.documentElement
  const ids = ['Id', 'ID', 'id'].map((key) => root.getAttribute(key))
  return uri !== null && uri.startsWith('#') && ids.includes(uri.slice(1))
}

const reportOf = ({ code, certificate, signed, covers }: Judged, size: number): SignatureReport => ({
  ...{ field: '', kind: 'signature', verdict: verdictOf(code), code, level: 'B-B', later: [] },
  reason: own(REASONS, code) ?? REASONS['signature-damaged']!,
  ...{ signer: certificate?.subject.commonName ?? '', organisation: certificate?.subject.organisation ?? '' },
  ...{ claimedAt: null, provenAt: null, covered: signed.length > 0 && covers ? size : 0, coversWhole: covers },
  certificate: certificate
    ? {
        ...{ serial: certificate.serial, issuer: certificate.issuer.text },
        ...{ notBefore: certificate.notBefore.toISOString(), notAfter: certificate.notAfter.toISOString() },
      }
    : null,
})
