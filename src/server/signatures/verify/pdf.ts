import { FormatFault } from '../format-fault.ts'
import { PdfFile } from '../pdf/file.ts'
import { Stream } from '../pdf/objects.ts'
import { prefixOf, type Source } from '../pdf/source.ts'
import { unpacked } from '../pdf/streams.ts'
import { type Certificate, parseCertificate } from '../pki/certificate.ts'
import type { RevocationEvidence } from '../pki/revocation.ts'
import { changesBetween } from './changes.ts'
import { digester, type Held, heldSignatures } from './covered.ts'
import { judgeChanges, lockOf, permissionOf } from './permitted.ts'
import { REASONS, type Report, type SignatureReport, worstOf } from './report.ts'
import { judgeSigner, type Proof, type World } from './trust.ts'

const MOST_SIGNATURES = 100

export type VerifyOptions = {
  /** Roots that are trusted. */
  anchors: readonly Certificate[]
  now: Date
  /** Revocation data and certificates from outside the file. */
  extra?: RevocationEvidence & { certificates: readonly Certificate[] }
}

const nothing = (code: string): Report => ({ verdict: 'UNKNOWN', fault: REASONS[code]!, pages: null, signatures: [] })

/**
 * Verifies every signature and timestamp of a PDF: what it covers, the signature value, the chain, revocation at the proven time, and what
 * later revisions changed. Never throws for a hostile file, never calls VALID what lacks revocation data.
 */
export async function verifyPdf(source: Source, options: VerifyOptions): Promise<Report> {
  try {
    const file = await PdfFile.open(source)
    if (file.isEncrypted) return nothing('encrypted')
    return await verifyFile(file, options)
  } catch (error) {
    if (error instanceof FormatFault) return nothing(/too-(many|large|deep)/.test(error.code) ? 'too-much' : 'damaged')
    throw error
  }
}

async function verifyFile(file: PdfFile, options: VerifyOptions): Promise<Report> {
  const { held, faulty } = await heldSignatures(file)
  if (held.length > MOST_SIGNATURES) return nothing('too-much')
  const world = await worldOf(file, options)
  const reports: SignatureReport[] = faulty.map(({ field, code }) => faultReport(field, code))
  // The newest first: a timestamp that stands proves the time of everything before it.
  const proofs: Proof[] = []
  for (const each of held.toReversed()) reports.push(await verifyHeld(file, each, world, proofs))
  const signatures = reports.toReversed()
  return {
    verdict: worstOf(signatures.map((each) => each.verdict)),
    fault: null,
    pages: (await file.pages()).length,
    signatures,
  }
}

const faultReport = (field: string, code: string): SignatureReport => ({
  ...{ field, kind: 'signature', verdict: 'INVALID', code: REASONS[code] ? code : 'signature-damaged' },
  ...{ reason: REASONS[code] ?? REASONS['signature-damaged']!, signer: '', organisation: '', level: 'B-B' },
  ...{ claimedAt: null, provenAt: null, covered: 0, coversWhole: false, later: [], certificate: null },
})

/** Certificates and revocation data of the document security store, with what came from outside. */
async function worldOf(file: PdfFile, options: VerifyOptions): Promise<World> {
  const store = await file.dict((await file.catalog()).get('DSS'))
  const streams = async (key: string) => {
    const found: Uint8Array[] = []
    for (const each of ((await file.array(store?.get(key))) ?? []).slice(0, 1000)) {
      const stream = await file.resolve(each)
      if (stream instanceof Stream) found.push(unpacked(stream))
    }
    return found
  }
  const certificates = (await streams('Certs')).flatMap((der) => {
    try {
      return [parseCertificate(der)]
    } catch {
      return []
    }
  })
  const [ocsps, crls] = [await streams('OCSPs'), await streams('CRLs')]
  return {
    ...{ anchors: options.anchors, now: options.now },
    hasStore: ocsps.length + crls.length > 0,
    pool: [...certificates, ...(options.extra?.certificates ?? [])],
    evidence: {
      ocsps: [...ocsps, ...(options.extra?.ocsps ?? [])],
      crls: [...crls, ...(options.extra?.crls ?? [])],
    },
  }
}

/** What happened to the file after the revision that a signature covers. */
async function sinceOf(file: PdfFile, held: Held): Promise<{ code: string | null; later: string[] }> {
  if (held.end === file.source.size) return { code: null, later: [] }
  let before: PdfFile
  try {
    before = await PdfFile.open(prefixOf(file.source, held.end))
  } catch (error) {
    if (error instanceof FormatFault) return { code: 'not-a-revision', later: [] }
    throw error
  }
  // The later tables must stand on the signed ones, not beside them.
  if (!file.sections.some((section) => section.offset === before.sections[0]!.offset))
    return { code: 'not-a-revision', later: [] }
  return judgeChanges(await changesBetween(before, file), await permissionOf(file, held), await lockOf(file, held))
}

async function verifyHeld(file: PdfFile, held: Held, world: World, proofs: Proof[]): Promise<SignatureReport> {
  const since = await sinceOf(file, held)
  const judged = await judgeSigner(held, digester(file, held.range), world, proofs)
  const code = since.code && judged.verdict !== 'INVALID' ? since.code : judged.code
  const verdict = since.code ? 'INVALID' : judged.verdict
  if (held.isTimestamp && verdict === 'VALID' && judged.time) proofs.push({ at: judged.time, end: held.end })
  const { certificate } = judged
  return {
    ...{ field: held.field, kind: held.isTimestamp ? 'timestamp' : 'signature', verdict, code },
    reason: REASONS[code] ?? REASONS['signature-damaged']!,
    signer: certificate?.subject.commonName ?? '',
    organisation: certificate?.subject.organisation ?? '',
    level: judged.level,
    claimedAt: held.claimedAt?.toISOString() ?? null,
    provenAt: judged.provenAt?.toISOString() ?? null,
    covered: held.range[1] + held.range[3],
    coversWhole: held.end === file.source.size,
    later: since.later,
    certificate: certificate
      ? {
          ...{ serial: certificate.serial, issuer: certificate.issuer.text },
          ...{ notBefore: certificate.notBefore.toISOString(), notAfter: certificate.notAfter.toISOString() },
        }
      : null,
  }
}
