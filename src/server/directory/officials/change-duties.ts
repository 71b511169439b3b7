import { z } from 'zod'
import { recordAudit } from '#server/platform/audit.ts'
import type { Call } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { decideStart, inForceOn } from '../organisations/tree-rules.ts'
import { closeDuty, findPost, insertDuty, listDutiesOfPost } from '../queries-officials.ts'
import { listVersions, lockDirectory } from '../queries-organisations.ts'
import type { Duty } from '../schema.ts'
import { Duties, PostId, StartDay } from '../vocabulary.ts'
import { decideDuties } from './create-post.ts'
import { changingDirectory, requireReach } from '../reach.ts'

export const ChangeDuties = z.strictObject({ postId: PostId, duties: Duties, from: StartDay })
export type ChangeDuties = z.infer<typeof ChangeDuties>
type DutyRow = Duty & { from: string; to: string | null }
const key = (duty: Duty) => `${duty.organisationId}/${duty.role}/${duty.function}`

/** Which duties end and which begin on the day. @throws Refusal `directory.later-duties`, `directory.nothing-changes`. */
export function decideChangeOfDuties(
  all: readonly DutyRow[],
  wanted: readonly Duty[],
  from: string,
): { ends: DutyRow[]; begins: Duty[] } {
  if (all.some((each) => each.from >= from)) throw new Refusal('directory.later-duties')
  const running = all.filter((each) => inForceOn(each, from))
  const keys = new Set(wanted.map(key))
  const had = new Set(running.map(key))
  const ends = running.filter((each) => !keys.has(key(each)))
  const begins = wanted.filter((each) => !had.has(key(each)))
  if (ends.length + begins.length === 0) throw new Refusal('directory.nothing-changes')
  return { ends, begins }
}

/** Changes what a post is there for from a day on (phân công nhiệm vụ); duties that stay are not touched. */
export function changeDuties(call: Call, { postId, duties, from }: ChangeDuties): Promise<{ id: string }> {
  return changingDirectory(call, async (within) => {
    const { db, now } = within
    await lockDirectory(db)
    const post = await findPost(db, postId)
    if (!post) throw new Refusal('directory.unknown-post')
    const [all, versions] = await Promise.all([listDutiesOfPost(db, postId), listVersions(db)])
    decideStart(from, vietnamDate(now))
    if (post.to || post.from > from) throw new Refusal('directory.post-ended', { title: post.title })
    decideDuties(versions, duties, from)
    const { ends, begins } = decideChangeOfDuties(all, duties, from)
    const touched = [post.organisationId, ...[...ends, ...begins].map((each) => each.organisationId)]
    await requireReach(within, touched)
    for (const duty of ends) await closeDuty(db, postId, duty, from)
    for (const duty of begins) await insertDuty(db, postId, duty, from)
    recordAudit(within, 'directory.change-duties', post.organisationId, postId, { duties, from })
    return { id: postId }
  })
}
