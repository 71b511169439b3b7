import { z } from 'zod'
import { recordAudit } from '#server/platform/audit.ts'
import { type Call, inTransaction, may } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { findPaperForUpdate, setPaperState } from './queries.ts'
import type { Paper } from './schema.ts'

const reason = z.string().trim().min(1, 'Ghi lý do.').max(500)
export const WithdrawPaper = z.strictObject({ paperId: z.uuid(), reason })
export type WithdrawPaper = z.infer<typeof WithdrawPaper>
export const ReplacePaper = WithdrawPaper.extend({ byPaperId: z.uuid() })
export type ReplacePaper = z.infer<typeof ReplacePaper>

/** Only a paper that holds can stop holding. @throws Refusal `papers.unknown`, `papers.no-right`, `papers.not-valid`. */
async function lockValid({ db, actor }: Call, id: string): Promise<Paper> {
  const paper = await findPaperForUpdate(db, id)
  if (!paper) throw new Refusal('papers.unknown')
  if (!may(actor, 'papers.withdraw', paper.organisationId)) throw new Refusal('papers.no-right')
  if (paper.state !== 'valid') throw new Refusal('papers.not-valid')
  return paper
}

/** Withdraws a paper (thu hồi): from now on whoever checks its code reads that it no longer holds, and why. The reason names no person. */
export function withdrawPaper(call: Call, command: WithdrawPaper): Promise<{ code: string }> {
  return inTransaction(call, async (within) => {
    const { db, now } = within
    const paper = await lockValid(within, command.paperId)
    await setPaperState(db, paper.id, { state: 'withdrawn', reason: command.reason }, now)
    recordAudit(within, 'papers.withdrawn', paper.organisationId, paper.id)
    return { code: paper.code }
  })
}

/**
 * Puts another paper of the same organisation and thing in the place of one (thay thế, đính chính): its code leads to the new one.
 * Both are locked in the order of their ids. @throws Refusal `papers.not-a-replacement`.
 */
export function replacePaper(call: Call, command: ReplacePaper): Promise<{ code: string }> {
  return inTransaction(call, async (within) => {
    const { db, now } = within
    const { paperId, byPaperId, reason: why } = command
    if (paperId === byPaperId) throw new Refusal('papers.not-a-replacement')
    const locked = new Map<string, Paper>()
    for (const id of [paperId, byPaperId].sort()) locked.set(id, await lockValid(within, id))
    const [old, next] = [locked.get(paperId)!, locked.get(byPaperId)!]
    const same =
      old.organisationId === next.organisationId &&
      old.subjectKind === next.subjectKind &&
      old.subjectId === next.subjectId
    if (!same) throw new Refusal('papers.not-a-replacement')
    await setPaperState(db, old.id, { state: 'replaced', reason: why, replacedBy: next.id }, now)
    recordAudit(within, 'papers.replaced', old.organisationId, old.id, { by: next.id })
    return { code: next.code }
  })
}
