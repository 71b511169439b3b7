import { randomBytes } from 'node:crypto'
import { sealingOf } from '#server/platform/sealing.ts'
import {
  buildCertificate,
  type Certificate,
  type CertificateContent,
  type IssuingKey,
  parseCertificate,
  PURPOSE,
  rawSignatureOfPkcs8,
  type SignatureAlgorithm,
  webCryptoName,
  writeName,
} from '#server/signatures/index.ts'
import { keepStored, readStored, type Role, ROLES, type StoredAuthority, type StoredKey } from './stored-keys.ts'

/** Said in the subject of every certificate, in its policy, and on every paper the demonstration signs. */
export const NO_LEGAL_VALUE = 'Bản trình diễn, không có giá trị pháp lý'
/** Policies under the arc for examples (2.999): the demonstration has none of its own. */
export const POLICY = { certificates: '2.999.1.1', timestamps: '2.999.1.2' } as const

export type AuthorityKey = IssuingKey & { certificate: Certificate }
export type Authority = {
  /** Where certificates say that answers are, e.g. https://dichvucong.example.vn. */
  address: string
  keys: Record<Role, AuthorityKey>
  /** Hides a national ID in a subject: the same for the same person, unreadable without the key of this installation. */
  pseudonym: (text: string) => string
}

const ALGORITHM = {
  ecdsa: { kind: 'ecdsa', digest: 'SHA-256' },
  rsa: { kind: 'rsa-pkcs1', digest: 'SHA-256' },
} as const satisfies Record<string, SignatureAlgorithm>
const NAMES: Record<Role, string> = {
  root: 'Đình CA gốc',
  issuing: 'Đình CA cấp chứng thư',
  ocsp: 'Đình trả lời trạng thái chứng thư',
  stamping: 'Đình cấp dấu thời gian',
}
const YEARS = (from: Date, count: number) =>
  new Date(Date.UTC(from.getUTCFullYear() + count, from.getUTCMonth(), from.getUTCDate()))

/** 127 random bits: no counter to keep, none given twice. */
export const newSerial = () => {
  const octets = randomBytes(16)
  octets[0] = (octets[0]! & 0x7f) | 0x40
  return octets.toString('hex')
}

export const placesOf = (address: string) => ({
  ocspUrl: `${address}/ca/ocsp`,
  issuerUrl: `${address}/ca/issuer`,
  crlUrl: `${address}/ca/crl`,
})
const placesOfIssuing = (address: string) => ({
  ...{ ocspUrl: `${address}/ca/ocsp`, issuerUrl: `${address}/ca/root`, crlUrl: `${address}/ca/root-crl` },
})

const nameOf = (role: Role) =>
  writeName([
    ['country', 'VN'],
    ['organisation', 'Đình'],
    ['unit', NO_LEGAL_VALUE],
    ['commonName', `${NAMES[role]} (trình diễn)`],
  ])

type Made = { key: AuthorityKey; stored: StoredKey }

async function makeKey(
  role: Role,
  kind: StoredAuthority['kind'],
): Promise<Omit<Made['key'], 'certificate'> & { pkcs8: Uint8Array }> {
  const algorithm = ALGORITHM[kind]
  const modulusLength = role === 'root' || role === 'issuing' ? 3072 : 2048
  const rsa = { modulusLength, publicExponent: Uint8Array.of(1, 0, 1) }
  const named = { ...webCryptoName(algorithm), ...(kind === 'rsa' ? rsa : {}) }
  const { subtle } = globalThis.crypto
  const pair = (await subtle.generateKey(named as EcKeyGenParams, true, ['sign', 'verify'])) as CryptoKeyPair
  const [pkcs8, spki] = await Promise.all([
    subtle.exportKey('pkcs8', pair.privateKey),
    subtle.exportKey('spki', pair.publicKey),
  ])
  const sign = await rawSignatureOfPkcs8(new Uint8Array(pkcs8), algorithm)
  return { name: nameOf(role), spki: new Uint8Array(spki), algorithm, sign, pkcs8: new Uint8Array(pkcs8) }
}

async function make(kind: StoredAuthority['kind'], address: string, at: Date): Promise<StoredAuthority> {
  const keys = Object.fromEntries(
    await Promise.all(ROLES.map(async (role) => [role, await makeKey(role, kind)] as const)),
  )
  const yesterday = new Date(at.getTime() - 86_400_000)
  const policies = [{ oid: POLICY.certificates, notice: NO_LEGAL_VALUE }]
  const certify = async (
    role: Role,
    issuer: Role,
    content: Pick<CertificateContent, 'keyUsage'> & Partial<CertificateContent>,
  ) => {
    const { name, spki, pkcs8 } = keys[role]!
    const term = { notBefore: yesterday, notAfter: YEARS(at, role === 'root' ? 20 : 10) }
    const der = await buildCertificate(
      { serial: newSerial(), subject: name, spki, ...term, policies, ...content },
      keys[issuer]!,
    )
    return { pkcs8: Buffer.from(pkcs8).toString('base64'), certificate: Buffer.from(der).toString('base64') }
  }
  const authority = { keyUsage: ['keyCertSign', 'cRLSign'] } as const
  const ends = (purpose: string, critical: boolean) => ({ extendedKeyUsage: { purposes: [purpose], critical } })
  const signs = { keyUsage: ['digitalSignature'], ...placesOf(address) } as const
  return {
    kind,
    root: await certify('root', 'root', { ...authority, authority: {} }),
    issuing: await certify('issuing', 'root', {
      ...authority,
      authority: { pathLength: 0 },
      ...placesOfIssuing(address),
    }),
    ocsp: await certify('ocsp', 'issuing', { ...signs, ...ends(PURPOSE.ocspSigning, false), ocspNoCheck: true }),
    stamping: await certify('stamping', 'issuing', { ...signs, ...ends(PURPOSE.timeStamping, true) }),
  }
}

async function keyOf(stored: StoredKey, algorithm: SignatureAlgorithm): Promise<AuthorityKey> {
  const certificate = parseCertificate(new Uint8Array(Buffer.from(stored.certificate, 'base64')))
  const sign = await rawSignatureOfPkcs8(new Uint8Array(Buffer.from(stored.pkcs8, 'base64')), algorithm)
  return { name: certificate.subject.der, spki: certificate.spki, algorithm, sign, certificate }
}

/**
 * Opens the demonstration authority (bản trình diễn, không có giá trị pháp lý) of a data folder. Its keys are made on the first use and
 * kept sealed in `keys/`; web, worker and commands on one folder have the same authority, whoever comes first. Root 20 years, the rest 10.
 */
export async function openAuthority(of: {
  dataDir: string
  address: string
  kind?: 'ecdsa' | 'rsa'
  at: Date
}): Promise<Authority> {
  const sealing = sealingOf(of.dataDir)
  const stored =
    readStored(of.dataDir, sealing) ??
    keepStored(of.dataDir, sealing, await make(of.kind ?? 'ecdsa', of.address, of.at))
  const algorithm = ALGORITHM[stored.kind]
  const [root, issuing, ocsp, stamping] = await Promise.all([
    ...[keyOf(stored.root, algorithm), keyOf(stored.issuing, algorithm)],
    ...[keyOf(stored.ocsp, algorithm), keyOf(stored.stamping, algorithm)],
  ])
  return {
    address: of.address,
    keys: { root: root!, issuing: issuing!, ocsp: ocsp!, stamping: stamping! },
    pseudonym: (text) => sealing.lasting(`certificate ${text}`).toString('hex').slice(0, 32),
  }
}
