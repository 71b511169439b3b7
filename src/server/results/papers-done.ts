import type { Moving } from '#server/dossiers/index.ts'
import { findPaper } from '#server/papers/index.ts'
import type { Call } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { initialsWanted } from '#server/signing/index.ts'
import { requireBlanksPrinted } from './blanks/gate.ts'
import { requireCardFor } from './cards/index.ts'
import { listApprovals, listResults } from './queries.ts'
import { decideResultPart, leadsBack, requireBesideDone } from './result-part.ts'
import type { DossierResult } from './schema.ts'
import { preparedName } from './templates.ts'

const askedAlready = new WeakSet<Call>()

/** Marks a transaction in which `takeResultStep` has found no result and asked for blanks: the guard need not look again. */
export const noResultIn = (within: Call) => void askedAlready.add(within)

/**
 * Guards every move of a dossier, by whatever door it is asked for: signature, seal, initials, blank and card that belong to the step are
 * there. `takeResultStep` gives them in the same transaction; whoever asks for the bare step is refused.
 * @throws Refusal `results.pin-needed`, `results.take-back-needed`, `results.approval-needed`, and those of blanks, cards and of `decideResultPart`.
 */
export async function requirePapersDone(within: Call, moving: Moving): Promise<void> {
  if (askedAlready.has(within)) return
  const { dossier, version, step, act } = moving
  const { content } = version
  const results = await listResults(within.db, dossier.id)
  const [main] = results
  const back = leadsBack(moving, act)
  if (step.kind !== 'return') await requireBlanksPrinted(within, { dossier, content, step, act, result: main })
  if (!main) return
  await requireCardFor(within, content, main, { stepKey: step.key, back, to: act.to })
  if (step.kind === 'return') return
  const part = decideResultPart(moving, act, main, preparedName(content, main.resultKey, dossier.answers))
  requireBesideDone(moving, act, part, results)
  if (part === 'sign' || part === 'seal') throw new Refusal('results.pin-needed')
  if (part === 'take-back') throw new Refusal('results.take-back-needed')
  if (part === 'approve') for (const result of results) await requireApproved(within, result)
}

/** Ký nháy: the head who passes a draft on has approved exactly this file, and initialled it where the template wants that. */
async function requireApproved({ db, actor }: Call, { id, paperId, state }: DossierResult) {
  if (state !== 'draft') return
  const paper = (await findPaper(db, { id: paperId }))!
  const approvals = await listApprovals(db, id)
  const approved = approvals.some((each) => each.postId === actor.postId && each.fileSha256 === paper.fileSha256)
  if (!approved) throw new Refusal('results.approval-needed')
  if (await initialsWanted(db, paper)) throw new Refusal('results.pin-needed')
}
