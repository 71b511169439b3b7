import { FormatFault } from '../format-fault.ts'

export const DSIG = 'http://www.w3.org/2000/09/xmldsig#'
export const ALGORITHM = {
  rsaSha1: 'http://www.w3.org/2000/09/xmldsig#rsa-sha1',
  rsaSha256: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
  rsaSha512: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha512',
  ecdsaSha256: 'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256',
  exclusive: 'http://www.w3.org/2001/10/xml-exc-c14n#',
  enveloped: 'http://www.w3.org/2000/09/xmldsig#enveloped-signature',
  inclusive: 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315',
  sha1: 'http://www.w3.org/2000/09/xmldsig#sha1',
  sha256: 'http://www.w3.org/2001/04/xmlenc#sha256',
} as const

const DEEPEST = 200
const MOST_ELEMENTS = 500_000

/** What no message may be, before it is parsed: no document type (so no entities), bounded in depth and number. @throws FormatFault `xml.…`. */
export function guardMessage(words: string) {
  if (/<!DOCTYPE/i.test(words)) throw new FormatFault('xml.doctype')
  let [depth, count] = [0, 0]
  for (const [tag] of words.matchAll(/<(?:[^!?>"']|"[^"]*"|'[^']*')*>/g)) {
    count += 1
    if (tag.startsWith('</')) depth -= 1
    else if (!tag.endsWith('/>')) depth += 1
    if (depth > DEEPEST || count > MOST_ELEMENTS) throw new FormatFault('xml.too-deep')
  }
}

export const elementsOf = (over: Document | Element, name: string): Element[] =>
  Array.from(over.getElementsByTagNameNS(DSIG, name))
export const wordsOf = (over: Element, name: string) => elementsOf(over, name)[0]?.textContent?.trim() ?? ''
export const algorithmOfElement = (over: Element, name: string) =>
  elementsOf(over, name)[0]?.getAttribute('Algorithm') ?? ''
