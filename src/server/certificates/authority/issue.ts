import {
  buildCertificate,
  type Certificate,
  der,
  FormatFault,
  keyOf,
  type NameField,
  parseCertificate,
  PURPOSE,
  writeName,
} from '#server/signatures/index.ts'
import { type Authority, newSerial, NO_LEGAL_VALUE, placesOf, POLICY } from './open.ts'

/**
 * Whom a certificate is for: an official (cá nhân), with the 12-digit number hidden unless `nationalIdInClear`; or an organisation, for
 * its seal (cơ quan, tổ chức), with its tax code and its code of QCVN 102:2016/BTTTT. How a real authority arranges names is its own
 * affair; this is the demonstration's way (unverified against Ban Cơ yếu Chính phủ).
 */
export type Profile =
  | {
      kind: 'person'
      name: string
      title?: string
      organisation: string
      unit?: string
      email?: string
      nationalId?: string
      nationalIdInClear?: boolean
    }
  | { kind: 'organisation'; name: string; code?: string; taxCode?: string; email?: string }

export type ToIssue = { profile: Profile; spki: Uint8Array; notBefore: Date; notAfter: Date; serial?: string }

const present = (fields: readonly (readonly [NameField, string | undefined])[]) =>
  fields.filter((field): field is readonly [NameField, string] => Boolean(field[1]?.trim()))

function subjectOf(profile: Profile, pseudonym: (text: string) => string): (readonly [NameField, string])[] {
  if (profile.kind === 'organisation')
    return present([
      ['country', 'VN'],
      ['organisation', profile.name],
      ['unit', NO_LEGAL_VALUE],
      ['organisationIdentifier', profile.code],
      ['commonName', profile.name],
      ['userId', profile.taxCode && `MST:${profile.taxCode}`],
      ['emailAddress', profile.email],
    ])
  const { nationalId } = profile
  const shown = nationalId && (profile.nationalIdInClear ? `CCCD:${nationalId}` : `CCCD-M:${pseudonym(nationalId)}`)
  return present([
    ['country', 'VN'],
    ['organisation', profile.organisation],
    ['unit', profile.unit],
    ['unit', NO_LEGAL_VALUE],
    ['title', profile.title],
    ['commonName', profile.name],
    ['userId', shown],
    ['emailAddress', profile.email],
  ])
}

/** Keys of the law: RSA of 2048 bits and more, ECDSA of 256 and more (TT 15/2025/TT-BKHCN, Annex I). */
function assertAllowedKey(spki: Uint8Array) {
  const key = keyOf(der.readDer(spki, { largest: 8192 }))
  const isAllowed =
    (key.kind === 'rsa' && key.bits >= 2048 && key.bits <= 8192) ||
    (key.kind === 'ec' && ['P-256', 'P-384', 'P-521'].includes(key.curve ?? ''))
  if (!isAllowed) throw new FormatFault('authority.key-not-allowed', `${key.kind} ${key.bits}`)
}

/** Issues a certificate (cấp chứng thư số) for a public key; it never outlives its issuer. The caller's register remembers it. */
export async function issueCertificate(authority: Authority, of: ToIssue): Promise<Certificate> {
  assertAllowedKey(of.spki)
  const { issuing } = authority.keys
  const notAfter = of.notAfter < issuing.certificate.notAfter ? of.notAfter : issuing.certificate.notAfter
  if (of.notBefore >= notAfter) throw new FormatFault('authority.term')
  const { email } = of.profile
  return parseCertificate(
    await buildCertificate(
      {
        serial: of.serial ?? newSerial(),
        ...{ subject: writeName(subjectOf(of.profile, authority.pseudonym)), spki: of.spki },
        ...{ notBefore: of.notBefore, notAfter, keyUsage: ['digitalSignature', 'nonRepudiation'] },
        extendedKeyUsage: { purposes: [PURPOSE.documentSigning, PURPOSE.emailProtection], critical: false },
        policies: [{ oid: POLICY.certificates, notice: NO_LEGAL_VALUE }],
        ...placesOf(authority.address),
        ...(email ? { email } : {}),
      },
      issuing,
    ),
  )
}
