import { own } from '#own-keys'
import { FormatFault } from '../format-fault.ts'
import type { SignatureAlgorithm } from '../pki/algorithms.ts'
import type { Certificate } from '../pki/certificate.ts'
import { sameBytes } from '../pki/der.ts'
import { integer, sequence } from '../pki/der-write.ts'
import { type DigestName, digestOf } from '../pki/digests.ts'
import { verifySignature } from '../pki/verify-signature.ts'
import type { VerifyOptions } from '../verify/pdf.ts'
import { type Canonical, canonicalOf } from './canonical.ts'
import { ALGORITHM, algorithmOfElement, DSIG, elementsOf, guardMessage, wordsOf } from './elements.ts'
import { judgeMessage, type SignatureAt, type XmlReport } from './judge.ts'

const METHODS: Record<string, SignatureAlgorithm> = {
  [ALGORITHM.rsaSha1]: { kind: 'rsa-pkcs1', digest: 'SHA-1' },
  [ALGORITHM.rsaSha256]: { kind: 'rsa-pkcs1', digest: 'SHA-256' },
  [ALGORITHM.rsaSha512]: { kind: 'rsa-pkcs1', digest: 'SHA-512' },
  [ALGORITHM.ecdsaSha256]: { kind: 'ecdsa', digest: 'SHA-256' },
}
const DIGESTS: Record<string, DigestName> = {
  [ALGORITHM.sha1]: 'SHA-1',
  [ALGORITHM.sha256]: 'SHA-256',
  'http://www.w3.org/2001/04/xmlenc#sha512': 'SHA-512',
}
const octetsOf = (words: string) => new TextEncoder().encode(words)
function unpacked(base64: string): Uint8Array {
  try {
    return Uint8Array.from(atob(base64.replace(/\s/g, '')), (letter) => letter.charCodeAt(0))
  } catch {
    throw new FormatFault('xml.damaged')
  }
}

const childrenNamed = (element: Element, name: string) =>
  Array.from(element.childNodes).filter(
    (each): each is Element =>
      each.nodeType === 1 && (each as Element).localName === name && (each as Element).namespaceURI === DSIG,
  )

/** How a canonical form is named; undefined for what is not read here. */
function canonicalNamed(element: Element | undefined): Canonical | undefined {
  const uri = element?.getAttribute('Algorithm')
  if (uri === ALGORITHM.inclusive) return { exclusive: false }
  if (uri !== ALGORITHM.exclusive) return undefined
  const list = Array.from(element!.getElementsByTagNameNS(ALGORITHM.exclusive, 'InclusiveNamespaces'))[0]
  return { exclusive: true, prefixes: (list?.getAttribute('PrefixList') ?? '').split(/\s+/).filter(Boolean) }
}

/** The one element that a reference means. An identifier that stands twice means none: that is how messages are wrapped. */
function referred(document: Document, uri: string | null): Element | undefined {
  if (uri === '') return document.documentElement
  if (!uri?.startsWith('#')) return undefined
  const found = Array.from(document.getElementsByTagName('*')).filter((each) =>
    ['Id', 'ID', 'id'].some((key) => each.getAttribute(key) === uri.slice(1)),
  )
  return found.length === 1 ? found[0] : undefined
}

/** The canonical content of a reference whose digest fits, or the code of what is wrong. */
function contentOf({ document, element }: SignatureAt, reference: Element): { signed: string } | string {
  const target = referred(document, reference.getAttribute('URI'))
  if (!target) return 'signature-damaged'
  // Instructions around the root belong to a whole document; who would write them is not judged here.
  if (
    target === document.documentElement &&
    Array.from(document.childNodes).some((each) => each.nodeType === 7 && each.nodeName !== 'xml')
  )
    return 'unsupported'
  let [how, skipped]: [Canonical, Element | undefined] = [{ exclusive: false }, undefined]
  for (const transform of elementsOf(reference, 'Transform')) {
    if (transform.getAttribute('Algorithm') === ALGORITHM.enveloped) {
      skipped = element
      continue
    }
    const named = canonicalNamed(transform)
    if (!named) return 'unsupported'
    how = named
  }
  const digest = own(DIGESTS, algorithmOfElement(reference, 'DigestMethod'))
  if (!digest) return 'unsupported'
  const signed = canonicalOf(target, how, skipped)
  const stated = unpacked(wordsOf(reference, 'DigestValue'))
  return sameBytes(digestOf(digest, octetsOf(signed)), stated) ? { signed } : 'digest-mismatch'
}

/** ECDSA values of XML-DSig are two numbers side by side; everybody else has them in DER. */
function valueOf(algorithm: SignatureAlgorithm, value: Uint8Array): Uint8Array {
  if (algorithm.kind !== 'ecdsa') return value
  const half = value.length / 2
  return sequence(integer(value.subarray(0, half)), integer(value.subarray(half)))
}

/** A prefix without a name space, or a value that is no base64, damages the signature and not the message around it. */
async function check(at: SignatureAt, certificate: Certificate): Promise<string[] | string> {
  try {
    return await checkValue(at, certificate)
  } catch (error) {
    if (error instanceof FormatFault) return 'signature-damaged'
    throw error
  }
}

async function checkValue(at: SignatureAt, certificate: Certificate): Promise<string[] | string> {
  const [info] = childrenNamed(at.element, 'SignedInfo')
  const [value] = childrenNamed(at.element, 'SignatureValue')
  const how = info && canonicalNamed(childrenNamed(info, 'CanonicalizationMethod')[0])
  const method = info && childrenNamed(info, 'SignatureMethod')[0]?.getAttribute('Algorithm')
  const algorithm = own(METHODS, method ?? '')
  if (!info || !value) return 'signature-damaged'
  if (!how || !algorithm) return 'unsupported'
  const signed: string[] = []
  for (const reference of childrenNamed(info, 'Reference')) {
    const found = contentOf(at, reference)
    if (typeof found === 'string') return found
    signed.push(found.signed)
  }
  if (signed.length === 0) return 'signature-damaged'
  const signature = valueOf(algorithm, unpacked(value.textContent ?? ''))
  const data = octetsOf(canonicalOf(info, how))
  const outcome = await verifySignature({ algorithm, spki: certificate.spki, data, signature })
  return outcome === 'good' ? signed : outcome === 'bad' ? 'digest-mismatch' : 'unsupported'
}

/**
 * Verifies the signatures of an XML message with nothing but WebCrypto: the same judgement as `verifyXml`, for the offline checker. `parse` is
 * the browser's own reader; it must not repair. Values and canonical forms are checked here.
 */
export const verifyMessage = (
  bytes: Uint8Array,
  options: VerifyOptions,
  parse: (words: string) => Document | null,
): Promise<XmlReport> =>
  judgeMessage(bytes, options, {
    check,
    read: (words) => {
      guardMessage(words)
      const document = parse(words)
      if (!document?.documentElement || document.getElementsByTagName('parsererror').length > 0)
        throw new FormatFault('xml.damaged')
      return document
    },
  })
