import { FormatFault } from '../format-fault.ts'
import { PdfFile } from '../pdf/file.ts'
import type { Source } from '../pdf/source.ts'
import type { Certificate } from '../pki/certificate.ts'
import { checkSigner } from '../pki/cms-check.ts'
import { parseSignedData } from '../pki/cms.ts'
import type { Change } from './change.ts'
import { changesBetween } from './changes.ts'
import { digester, type Held, heldSignatures } from './covered.ts'
import { verifyPdf } from './pdf.ts'
import { certificationOf, judgeChanges, lockOf } from './permitted.ts'

const CHUNK = 1 << 20
const SIGNATURES = new Set(['ETSI.CAdES.detached', 'adbe.pkcs7.detached'])
const HARMLESS = new Set<Change['kind']>(['metadata', 'validation-data', 'structure'])

export type WantedSignature = {
  /** Only this certificate may have signed. */
  certificate: Certificate
  /** The field reserved for it; a writer may also make one of its own. */
  place: string
  /** Fields that must stay as they are and open: places of others, number and date. */
  open: readonly string[]
}

/**
 * What a foreign program made of a file that it was given to sign: the same bytes with exactly one signature appended, by this certificate,
 * over the whole of it, and nothing else. Gives the field that was signed.
 * @throws FormatFault `added.…` with what is wrong, in words where something was changed.
 */
export async function addedSignature(
  before: Source,
  after: Source,
  wanted: WantedSignature & { now: Date },
): Promise<{ field: string }> {
  await requireAppended(before, after)
  const [old, now] = [await PdfFile.open(before), await PdfFile.open(after)]
  if (!now.sections.some((section) => section.offset === old.sections[0]!.offset))
    throw new FormatFault('added.not-appended')
  const held = await onlyNew(old, now)
  if (held.end !== after.size) throw new FormatFault('added.part-only')
  await requireSigned(now, held, wanted.certificate)
  await requireUnchanged(old, now, held, wanted)
  await requireOpen(now, held, wanted.open)
  const { signatures } = await verifyPdf(after, { anchors: [], now: wanted.now })
  const broken = signatures.find((each) => each.verdict === 'INVALID')
  if (broken) throw new FormatFault('added.breaks', broken.reason)
  return { field: held.field }
}

async function requireAppended(before: Source, after: Source) {
  if (after.size <= before.size) throw new FormatFault('added.not-appended')
  for (let at = 0; at < before.size; at += CHUNK) {
    const end = Math.min(before.size, at + CHUNK)
    const [a, b] = await Promise.all([before.read(at, end), after.read(at, end)])
    for (let each = 0; each < a.length; each += 1) if (a[each] !== b[each]) throw new FormatFault('added.not-appended')
  }
}

async function onlyNew(old: PdfFile, now: PdfFile): Promise<Held> {
  const keyOf = (each: Held) => `${each.field} ${each.range.join()}`
  const [was, is] = [await heldSignatures(old), await heldSignatures(now)]
  const known = new Set(was.held.map(keyOf))
  const [added, second] = is.held.filter((each) => !known.has(keyOf(each)))
  if (!added || second || is.faulty.length > 0 || is.held.length !== was.held.length + 1)
    throw new FormatFault('added.not-one')
  if (added.isTimestamp || !SIGNATURES.has(added.subFilter)) throw new FormatFault('added.not-one')
  return added
}

async function requireSigned(file: PdfFile, held: Held, certificate: Certificate) {
  const data = parseSignedData(held.cms)
  const [signer, second] = data.signers
  if (!signer || second) throw new FormatFault('added.signature-bad')
  const digest = digester(file, held.range)
  const check = await checkSigner(data, signer, { kind: 'detached', digest }, [certificate])
  if (check.certificate && check.certificate.fingerprint !== certificate.fingerprint)
    throw new FormatFault('added.other-certificate')
  if (check.status !== 'good' || !check.certificate) throw new FormatFault('added.signature-bad')
  if (check.weaknesses.length > 0) throw new FormatFault('added.weak')
}

async function requireUnchanged(old: PdfFile, now: PdfFile, held: Held, { place, open }: WantedSignature) {
  if (held.field !== place && open.includes(held.field)) throw new FormatFault('added.other-place')
  const isOwn = (change: Change) =>
    HARMLESS.has(change.kind) ||
    ((change.kind === 'signature-added' || change.kind === 'picture-added') && change.field === held.field)
  const foreign = (await changesBetween(old, now)).filter((change) => !isOwn(change))
  if (foreign.length === 0) return
  throw new FormatFault('added.changed', judgeChanges(foreign, 3, false, () => false).later.join(' '))
}

/** A signature that closes the file, or a field that others need, leaves nothing for those who come after. */
async function requireOpen(file: PdfFile, held: Held, open: readonly string[]) {
  const certified = await certificationOf(file, held)
  const isLocked = await lockOf(file, held)
  if (certified === 1 || certified === 3 || open.some((field) => field !== held.field && isLocked(field)))
    throw new FormatFault('added.closes')
}
