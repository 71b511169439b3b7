import {
  type Certificate,
  FormatFault,
  imprintOf,
  isSignedOver,
  type Source,
  stampedContents,
  withDocumentTimestamp,
  withValidationData,
} from '#server/signatures/index.ts'
import { certificatesIn, certificatesOfToken, evidenceFor, leafOf } from './evidence.ts'
import { appended, nodeHash, patched } from './paper-file.ts'
import type { Validation } from './schema.ts'

const DIGEST = 'SHA-256'

/**
 * What a signed file becomes: the timestamp in the room kept for it (else over the whole file), behind it a revision with certificates and revocation data (B-LT);
 * and until when that timestamp holds. `issuers` are what the register knows of the signer, for a writer that brought none along.
 */
export async function completedFile(
  source: Source,
  field: string,
  validation: Validation,
  issuers: readonly Certificate[] = [],
): Promise<{ file: Source; weakensAt: Date | null }> {
  const token = await validation.stamp(DIGEST, await imprintOf(source, field, DIGEST))
  const stamped = await withToken(source, field, token)
  const signers = await certificatesIn(source, field)
  const stampers = certificatesOfToken(token)
  const leaves = [leafOf(signers), leafOf(stampers)].filter((each) => each !== undefined)
  const evidence = await evidenceFor(leaves, [...signers, ...stampers, ...issuers], validation)
  const increment = await withValidationData(stamped ?? source, field, evidence)
  const file = appended(stamped ?? source, increment)
  const weakensAt = leafOf(stampers)?.notAfter ?? null
  return { file: stamped ? file : await archived(file, field, validation), weakensAt }
}

/** The signature with the timestamp inside; undefined where its writer kept no room for one, or others signed over it. */
async function withToken(source: Source, field: string, token: Uint8Array): Promise<Source | undefined> {
  if (await isSignedOver(source, field)) return undefined
  try {
    const { at, digits } = await stampedContents(source, field, token)
    return patched(source, at, digits)
  } catch (error) {
    if (error instanceof FormatFault && error.code === 'pdf.no-room') return undefined
    throw error
  }
}

/** A document timestamp over everything proves the time as well (ETSI EN 319 142-1, 5.5). */
async function archived(file: Source, field: string, { stamp }: Validation): Promise<Source> {
  const wish = { field: `${field}-thoi-gian`, digest: DIGEST, newHash: nodeHash } as const
  return appended(file, await withDocumentTimestamp(file, { ...wish, stamp: (imprint) => stamp(DIGEST, imprint) }))
}
