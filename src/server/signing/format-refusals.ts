import { own } from '#own-keys'
import { Refusal } from '#server/platform/refusal.ts'
import { FormatFault } from '#server/signatures/index.ts'

const CODES: Record<string, string> = {
  'pdf.encrypted': 'signing.pdf-encrypted',
  'pdf.changes-forbidden': 'signing.pdf-certified',
  'signed.breaks-earlier': 'signing.breaks-earlier',
  'pdf.too-slow': 'signing.pdf-too-slow',
  'pdf.too-many-steps': 'signing.pdf-too-slow',
  'pdf.field-not-shown': 'signing.field-not-shown',
  'pdf.field-signed': 'signing.place-signed',
}

/** What the formats could not do, as a refusal with its sentence: encrypted, certified, signed already, or damaged. */
export async function refusingFaults<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof FormatFault)) throw error
    throw new Refusal(own(CODES, error.code) ?? 'signing.pdf-damaged', { why: error.code })
  }
}
