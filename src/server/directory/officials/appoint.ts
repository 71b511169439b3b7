import { z } from 'zod'
import { recordAudit } from '#server/platform/audit.ts'
import type { Call } from '#server/platform/call.ts'
import { newId } from '#server/platform/ids.ts'
import { Refusal } from '#server/platform/refusal.ts'
import {
  type AppointmentRow,
  findPerson,
  findPost,
  insertAppointment,
  listAppointmentsOfPerson,
  listAppointmentsOfPost,
} from '../queries-officials.ts'
import { lockDirectory } from '../queries-organisations.ts'
import { AppointmentKind, PostId, StartDay } from '../vocabulary.ts'
import { changingDirectory, requireReach } from '../reach.ts'

export const Appoint = z.strictObject({
  personId: z.uuid('Chọn người.'),
  postId: PostId,
  kind: AppointmentKind,
  decisionNumber: z.string().trim().min(1, 'Ghi số quyết định.').max(100, 'Số quyết định dài quá 100 chữ.'),
  from: StartDay,
  /** The first day it is no longer held; null: until it is ended. */
  to: StartDay.nullable().default(null),
})
export type Appoint = z.infer<typeof Appoint>

const FOREVER = '9999-12-31'
const overlap = (a: { from: string; to: string | null }, b: { from: string; to: string | null }) =>
  a.from < (b.to ?? FOREVER) && b.from < (a.to ?? FOREVER)

/**
 * That a person may hold a post for a time: a post has one main holder a day, a person one main post a day and no post twice.
 * A decision may be entered after the day it takes effect, so `from` may be in the past.
 */
export function decideAppointment(
  post: { title: string; from: string; to: string | null },
  command: Appoint,
  ofPost: readonly AppointmentRow[],
  ofPerson: readonly AppointmentRow[],
) {
  if (command.to !== null && command.to <= command.from) throw new Refusal('directory.ends-before-start')
  if (command.from < post.from || (post.to !== null && (command.to ?? FOREVER) > post.to))
    throw new Refusal('directory.post-ended', { title: post.title })
  if (ofPerson.some((each) => each.postId === command.postId && overlap(each, command)))
    throw new Refusal('directory.holds-already', { title: post.title })
  if (command.kind !== 'main') return
  const holder = ofPost.find((each) => each.kind === 'main' && overlap(each, command))
  if (holder) throw new Refusal('directory.main-held', { name: holder.fullName })
  const other = ofPerson.find((each) => each.kind === 'main' && overlap(each, command))
  if (other) throw new Refusal('directory.second-main', { title: other.title })
}

/** Appoints a person to a post by a decision (bổ nhiệm, kiêm nhiệm, biệt phái): Luật Cán bộ, công chức 2008 art. 51, 53. */
export function appoint(call: Call, command: Appoint): Promise<{ id: string }> {
  return changingDirectory(call, async (within) => {
    const { db, now } = within
    await lockDirectory(db)
    const [post, person] = await Promise.all([findPost(db, command.postId), findPerson(db, command.personId)])
    if (!post) throw new Refusal('directory.unknown-post')
    if (!person) throw new Refusal('directory.unknown-person')
    await requireReach(within, [post.organisationId])
    const [ofPost, ofPerson] = await Promise.all([
      listAppointmentsOfPost(db, command.postId),
      listAppointmentsOfPerson(db, command.personId),
    ])
    decideAppointment(post, command, ofPost, ofPerson)
    const id = newId(now)
    await insertAppointment(db, { id, ...command })
    recordAudit(within, 'directory.appoint', post.organisationId, command.postId, {
      ...{ appointment: id, person: command.personId, kind: command.kind, from: command.from, to: command.to },
      decision: command.decisionNumber,
    })
    return { id }
  })
}
