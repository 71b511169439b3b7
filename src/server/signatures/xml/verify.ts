import { createVerify } from 'node:crypto'
import { type SignatureAlgorithm as XmlAlgorithm, SignedXml } from 'xml-crypto'
import { ALGORITHM } from '../messages/elements.ts'
import { judgeMessage, type SignatureAt, type XmlReport } from '../messages/judge.ts'
import type { Certificate } from '../pki/certificate.ts'
import { pemOf } from '../pki/certificate-files.ts'
import type { VerifyOptions } from '../verify/pdf.ts'
import { readXml } from './read.ts'

export type { XmlReport }

/** Verifies the signatures of an XML message with xml-crypto; see `judgeMessage`. */
export const verifyXml = (bytes: Uint8Array, options: VerifyOptions): Promise<XmlReport> =>
  judgeMessage(bytes, options, { read: readXml, check })

class Ecdsa {
  getSignature = () => ''
  verifySignature = (material: string, key: string, value: string) =>
    createVerify('SHA256').update(material).verify({ key, dsaEncoding: 'ieee-p1363' }, value, 'base64')
  getAlgorithmName = () => ALGORITHM.ecdsaSha256
}

/** The canonical content that the signature covers, or the code of what is wrong. */
function check({ words, element }: SignatureAt, certificate: Certificate): string[] | string {
  const xml = new SignedXml({ publicCert: pemOf('CERTIFICATE', certificate.der), getCertFromKeyInfo: () => null })
  xml.SignatureAlgorithms = {
    ...xml.SignatureAlgorithms,
    [ALGORITHM.ecdsaSha256]: Ecdsa as unknown as new () => XmlAlgorithm,
  }
  try {
    xml.loadSignature(element as unknown as Node)
    const good = xml.checkSignature(words)
    return good ? xml.getSignedReferences() : 'digest-mismatch'
  } catch (error) {
    const said = error instanceof Error ? error.message : ''
    if (/invalid signature/i.test(said)) return 'digest-mismatch'
    return /algorithm|transform|not supported/i.test(said) ? 'unsupported' : 'signature-damaged'
  }
}
