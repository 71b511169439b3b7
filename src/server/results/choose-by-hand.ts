import { type Held, holdDossier, noteByHand } from '#server/dossiers/index.ts'
import { setPaperState } from '#server/papers/index.ts'
import { recordAudit } from '#server/platform/audit.ts'
import { type Call, inTransaction } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { deleteByHand, insertByHand } from './by-hand-queries.ts'
import { listResultsForUpdate, markResult } from './queries.ts'
import { withdrawRequestOf } from './requests.ts'
import type { ByHand, ChooseByHand, DossierResult } from './schema.ts'

/**
 * Whether the result may go on paper: by the official who holds the dossier, before anything of it is signed, with the reason in words.
 * @throws Refusal `results.by-hand-reason`, `results.not-here`, `results.signed-already`.
 */
export function decideByHand(
  { step }: Pick<Held, 'step'>,
  results: readonly Pick<DossierResult, 'state'>[],
  reason: string,
): void {
  if (step.holder.role === 'outside') throw new Refusal('results.not-here', { step: step.name })
  if (results.some((each) => each.state !== 'draft')) throw new Refusal('results.signed-already')
  if (!reason.trim()) throw new Refusal('results.by-hand-reason', {}, 'reason')
}

/**
 * Ký tay trên giấy: the result is written, signed and sealed on paper, outside the program. Chosen in words, told in the history with who and
 * when; drafts fall, nothing is asked of the leader's key, and the signed paper may be scanned as ever. A draft prepared afterwards ends it.
 */
export function chooseByHand(call: Call, command: ChooseByHand): Promise<ByHand> {
  return inTransaction(call, async (within) => {
    const { db, actor, now } = within
    const held = await holdDossier(within, command)
    const { dossier, open } = held
    const results = await listResultsForUpdate(db, dossier.id)
    const reason = command.reason.trim()
    decideByHand(held, results, reason)
    for (const draft of results) {
      await withdrawRequestOf(within, draft)
      await setPaperState(db, draft.paperId, { state: 'withdrawn', reason: `Ký tay trên giấy: ${reason}` }, now)
      await markResult(db, draft.id, { state: 'replaced' })
    }
    const chosen: ByHand = {
      ...{ dossierId: dossier.id, reason, at: now, by: actor.id },
      ...{ postId: actor.postId ?? '', byName: actor.name, byTitle: actor.postTitle ?? '' },
    }
    await insertByHand(db, chosen)
    await noteByHand(within, dossier.id, { reason, step: held.step.key }, open.organisationId)
    recordAudit(within, 'results.by-hand', open.organisationId, dossier.id, { code: dossier.code, reason })
    return chosen
  })
}

/** A draft in the program ends the way on paper. */
export const endByHand = (within: Call, dossierId: string) => deleteByHand(within.db, dossierId)
