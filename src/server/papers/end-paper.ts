import { z } from 'zod'
import { announce } from '#server/platform/announcements.ts'
import { recordAudit } from '#server/platform/audit.ts'
import { type Call, inTransaction, may } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { paperEnded } from './announcements.ts'
import { findPaperForUpdate, setPaperState } from './queries.ts'
import type { Paper } from './schema.ts'

/** Why a paper stops holding: whoever checks its code reads it, so it names no person. */
const reason = z.string().trim().min(1, 'Ghi lý do.').max(500)
/** Thu hồi wants the agency's decision: its number and day. */
export const WithdrawPaper = z.strictObject({
  ...{ paperId: z.uuid(), reason },
  decision: z.strictObject({ number: z.string().trim().min(1).max(100), on: z.iso.date() }),
})
export type WithdrawPaper = z.infer<typeof WithdrawPaper>
/** Thay thế: the paper in its place is the decision. */
export const ReplacePaper = z.strictObject({ paperId: z.uuid(), reason, byPaperId: z.uuid() })
export type ReplacePaper = z.infer<typeof ReplacePaper>

/**
 * Only a paper that holds is withdrawn, by a decision that is there and not older than the paper.
 * @throws Refusal `papers.not-valid`, `papers.decision-later`, `papers.decision-earlier`.
 */
export function decideWithdrawal(
  { state, numberedOn }: Pick<Paper, 'state' | 'numberedOn'>,
  { decision }: Pick<WithdrawPaper, 'decision'>,
  today: string,
) {
  if (state !== 'valid') throw new Refusal('papers.not-valid')
  if (decision.on > today) throw new Refusal('papers.decision-later')
  if (numberedOn && decision.on < numberedOn)
    throw new Refusal('papers.decision-earlier', { on: numberedOn.split('-').toReversed().join('/') })
}

/** A paper takes the place of another that holds, of the same organisation and thing. @throws Refusal `papers.not-valid`, `papers.not-a-replacement`. */
export function decideReplacement(old: Paper, next: Paper) {
  if (old.state !== 'valid') throw new Refusal('papers.not-valid')
  const same =
    old.organisationId === next.organisationId &&
    old.subjectKind === next.subjectKind &&
    old.subjectId === next.subjectId
  if (!same || old.id === next.id || next.state !== 'valid') throw new Refusal('papers.not-a-replacement')
}

/** @throws Refusal `papers.unknown`. */
async function lockPaper({ db }: Call, id: string): Promise<Paper> {
  const paper = await findPaperForUpdate(db, id)
  if (!paper) throw new Refusal('papers.unknown')
  return paper
}
/** @throws Refusal `papers.no-right`. */
export function requireWithdraw({ actor }: Pick<Call, 'actor'>, paper: Pick<Paper, 'organisationId'>) {
  if (!may(actor, 'papers.withdraw', paper.organisationId)) throw new Refusal('papers.no-right')
}
const about = ({ id, organisationId, subjectKind, subjectId }: Paper) => ({
  ...{ paperId: id, organisationId, subjectKind, subjectId },
})

/** Withdraws a paper (thu hồi): from now on whoever checks its code reads that it no longer holds, and why. The reason names no person. */
export function withdrawPaper(call: Call, command: WithdrawPaper): Promise<{ code: string }> {
  return inTransaction(call, async (within) => {
    const { paperId, reason: why, decision } = command
    const paper = await lockPaper(within, paperId)
    requireWithdraw(within, paper)
    decideWithdrawal(paper, { decision }, vietnamDate(within.now))
    await setPaperState(within.db, paper.id, { state: 'withdrawn', reason: why, decision }, within.now)
    recordAudit(within, 'papers.withdrawn', paper.organisationId, paper.id, { decision: decision.number })
    announce(within, paperEnded, { ...about(paper), end: 'withdrawn', byPaperId: null })
    return { code: paper.code }
  })
}

/**
 * Puts another paper of the same organisation and thing in the place of one (thay thế, đính chính): its code leads to the new one.
 * Both are locked in the order of their ids. @throws Refusal `papers.not-a-replacement`.
 */
export function replacePaper(call: Call, command: ReplacePaper): Promise<{ code: string }> {
  return inTransaction(call, async (within) => {
    const { old, next } = await lockBoth(within, command)
    requireWithdraw(within, old)
    return putInPlace(within, old, next, command.reason)
  })
}

/** The same when the new paper has all its signatures: whoever began it had the right, and nobody's is asked here. */
export function replaceWhenComplete(within: Call, command: ReplacePaper): Promise<{ code: string }> {
  return inTransaction(within, async (inside) => {
    const { old, next } = await lockBoth(inside, command)
    return putInPlace(inside, old, next, command.reason)
  })
}

async function lockBoth(within: Call, { paperId, byPaperId }: ReplacePaper) {
  const locked = new Map<string, Paper>()
  for (const id of [...new Set([paperId, byPaperId])].sort()) locked.set(id, await lockPaper(within, id))
  return { old: locked.get(paperId)!, next: locked.get(byPaperId)! }
}

async function putInPlace(within: Call, old: Paper, next: Paper, why: string) {
  decideReplacement(old, next)
  const { notation, numberedOn } = next
  const change = {
    ...{ state: 'replaced' as const, reason: why, replacedBy: next.id },
    ...(notation && numberedOn ? { decision: { number: notation, on: numberedOn } } : {}),
  }
  await setPaperState(within.db, old.id, change, within.now)
  recordAudit(within, 'papers.replaced', old.organisationId, old.id, { by: next.id })
  announce(within, paperEnded, { ...about(old), end: 'replaced', byPaperId: next.id })
  return { code: next.code }
}
