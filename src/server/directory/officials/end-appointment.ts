import { z } from 'zod'
import { recordAudit } from '#server/platform/audit.ts'
import type { Call } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { decideStart } from '../organisations/tree-rules.ts'
import { closeAppointment, findAppointment } from '../queries-officials.ts'
import { lockDirectory } from '../queries-organisations.ts'
import { StartDay } from '../vocabulary.ts'
import { changingDirectory, requireReach } from '../reach.ts'

export const EndAppointment = z.strictObject({
  appointmentId: z.uuid('Chọn lần bổ nhiệm.'),
  /** The first day the post is no longer held. */
  from: StartDay,
  decisionNumber: z.string().trim().min(1, 'Ghi số quyết định.').max(100, 'Số quyết định dài quá 100 chữ.'),
})
export type EndAppointment = z.infer<typeof EndAppointment>

/** @throws Refusal `directory.ends-before-start`, `directory.appointment-ended`, `directory.in-the-past`. */
export function decideEndAppointment(held: { from: string; to: string | null }, from: string, today: string) {
  decideStart(from, today)
  if (from <= held.from) throw new Refusal('directory.ends-before-start')
  if (held.to !== null && held.to <= from) throw new Refusal('directory.appointment-ended')
}

/** Ends an appointment from a day on (thôi giữ chức vụ, hết biệt phái). From then on the person no longer acts as this post. */
export function endAppointment(call: Call, command: EndAppointment): Promise<{ id: string }> {
  return changingDirectory(call, async (within) => {
    const { db, now } = within
    await lockDirectory(db)
    const held = await findAppointment(db, command.appointmentId)
    if (!held) throw new Refusal('directory.unknown-appointment')
    await requireReach(within, [held.organisationId])
    decideEndAppointment(held, command.from, vietnamDate(now))
    await closeAppointment(db, held.id, command.from)
    recordAudit(within, 'directory.end-appointment', held.organisationId, held.postId, {
      ...{ appointment: held.id, person: held.personId, from: command.from, decision: command.decisionNumber },
    })
    return { id: held.id }
  })
}
