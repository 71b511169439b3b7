import { authorityLines, loadDirectory, loadPosts, signingDelegation } from '#server/directory/index.ts'
import type { TemplateVersion } from '#server/papers/index.ts'
import type { Db } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import type { ProcedureContent } from '#server/procedures/index.ts'

/** What a paper says of who signs it: the lines above the signature (box 7a) and the name below. */
export type SignerFacts = { authority: string[]; signer: string; signerTitle: string }

/** Where a paper says who decides: under the name of a decision, over that of a certificate of merit. */
const DECIDING = ['deciding', 'office'] as const
const CHAIRMAN = /^(Phó )?Chủ tịch /i

/**
 * In whose name a paper is signed: a decision of the chairman says "CHỦ TỊCH ỦY BAN NHÂN DÂN" at its head and bears no "TM."; one of the
 * committee, and every other paper of it, is signed for the committee (NĐ 30/2020 annex I box 7a). Head and signature so never differ.
 */
export const nameOfPaper = (data: Record<string, unknown>): 'body' | 'head' =>
  DECIDING.some((key) => typeof data[key] === 'string' && CHAIRMAN.test(data[key])) ? 'head' : 'body'

/** The same of a result that is to be set: only of a paper that says who decides, as its procedure has it (cơ quan quyết định). */
export const nameDeciding = (
  { from }: Pick<TemplateVersion, 'from'>,
  { decidingBody }: Pick<ProcedureContent, 'decidingBody'>,
): 'body' | 'head' =>
  DECIDING.some((key) => from[key] === '{@deciding}') && !/^(UBND|Ủy ban nhân dân)( |$)/i.test(decidingBody ?? '')
    ? 'head'
    : 'body'

/**
 * Quyền hạn, chức vụ, họ tên of a post on a day, for papers of an agency: TM., KT., TL., TUQ. or Q. come from its title and the written
 * delegation in force that day (NĐ 30/2020 art. 13). @throws Refusal `results.no-signer`, `results.no-delegation`.
 */
export async function signerFacts(
  db: Db,
  postId: string,
  issuerId: string,
  now: Date,
  inNameOf: 'body' | 'head' = 'body',
): Promise<SignerFacts> {
  const on = vietnamDate(now)
  const [directory, posts] = await Promise.all([loadDirectory(db, on), loadPosts(db, on)])
  const post = posts.all.get(postId)
  const issuer = directory.organisation(issuerId)
  if (!post?.holder || !issuer) throw new Refusal('results.no-signer')
  const delegation = await signingDelegation(db, postId, on)
  const found = authorityLines({ title: post.title, issuer, inNameOf, delegation })
  if ('lacking' in found) throw new Refusal('results.no-delegation', { title: post.title })
  return { authority: found.lines, signer: post.holder, signerTitle: post.title }
}
