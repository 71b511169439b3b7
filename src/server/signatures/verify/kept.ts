import { FormatFault } from '../format-fault.ts'
import type { Source } from '../pdf/source.ts'
import { type VerifyOptions, verifyPdf } from './pdf.ts'
import type { SignatureReport } from './report.ts'

const keyOf = ({ field, covered }: SignatureReport) => `${field} ${covered}`

/**
 * What is kept after every act of signing is asked here first: our own verifier reads the file as it is now, and no signature of it is broken
 * that was not broken before. Trust is not asked: whoever issued a certificate, what we write must not be what spoils it.
 * @throws FormatFault `signed.breaks-earlier` with the reason.
 */
export async function refuseWorse(
  before: Source,
  after: Source,
  options: Pick<VerifyOptions, 'now' | 'newHash'>,
): Promise<void> {
  const now = await verifyPdf(after, { anchors: [], ...options })
  const broken = now.signatures.filter((each) => each.verdict === 'INVALID')
  if (now.fault === null && broken.length === 0) return
  const was = await verifyPdf(before, { anchors: [], ...options })
  const known = new Set(was.signatures.filter((each) => each.verdict === 'INVALID').map(keyOf))
  const worse = broken.find((each) => !known.has(keyOf(each)))
  if (worse) throw new FormatFault('signed.breaks-earlier', [worse.reason, ...worse.later].join(' '))
  if (now.fault !== null && was.fault === null) throw new FormatFault('signed.breaks-earlier', now.fault)
}
