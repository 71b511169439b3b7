import { z } from 'zod'
import { recordAudit } from '#server/platform/audit.ts'
import type { Call } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { decideStart } from '../organisations/tree-rules.ts'
import {
  countWorkOfPost,
  findPost,
  listAppointmentsOfPost,
  listDelegationsOf,
  listDutiesOfPost,
  markPostEnded,
} from '../queries-officials.ts'
import { lockDirectory } from '../queries-organisations.ts'
import { PostId, StartDay } from '../vocabulary.ts'
import { changingDirectory, requireReach } from '../reach.ts'

export const EndPost = z.strictObject({ postId: PostId, from: StartDay })
export type EndPost = z.infer<typeof EndPost>
type Span = { from: string; to: string | null }

/** @throws Refusal `directory.post-ended`, `directory.post-held`, `directory.post-has-work`, `directory.later-things`. */
export function decideEndPost(
  post: Span & { title: string },
  from: string,
  facts: { holders: readonly (Span & { fullName: string })[]; begins: readonly Span[]; openWork: number },
) {
  if (post.to || from <= post.from) throw new Refusal('directory.post-ended', { title: post.title })
  const holder = facts.holders.find((each) => each.to === null || each.to > from)
  if (holder) throw new Refusal('directory.post-held', { name: holder.fullName })
  if (facts.begins.some((each) => each.from >= from)) throw new Refusal('directory.later-things', { name: post.title })
  if (facts.openWork > 0) throw new Refusal('directory.post-has-work', { count: facts.openWork })
}

/** Ends a post from a day on. Nobody holds it then and no task is given to it by name; its duties and delegations end with it. */
export function endPost(call: Call, { postId, from }: EndPost): Promise<{ id: string }> {
  return changingDirectory(call, async (within) => {
    const { db, now } = within
    await lockDirectory(db)
    const post = await findPost(db, postId)
    if (!post) throw new Refusal('directory.unknown-post')
    await requireReach(within, [post.organisationId])
    decideStart(from, vietnamDate(now))
    const [holders, duties, delegations, openWork] = await Promise.all([
      listAppointmentsOfPost(db, postId),
      listDutiesOfPost(db, postId),
      listDelegationsOf(db, postId),
      countWorkOfPost(db, postId),
    ])
    const begins = [...duties, ...delegations.filter((each) => !each.revokedAt)]
    decideEndPost(post, from, { holders, begins, openWork })
    await markPostEnded(db, postId, from)
    recordAudit(within, 'directory.end-post', post.organisationId, postId, { from })
    return { id: postId }
  })
}
