import type { Certificate } from './certificate.ts'
import { PURPOSE } from './extensions.ts'

/** Purposes of machines and of services: a certificate that is for nothing else signs no paper, whoever issued it. */
const NOT_OF_SIGNERS = new Set<string>([
  ...[PURPOSE.serverAuth, PURPOSE.codeSigning, PURPOSE.timeStamping, PURPOSE.ocspSigning],
  // IPsec: end system, tunnel, user, intermediate; IKE.
  ...['1.3.6.1.5.5.7.3.5', '1.3.6.1.5.5.7.3.6', '1.3.6.1.5.5.7.3.7', '1.3.6.1.5.5.8.2.2', '1.3.6.1.5.5.7.3.17'],
  // Microsoft: encrypted files and their recovery, trust lists, key recovery; Kerberos: key distribution centre.
  ...['1.3.6.1.4.1.311.10.3.4', '1.3.6.1.4.1.311.10.3.4.1', '1.3.6.1.4.1.311.10.3.1', '1.3.6.1.4.1.311.10.3.11'],
  '1.3.6.1.5.2.3.5',
])

/**
 * Whether a certificate is for signing papers (RFC 5280, 4.2.1.3, 4.2.1.9, 4.2.1.12): its key makes signatures (digitalSignature or
 * nonRepudiation, where the usage is restricted), it is no authority, and where purposes are listed, one of them is a signer's. A server's
 * certificate that names its own client purpose beside stays a server's. Where nothing is restricted, everything is let.
 */
export function isForSigning({ keyUsage, extendedKeyUsage, isCa }: Certificate): boolean {
  if (isCa || keyUsage?.includes('keyCertSign')) return false
  if (keyUsage && !keyUsage.includes('digitalSignature') && !keyUsage.includes('nonRepudiation')) return false
  if (!extendedKeyUsage || extendedKeyUsage.includes(PURPOSE.any)) return true
  const rest = extendedKeyUsage.filter((each) => !NOT_OF_SIGNERS.has(each))
  const isMachine = extendedKeyUsage.includes(PURPOSE.serverAuth)
  return isMachine ? rest.some((each) => each !== PURPOSE.clientAuth) : rest.length > 0
}
