import { authorityLines, loadDirectory, loadPosts, signingDelegation } from '#server/directory/index.ts'
import type { Db } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'

/** What a paper says of who signs it: the lines above the signature (box 7a) and the name below. */
export type SignerFacts = { authority: string[]; signer: string; signerTitle: string }

/**
 * Quyền hạn, chức vụ, họ tên of a post on a day, for papers of an agency: TM., KT., TL., TUQ. or Q. come from its title and the written
 * delegation in force that day (NĐ 30/2020 art. 13). @throws Refusal `results.no-signer`, `results.no-delegation`.
 */
export async function signerFacts(db: Db, postId: string, issuerId: string, now: Date): Promise<SignerFacts> {
  const on = vietnamDate(now)
  const [directory, posts] = await Promise.all([loadDirectory(db, on), loadPosts(db, on)])
  const post = posts.all.get(postId)
  const issuer = directory.organisation(issuerId)
  if (!post?.holder || !issuer) throw new Refusal('results.no-signer')
  const delegation = await signingDelegation(db, postId, on)
  const found = authorityLines({ title: post.title, issuer, delegation })
  if ('lacking' in found) throw new Refusal('results.no-delegation', { title: post.title })
  return { authority: found.lines, signer: post.holder, signerTitle: post.title }
}
