import { own } from '#own-keys'
import { FormatFault } from '../format-fault.ts'
import { PdfFile } from '../pdf/file.ts'
import { Stream } from '../pdf/objects.ts'
import { prefixOf, type Source } from '../pdf/source.ts'
import { unpacked } from '../pdf/streams.ts'
import { type Certificate, parseCertificate } from '../pki/certificate.ts'
import { parseSignedData } from '../pki/cms.ts'
import type { DigestName, Hashing } from '../pki/digests.ts'
import type { RevocationEvidence } from '../pki/revocation.ts'
import { shownWords } from '../shown-words.ts'
import { changesBetween } from './changes.ts'
import { digester, type Held, heldSignatures } from './covered.ts'
import { certificationOf, judgeChanges, lockOf } from './permitted.ts'
import { REASONS, type Report, type SignatureReport, worstOf } from './report.ts'
import { tracesIn } from './traces.ts'
import { type Judged, judgeSigner, type Proof, verdictOf, type World } from './trust.ts'

const MOST_SIGNATURES = 100
const LARGEST_EVIDENCE = 16 * 1024 * 1024

export type VerifyOptions = {
  /** Roots that are trusted. */
  anchors: readonly Certificate[]
  now: Date
  /** Makes hashes; Node's own are faster than the portable ones. */
  newHash?: (name: DigestName) => Hashing
  /** Revocation data and certificates from outside the file. */
  extra?: RevocationEvidence & { certificates: readonly Certificate[] }
}

const nothing = (code: string): Report => ({
  verdict: 'UNKNOWN',
  fault: own(REASONS, code)!,
  pages: null,
  signatures: [],
})

/**
 * Verifies every signature and timestamp of a PDF: what it covers, the signature value, the chain, revocation at the proven time, and what
 * later revisions changed. Never throws for a hostile file, never calls VALID what lacks revocation data.
 */
export async function verifyPdf(source: Source, options: VerifyOptions): Promise<Report> {
  try {
    const file = await PdfFile.open(source)
    return file.isEncrypted ? await verifyEncrypted(file, options) : await verifyFile(file, options)
  } catch (error) {
    if (!(error instanceof FormatFault)) throw error
    return verifyDamaged(source, options, /too-(many|large|deep)/.test(error.code) ? 'too-much' : 'damaged')
  }
}

const worldWithout = (options: VerifyOptions): World => ({
  ...{ anchors: options.anchors, now: options.now, hasStore: false, pool: [] },
  evidence: { ocsps: [], crls: [] },
})

/** A file whose tables cannot be read: what its signatures covered is still compared, and a broken one is said. */
async function verifyDamaged(source: Source, options: VerifyOptions, code: string): Promise<Report> {
  const signatures: SignatureReport[] = []
  for (const trace of await tracesIn(source)) {
    if (typeof trace === 'string') {
      signatures.push(faultReport('', trace === 'cut-off' ? 'cut-off' : 'byte-range'))
      continue
    }
    const judged = await judgeSigner(trace.held, trace.digest, worldWithout(options), [])
    const own = judged.code === 'digest-mismatch' || judged.code === 'signature-bad' ? judged.code : code
    signatures.push(reportOf({ source }, trace.held, { ...judged, code: own, verdict: verdictOf(own) }, []))
  }
  return { ...nothing(code), verdict: worstOf(['UNKNOWN', ...signatures.map((each) => each.verdict)]), signatures }
}

/** Of a file under a password what is encrypted cannot be compared: a broken signature is said, a good one is not believed alone. */
async function verifyEncrypted(file: PdfFile, options: VerifyOptions): Promise<Report> {
  const world = worldWithout(options)
  const signatures: SignatureReport[] = []
  const { held } = await heldSignatures(file).catch((error: unknown) => {
    if (error instanceof FormatFault) return { held: [] }
    throw error
  })
  for (const each of held.slice(0, MOST_SIGNATURES)) {
    const judged = await judgeSigner(each, digester(file, each.range), world, [])
    const code = judged.verdict === 'INVALID' ? judged.code : 'encrypted'
    signatures.push(reportOf(file, { ...each, field: '' }, { ...judged, code, verdict: verdictOf(code) }, []))
  }
  const verdict = worstOf(['UNKNOWN', ...signatures.map((each) => each.verdict)])
  return { ...nothing('encrypted'), verdict, signatures }
}

async function verifyFile(file: PdfFile, options: VerifyOptions): Promise<Report> {
  const { held, faulty } = await heldSignatures(file)
  if (held.length + faulty.length > MOST_SIGNATURES) return nothing('too-much')
  const { newHash } = options
  const world = await worldOf(file, options, held)
  const reports: SignatureReport[] = faulty.map(({ field, code }) => faultReport(field, code))
  // The newest first: a timestamp that stands proves the time of everything before it.
  const proofs: Proof[] = []
  for (const each of held.toReversed())
    reports.push(
      held.some((other) => other !== each && other.range.join() === each.range.join())
        ? faultReport(each.field, 'copied')
        : await verifyHeld(file, each, { world, proofs, newHash }),
    )
  const signatures = reports.toReversed()
  const known = new Set(held.map(({ range }) => range.join()))
  if (faulty.length === 0)
    for (const trace of await tracesIn(file.source, known))
      if (typeof trace !== 'string') signatures.push(faultReport('', 'removed'))
  return {
    verdict: worstOf(signatures.map((each) => each.verdict)),
    fault: null,
    pages: (await file.pages()).length,
    signatures,
  }
}

