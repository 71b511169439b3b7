import { findPaper, type Paper, type PaperHouse } from '#server/papers/index.ts'
import type { Call } from '#server/platform/call.ts'
import { replaceDraft } from './replace-draft.ts'
import type { DossierResult } from './schema.ts'
import { nameOfPaper, signerFacts } from './signer-facts.ts'

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)

/**
 * The paper as this signer signs it: authority and name are those of his post at the moment of signing, so a paper that was prepared for
 * another (or before a delegation ended) is set again with his; nothing else of it changes. @throws Refusal of `signerFacts`.
 */
export async function asSignedBy(
  within: Call,
  house: PaperHouse,
  result: DossierResult,
): Promise<{ result: DossierResult; paper: Paper }> {
  const paper = (await findPaper(within.db, { id: result.paperId }))!
  if (!('authority' in result.data) && !('signer' in result.data)) return { result, paper }
  const { authority, signer } = await signerFacts(
    within.db,
    within.actor.postId ?? '',
    paper.organisationId,
    within.now,
    nameOfPaper(result.data),
  )
  if (same(result.data.authority, authority) && result.data.signer === signer) return { result, paper }
  return replaceDraft(
    within,
    house,
    result,
    { ...result, data: { ...result.data, authority, signer } },
    { organisationId: paper.organisationId, title: paper.title },
  )
}
