import { imprintOf, type Source, stampedContents, withValidationData } from '#server/signatures/index.ts'
import { certificatesIn, certificatesOfToken, evidenceFor, leafOf } from './evidence.ts'
import { appended, patched } from './paper-file.ts'
import type { Validation } from './schema.ts'

const DIGEST = 'SHA-256'

/**
 * What a signed file becomes: the timestamp in the room kept for it, behind it a revision with certificates and revocation data (B-LT);
 * and until when that timestamp holds.
 */
export async function completedFile(
  source: Source,
  field: string,
  validation: Validation,
): Promise<{ file: Source; weakensAt: Date | null }> {
  const token = await validation.stamp(DIGEST, await imprintOf(source, field, DIGEST))
  const { at, digits } = await stampedContents(source, field, token)
  const stamped = patched(source, at, digits)
  const signers = await certificatesIn(source, field)
  const stampers = certificatesOfToken(token)
  const leaves = [leafOf(signers), leafOf(stampers)].filter((each) => each !== undefined)
  const evidence = await evidenceFor(leaves, [...signers, ...stampers], validation)
  const increment = await withValidationData(stamped, field, evidence)
  return { file: appended(stamped, increment), weakensAt: leafOf(stampers)?.notAfter ?? null }
}
