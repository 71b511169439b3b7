import { z } from 'zod'
import { recordAudit } from '#server/platform/audit.ts'
import type { Call } from '#server/platform/call.ts'
import { newId } from '#server/platform/ids.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { decideStart, inForceOn } from '../organisations/tree-rules.ts'
import { listRoleActs } from '../queries.ts'
import {
  type DelegationRow,
  findPost,
  insertDelegation,
  listDelegationsOf,
  listDutiesOfPost,
} from '../queries-officials.ts'
import { lockDirectory } from '../queries-organisations.ts'
import { DelegationForm, PostId, StartDay } from '../vocabulary.ts'
import { changingDirectory, requireReach } from '../reach.ts'

export const Delegate = z.strictObject({
  fromPostId: PostId,
  toPostId: PostId,
  form: DelegationForm,
  acts: z.array(z.string().max(60)).min(1, 'Chọn ít nhất một việc.').max(40),
  documentNumber: z.string().trim().min(1, 'Ghi số văn bản.').max(100, 'Số văn bản dài quá 100 chữ.'),
  documentOn: z.iso.date('Ghi ngày văn bản theo dạng ngày/tháng/năm.'),
  from: StartDay,
  /** The first day it no longer holds; null: until it is revoked. */
  to: StartDay.nullable().default(null),
})
export type Delegate = z.infer<typeof Delegate>
type PostRow = { id: string; organisationId: string; title: string; from: string; to: string | null }

/**
 * That a post may give these acts away in writing. It gives only what its own duties give it: what was delegated to it is not passed on.
 * Thừa ủy quyền is limited in time, ký thay stays within the organisation: NĐ 30/2020 art. 13; Luật Tổ chức chính quyền địa phương 2015 art. 14.
 */
export function decideDelegation(
  command: Delegate,
  giver: PostRow,
  receiver: PostRow,
  facts: { ownActs: ReadonlySet<string>; standing: readonly DelegationRow[]; today: string },
) {
  const { form, acts, from, to } = command
  decideStart(from, facts.today)
  if (giver.id === receiver.id) throw new Refusal('directory.delegates-to-itself')
  if (to !== null && to <= from) throw new Refusal('directory.ends-before-start')
  if (command.documentOn > facts.today || command.documentOn > from) throw new Refusal('directory.document-later')
  for (const post of [giver, receiver])
    if (!inForceOn(post, from) || (post.to !== null && (to === null || to > post.to)))
      throw new Refusal('directory.post-ended', { title: post.title })
  const foreign = acts.find((each) => !facts.ownActs.has(each))
  if (foreign) throw new Refusal('directory.act-not-own', { title: giver.title })
  if (form === 'TUQ' && to === null) throw new Refusal('directory.period-wanted')
  if (form === 'KT' && giver.organisationId !== receiver.organisationId) throw new Refusal('directory.not-a-deputy')
  const again = facts.standing.some(
    (each) =>
      each.fromPostId === giver.id &&
      each.toPostId === receiver.id &&
      !each.revokedAt &&
      (each.to === null || each.to > from) &&
      (to === null || each.from < to) &&
      each.acts.some((act) => acts.includes(act)),
  )
  if (again) throw new Refusal('directory.delegated-already')
}

/** Gives acts of a post to another by a written, dated document (ký thay, thừa lệnh, thừa ủy quyền, quyền). */
export function delegate(call: Call, command: Delegate): Promise<{ id: string }> {
  return changingDirectory(call, async (within) => {
    const { db, now } = within
    await lockDirectory(db)
    const [giver, receiver] = await Promise.all([findPost(db, command.fromPostId), findPost(db, command.toPostId)])
    if (!giver || !receiver) throw new Refusal('directory.unknown-post')
    await requireReach(
      within,
      [giver, receiver].map((post) => post.organisationId),
    )
    const [duties, roleActs, standing] = await Promise.all([
      listDutiesOfPost(db, giver.id),
      listRoleActs(db),
      listDelegationsOf(db, giver.id),
    ])
    const roles = new Set(duties.filter((each) => inForceOn(each, command.from)).map((each) => each.role))
    const ownActs = new Set(roleActs.filter((each) => roles.has(each.role)).map((each) => each.act))
    decideDelegation(command, giver, receiver, { ownActs, standing, today: vietnamDate(now) })
    const id = newId(now)
    await insertDelegation(db, { id, ...command })
    recordAudit(within, 'directory.delegate', giver.organisationId, id, { ...command })
    return { id }
  })
}
