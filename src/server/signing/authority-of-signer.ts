import {
  authorityLines,
  loadDirectory,
  loadPosts,
  type Organisation,
  type SigningDelegation,
  signingDelegation,
} from '#server/directory/index.ts'
import type { Paper, Signs } from '#server/papers/index.ts'
import type { Call } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { decideHead } from './head-of-paper.ts'

export type SignerStanding = {
  title: string
  holder: string | null
  issuer: Pick<Organisation, 'kind' | 'name'>
  delegation: SigningDelegation | undefined
}

const sameLine = (a: string) => a.normalize('NFC').replace(/\s+/g, ' ').trim().toUpperCase()
const same = (a: readonly string[], b: readonly string[]) => a.map(sameLine).join('\n') === b.map(sameLine).join('\n')

/** Where the data of a paper have the name that is printed under each signature. */
const PRINTED_NAME = { leader: 'signer', head: 'headName', receiver: 'receiver' } as const

/**
 * Whether a paper was set with the authority (quyền hạn, chức vụ) that its signer has now: TM., KT., TL., TUQ. or Q. follow from his post
 * and the written delegation in force (NĐ 30/2020 art. 13, annex I box 7a), for the committee or its chairman as the template is. What a
 * template does not take from data is its own wording. Its head names the same agency (`decideHead`). The same of the head of an agency
 * (an apology) and of who receives. Undefined: nothing is in the way.
 */
export function decideAuthority(
  data: Paper['data'],
  { title, holder, issuer, delegation }: SignerStanding,
  by: Exclude<Signs['by'], 'applicant' | 'seal' | 'initials'> = 'leader',
) {
  const bodies = (['body', 'head'] as const).map((inNameOf) => authorityLines({ title, issuer, inNameOf, delegation }))
  const allowed = bodies.flatMap((each) => ('lines' in each ? [each.lines] : []))
  // Whoever receives signs what he did himself; in another's name only where the paper says so.
  const isOwnAct = by === 'receiver' && data.authority === undefined
  if (allowed.length === 0 && !isOwnAct) return new Refusal('signing.no-delegation', { title })
  const set = data.authority
  const lines = Array.isArray(set) && set.every((each) => typeof each === 'string') ? set : undefined
  if (lines && !allowed.some((each) => same(each, lines)))
    return new Refusal('signing.authority-differs', { set: lines.join(', '), wanted: allowed[0]!.join(', ') })
  const signer = data[PRINTED_NAME[by]]
  if (typeof signer === 'string' && holder && sameLine(signer) !== sameLine(holder))
    return new Refusal('signing.signer-differs', { set: signer })
  return decideHead(data, issuer, lines)
}

/** The same of the post that acts, read at signing. @throws Refusal `signing.no-delegation`, `signing.authority-differs`, `signing.signer-differs`, `signing.head-differs`. */
export async function requireAuthority(
  { db, actor, now }: Call,
  paper: Pick<Paper, 'data' | 'organisationId'>,
  by: keyof typeof PRINTED_NAME = 'leader',
) {
  const on = vietnamDate(now)
  const [directory, posts] = await Promise.all([loadDirectory(db, on), loadPosts(db, on)])
  const post = posts.all.get(actor.postId ?? '')
  const issuer = directory.organisation(paper.organisationId)
  // A post that has ended, or that nobody serves, has no certificate either.
  if (!post || !issuer) throw new Refusal('signing.no-certificate')
  const delegation = await signingDelegation(db, post.id, on)
  const refusal = decideAuthority(paper.data, { title: post.title, holder: post.holder, issuer, delegation }, by)
  if (refusal) throw refusal
}