const faultReport = (field: string, code: string): SignatureReport => ({
  ...{
    field: shownWords(field),
    kind: 'signature',
    verdict: 'INVALID',
    code: own(REASONS, code) ? code : 'signature-damaged',
  },
  ...{ reason: own(REASONS, code) ?? REASONS['signature-damaged']!, signer: '', organisation: '', level: 'B-B' },
  ...{ claimedAt: null, provenAt: null, covered: 0, coversWhole: false, later: [], certificate: null },
})

/** Certificates and revocation data of the document security store, with what came from outside. */
async function worldOf(file: PdfFile, options: VerifyOptions, held: readonly Held[]): Promise<World> {
  const store = await file.dict((await file.catalog()).get('DSS'))
  const streams = async (key: string) => {
    const found: Uint8Array[] = []
    for (const each of ((await file.array(store?.get(key))) ?? []).slice(0, 1000)) {
      const stream = await file.resolve(each)
      if (!(stream instanceof Stream)) continue
      const bytes = unpacked(stream, LARGEST_EVIDENCE)
      file.budget.takeUnpacked(bytes.length)
      found.push(bytes)
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
    // What one signature brought along may lead another to its root; trust comes from the roots alone.
    pool: [...certificates, ...held.flatMap(certificatesOf), ...(options.extra?.certificates ?? [])],
    evidence: {
      ocsps: [...ocsps, ...(options.extra?.ocsps ?? [])],
      crls: [...crls, ...(options.extra?.crls ?? [])],
    },
  }
}

function certificatesOf({ cms }: Held): Certificate[] {
  try {
    return parseSignedData(cms).certificates
  } catch (error) {
    if (error instanceof FormatFault) return []
    throw error
  }
}

/** What happened to the file after the revision that a signature covers. */
async function sinceOf(file: PdfFile, held: Held): Promise<{ code: string | null; later: string[] }> {
  if (held.end === file.source.size) return { code: null, later: [] }
  let before: PdfFile
  try {
    before = await PdfFile.open(prefixOf(file.source, held.end), file.budget)
  } catch (error) {
    if (error instanceof FormatFault) return { code: 'not-a-revision', later: [] }
    throw error
  }
  // The later tables must stand on the signed ones, not beside them.
  if (!file.sections.some((section) => section.offset === before.sections[0]!.offset))
    return { code: 'not-a-revision', later: [] }
  if (!(await standsIn(before, held))) return { code: 'copied', later: [] }
  if (await hasTail(file.source)) return { code: 'tail', later: ['Có dữ liệu lạ nối vào cuối tệp.'] }
  const changes = await changesBetween(before, file)
  const certified = await certificationOf(file, held)
  return judgeChanges(changes, certified ?? 2, certified !== null, await lockOf(file, held))
}

/** Whether the revision that a signature covers holds it in the same field: else it is a copy, shown where nobody signed. */
async function standsIn(before: PdfFile, held: Held): Promise<boolean> {
  const found = (await heldSignatures(before)).held.find((each) => each.field === held.field)
  return found !== undefined && found.range.join() === held.range.join()
}

/** Whether anything but white space follows the last end mark: it belongs to no revision, and no signature speaks of it. */
export async function hasTail(source: Source): Promise<boolean> {
  const last = new TextDecoder('latin1').decode(await source.read(Math.max(0, source.size - 2048), source.size))
  return /[^\s\0]/.test(last.slice(last.lastIndexOf('%%EOF') + 5))
}

async function verifyHeld(
  file: PdfFile,
  held: Held,
  { world, proofs, newHash }: { world: World; proofs: Proof[]; newHash: VerifyOptions['newHash'] },
): Promise<SignatureReport> {
  const since = await sinceOf(file, held)
  const judged = await judgeSigner(held, digester(file, held.range, newHash), world, proofs)
  const code = since.code && judged.verdict !== 'INVALID' ? since.code : judged.code
  const verdict = since.code ? 'INVALID' : judged.verdict
  if (held.isTimestamp && verdict === 'VALID' && judged.time) proofs.push({ at: judged.time, end: held.end })
  return reportOf(file, held, { ...judged, code, verdict }, since.later)
}

function reportOf(
  file: { source: Source },
  held: Held,
  { code, verdict, ...judged }: Judged,
  later: string[],
): SignatureReport {
  const { certificate } = judged
  return {
    ...{
      field: shownWords(held.field),
      kind: held.isTimestamp ? ('timestamp' as const) : ('signature' as const),
      verdict,
      code,
    },
    reason: own(REASONS, code) ?? REASONS['signature-damaged']!,
    signer: certificate?.subject.commonName ?? '',
    organisation: certificate?.subject.organisation ?? '',
    level: judged.level,
    claimedAt: held.claimedAt?.toISOString() ?? null,
    provenAt: judged.provenAt?.toISOString() ?? null,
    covered: held.range[1] + held.range[3],
    coversWhole: held.end === file.source.size,
    later: later.map(shownWords),
    certificate: certificate
      ? {
          ...{ serial: certificate.serial, issuer: certificate.issuer.text },
          ...{ notBefore: certificate.notBefore.toISOString(), notAfter: certificate.notAfter.toISOString() },
        }
      : null,
  }
}
