import { type SignatureAlgorithm as XmlAlgorithm, SignedXml } from 'xml-crypto'
import { FormatFault } from '../format-fault.ts'
import type { SignatureAlgorithm } from '../pki/algorithms.ts'
import type { Certificate } from '../pki/certificate.ts'
import { pemOf } from '../pki/certificate-files.ts'
import type { RawSignature } from '../pki/cms-build.ts'
import { readDer, sequenceOf } from '../pki/der.ts'
import { ALGORITHM } from '../messages/elements.ts'
import { readXml } from './read.ts'

export type XmlSigner = { certificate: Certificate; algorithm: SignatureAlgorithm; sign: RawSignature }

/** r and s side by side, as XML-DSig wants them, from the DER of everybody else. */
function sideBySide(der: Uint8Array, width = 32): Uint8Array {
  const both = new Uint8Array(width * 2)
  for (const [at, number] of sequenceOf(readDer(der)).entries()) {
    const digits = number.content.subarray(number.content[0] === 0 ? 1 : 0)
    both.set(digits, (at + 1) * width - digits.length)
  }
  return both
}

function uriOf({ algorithm, certificate }: XmlSigner) {
  if (algorithm.kind === 'rsa-pkcs1' && algorithm.digest === 'SHA-256') return ALGORITHM.rsaSha256
  if (algorithm.kind === 'ecdsa' && algorithm.digest === 'SHA-256' && certificate.key.curve === 'P-256')
    return ALGORITHM.ecdsaSha256
  throw new FormatFault('xml.algorithm', algorithm.kind)
}

/** `<?name …?>` beside the declaration; the library that signs leaves their words out of what it signs. */
const hasInstruction = (xml: string) =>
  /<\?(?!xml[\s?])/i.test(xml.replace(/<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>/g, ''))

/**
 * Signs a message (ký thông điệp): one enveloped signature as the last child of the root, over all of it, SHA-256 and exclusive
 * canonical form, with the certificate. The key stays with its holder, who makes the value. @throws FormatFault `xml.instruction` for one with
 * processing instructions, which no message of the axis has.
 */
export async function signXml(xml: string, signer: XmlSigner): Promise<string> {
  readXml(xml)
  if (hasInstruction(xml)) throw new FormatFault('xml.instruction')
  const uri = uriOf(signer)
  const signed = new SignedXml({
    // Nothing is signed with it: the holder's hand below makes the value.
    privateKey: 'the key stays with its holder',
    publicCert: pemOf('CERTIFICATE', signer.certificate.der),
    signatureAlgorithm: uri,
    canonicalizationAlgorithm: ALGORITHM.exclusive,
  })
  class Hand {
    getSignature = (material: unknown, _key: unknown, done?: (error: Error | null, value?: string) => void) => {
      signer.sign(new TextEncoder().encode(String(material))).then(
        (value) =>
          done?.(null, btoa(String.fromCharCode(...(signer.algorithm.kind === 'ecdsa' ? sideBySide(value) : value)))),
        (error: unknown) => done?.(error instanceof Error ? error : new Error(String(error))),
      )
      return ''
    }
    verifySignature = () => false
    getAlgorithmName = () => uri
  }
  signed.SignatureAlgorithms = { [uri]: Hand as unknown as new () => XmlAlgorithm }
  signed.addReference({
    ...{ xpath: '/*', isEmptyUri: true, digestAlgorithm: ALGORITHM.sha256 },
    transforms: [ALGORITHM.enveloped, ALGORITHM.exclusive],
  })
  return new Promise((resolve, reject) =>
    signed.computeSignature(xml, { location: { reference: '/*', action: 'append' } }, (error) =>
      error ? reject(error) : resolve(signed.getSignedXml()),
    ),
  )
}
