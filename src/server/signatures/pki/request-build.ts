import { keyOf } from './algorithms.ts'
import { type IssuingKey, signedBy } from './certificate-build.ts'
import { readDer } from './der.ts'
import { context, integer, sequence } from './der-write.ts'

/**
 * A certificate signing request (yêu cầu cấp chứng thư số, PKCS#10, RFC 2986) without attributes: name and public key, signed with the private
 * half, so that the authority knows that whoever asks has it. DER.
 */
export function buildSigningRequest(holder: IssuingKey): Promise<Uint8Array<ArrayBuffer>> {
  keyOf(readDer(holder.spki))
  return signedBy(sequence(integer(0), holder.name, holder.spki, context(0)), holder)
}
