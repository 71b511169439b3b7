import { own } from '#own-keys'
import { FormatFault } from '../format-fault.ts'
import { algorithmOid } from './algorithms.ts'
import { type Certificate, parseCertificate } from './certificate.ts'
import { CMS } from './cms.ts'
import {
  childrenOf,
  type Der,
  isContext,
  isTag,
  octetsOf,
  oidOf,
  readDer,
  sequenceOf,
  smallIntegerOf,
  TAG,
} from './der.ts'

const OID = {
  ...{ encryptedData: '1.2.840.113549.1.7.6', pbes2: '1.2.840.113549.1.5.13', pbkdf2: '1.2.840.113549.1.5.12' },
  ...{ certBag: '1.2.840.113549.1.12.10.1.3', x509: '1.2.840.113549.1.9.22.1' },
} as const
const AES_BITS: Record<string, number> = {
  '2.16.840.1.101.3.4.1.2': 128,
  '2.16.840.1.101.3.4.1.22': 192,
  '2.16.840.1.101.3.4.1.42': 256,
}
const PRF: Record<string, string> = {
  '1.2.840.113549.2.7': 'SHA-1',
  '1.2.840.113549.2.9': 'SHA-256',
  '1.2.840.113549.2.10': 'SHA-384',
  '1.2.840.113549.2.11': 'SHA-512',
}
const MOST_ROUNDS = 1_000_000
const plain = (bytes: Uint8Array) => bytes as Uint8Array<ArrayBuffer>

/** Opens PBES2 (PBKDF2 and AES-CBC), which OpenSSL 3 and Windows write. RC2 and 3DES of older files are refused by name. */
async function opened(identifier: Der | undefined, sealed: Uint8Array, password: string): Promise<Uint8Array> {
  if (algorithmOid(identifier) !== OID.pbes2) throw new FormatFault('pkcs12.old-encryption')
  const [derivation, cipher] = sequenceOf(sequenceOf(identifier)[1])
  const [, parameters] = sequenceOf(derivation)
  const [salt, rounds, ...rest] = sequenceOf(parameters)
  const prf = rest.find((each) => isTag(each, TAG.sequence))
  const hash = prf ? own(PRF, algorithmOid(prf)) : 'SHA-1'
  const bits = own(AES_BITS, algorithmOid(cipher))
  const iterations = smallIntegerOf(rounds)
  if (algorithmOid(derivation) !== OID.pbkdf2 || !hash || !bits || iterations > MOST_ROUNDS || iterations < 1)
    throw new FormatFault('pkcs12.encryption')
  const { subtle } = globalThis.crypto
  const secret = await subtle.importKey('raw', new TextEncoder().encode(password), 'PBKDF2', false, ['deriveKey'])
  const pbkdf2 = { name: 'PBKDF2', salt: plain(octetsOf(salt)), iterations, hash }
  try {
    const key = await subtle.deriveKey(pbkdf2, secret, { name: 'AES-CBC', length: bits }, false, ['decrypt'])
    const iv = plain(octetsOf(sequenceOf(cipher)[1]))
    return new Uint8Array(await subtle.decrypt({ name: 'AES-CBC', iv }, key, plain(sealed)))
  } catch {
    throw new FormatFault('pkcs12.wrong-password')
  }
}

function certificatesOfBags(contents: Uint8Array): Certificate[] {
  return sequenceOf(readDer(contents)).flatMap((bag) => {
    const [type, value] = sequenceOf(bag)
    if (oidOf(type) !== OID.certBag || !isContext(value, 0)) return []
    const [kind, wrapped] = sequenceOf(childrenOf(value)[0])
    if (oidOf(kind) !== OID.x509 || !isContext(wrapped, 0)) return []
    return [parseCertificate(octetsOf(childrenOf(wrapped)[0]))]
  })
}

/**
 * The certificates of a PKCS#12 file, its public part; bags of keys are passed over unread. The MAC is not asked: what is taken out is
 * public and proven by its own signatures.
 */
export async function certificatesOfPkcs12(bytes: Uint8Array, password: string): Promise<Certificate[]> {
  try {
    const [, authenticated] = sequenceOf(readDer(bytes, { padded: true }))
    const [type, wrapped] = sequenceOf(authenticated)
    if (oidOf(type) !== CMS.data || !isContext(wrapped, 0)) throw new FormatFault('pkcs12.damaged')
    const found: Certificate[] = []
    for (const part of sequenceOf(readDer(octetsOf(childrenOf(wrapped)[0]))).slice(0, 4)) {
      const [kind, inside] = sequenceOf(part)
      if (!isContext(inside, 0)) continue
      const value = childrenOf(inside)[0]
      if (oidOf(kind) === CMS.data) found.push(...certificatesOfBags(octetsOf(value)))
      else if (oidOf(kind) === OID.encryptedData) {
        const [, identifier, sealed] = sequenceOf(sequenceOf(value)[1])
        found.push(...certificatesOfBags(await opened(identifier, octetsOf(sealed), password)))
      }
    }
    if (found.length === 0) throw new FormatFault('certificate.none')
    return found
  } catch (error) {
    if (error instanceof FormatFault) throw error
    throw new FormatFault('pkcs12.damaged', error instanceof Error ? error.message : undefined)
  }
}
