import { findPaper } from '#server/papers/index.ts'
import { recordAudit } from '#server/platform/audit.ts'
import { type Call, inTransaction } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { askSignature } from '#server/signing/index.ts'
import { placeOf } from '../places.ts'
import { lockIssuedResult } from './open-result.ts'
import { markCorrection } from './queries.ts'
import { removeDraft } from './prepare.ts'

/** Trình ký giấy thay thế: the leader finds it in his list, and may sign it alone or with many. @throws Refusal `results.no-correction`. */
export function askCorrection(call: Call, { paperId }: { paperId: string }): Promise<{ paperId: string }> {
  return inTransaction(call, async (within) => {
    const { dossier, open } = await lockIssuedResult(within, paperId)
    if (open?.state !== 'draft') throw new Refusal('results.no-correction')
    const paper = (await findPaper(within.db, { id: open.paperId }))!
    const key = await placeOf(within.db, paper, 'leader')
    await askSignature(within, { paperId: paper.id, key, to: { postId: open.signerPostId } })
    await markCorrection(within.db, open.id, 'asked')
    recordAudit(within, 'results.correction-asked', paper.organisationId, dossier.id, { code: dossier.code })
    return { paperId: paper.id }
  })
}

/** Bỏ việc thay thế before it is signed: the issued paper goes on holding. @throws Refusal `results.no-correction`. */
export function dropCorrection(call: Call, { paperId }: { paperId: string }): Promise<{ code: string | null }> {
  return inTransaction(call, async (within) => {
    const { dossier, open } = await lockIssuedResult(within, paperId)
    if (!open) throw new Refusal('results.no-correction')
    await removeDraft(within, open, (await findPaper(within.db, { id: open.paperId }))!)
    recordAudit(within, 'results.correction-dropped', dossier.handlingId, dossier.id, { code: dossier.code })
    return { code: dossier.code }
  })
}
