import { z } from 'zod'
import { recordAudit } from '#server/platform/audit.ts'
import type { Call } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { findDelegation, markRevoked } from '../queries-officials.ts'
import { lockDirectory } from '../queries-organisations.ts'
import { changingDirectory, requireReach } from '../reach.ts'

export const RevokeDelegation = z.strictObject({
  delegationId: z.uuid('Chọn văn bản ủy quyền.'),
  remark: z.string().trim().min(1, 'Ghi căn cứ thu hồi.').max(300, 'Căn cứ dài quá 300 chữ.'),
})
export type RevokeDelegation = z.infer<typeof RevokeDelegation>

/** @throws Refusal `directory.revoked-already`. */
export function decideRevocation(given: { to: string | null; revokedAt: Date | null }, today: string) {
  if (given.revokedAt || (given.to !== null && given.to <= today)) throw new Refusal('directory.revoked-already')
}

/** Revokes a written delegation at once (thu hồi ủy quyền). What was done under it stays done. */
export function revokeDelegation(call: Call, command: RevokeDelegation): Promise<{ id: string }> {
  return changingDirectory(call, async (within) => {
    const { db, now } = within
    await lockDirectory(db)
    const given = await findDelegation(db, command.delegationId)
    if (!given) throw new Refusal('directory.unknown-delegation')
    await requireReach(within, [given.fromOrganisationId])
    decideRevocation(given, vietnamDate(now))
    await markRevoked(db, given.id, now)
    recordAudit(within, 'directory.revoke-delegation', given.fromOrganisationId, given.id, { remark: command.remark })
    return { id: given.id }
  })
}
