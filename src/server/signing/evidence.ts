import {
  type Certificate,
  findSignature,
  parseSignedData,
  parseTimestampToken,
  PdfFile,
  sameName,
  type Source,
  verifySignature,
} from '#server/signatures/index.ts'
import type { Validation } from './schema.ts'

const LONGEST = 8

async function issuerOf(certificate: Certificate, pool: readonly Certificate[]): Promise<Certificate | undefined> {
  for (const each of pool) {
    if (!sameName(each.subject, certificate.issuer)) continue
    const { algorithm, tbs, signature } = certificate
    if ((await verifySignature({ algorithm, spki: each.spki, data: tbs, signature })) === 'good') return each
  }
  return undefined
}

/** Certificates and revocation data for leaves and everything above them: what a file needs to be judged years later. */
export async function evidenceFor(
  leaves: readonly Certificate[],
  pool: readonly Certificate[],
  validation: Validation,
): Promise<{ certificates: Uint8Array[]; ocsps: Uint8Array[]; crls: Uint8Array[] }> {
  const whole = [...pool, ...((await validation.issuers?.()) ?? [])]
  const certificates = new Map<string, Uint8Array>()
  const [ocsps, crls]: [Uint8Array[], Uint8Array[]] = [[], []]
  for (const leaf of leaves) {
    let at: Certificate | undefined = leaf
    for (let depth = 0; at && depth < LONGEST; depth += 1) {
      const isKnown = certificates.has(at.fingerprint)
      certificates.set(at.fingerprint, at.der)
      const issuer: Certificate | undefined = sameName(at.subject, at.issuer) ? undefined : await issuerOf(at, whole)
      if (!issuer || isKnown) break
      const found = await validation.revocationOf(at, issuer)
      ocsps.push(...found.ocsps)
      crls.push(...found.crls)
      at = issuer
    }
  }
  return { certificates: [...certificates.values()], ocsps, crls }
}

/** Who signed a field and whatever certificates came along, of a signature or of a document timestamp. */
export async function certificatesIn(source: Source, field: string): Promise<Certificate[]> {
  const { cms } = await findSignature(source, field)
  return parseSignedData(cms).certificates
}
/** The certificates of every signature and timestamp of a file: among them the roots that signers bring along. */
export async function certificatesOfFile(source: Source): Promise<Certificate[]> {
  const fields = (await (await PdfFile.open(source)).fields()).filter(
    (each) => each.type === 'Sig' && each.field.has('V'),
  )
  const found = new Map<string, Certificate>()
  for (const { name } of fields)
    for (const each of await certificatesIn(source, name)) found.set(each.fingerprint, each)
  return [...found.values()]
}
export const certificatesOfToken = (token: Uint8Array) => parseTimestampToken(token).signedData.certificates

/** The certificate that is nobody's issuer here: the leaf. */
export const leafOf = (certificates: readonly Certificate[]): Certificate | undefined =>
  certificates.find((each) => !certificates.some((other) => other !== each && sameName(other.issuer, each.subject)))
