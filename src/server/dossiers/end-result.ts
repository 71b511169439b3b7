import { ownFile } from '#server/files/index.ts'
import { type Call, inTransaction } from '#server/platform/call.ts'
import { newId } from '#server/platform/ids.ts'
import { change, lockDossier } from './change.ts'
import { findDossier, insertAttachments } from './queries.ts'
import type { MadeDocument } from './attach-result.ts'
import { isPossible } from './state-machine.ts'

/** What the history keeps of a result that stopped holding: which paper, why, and by which decision or which paper in its place. */
export type EndResult = {
  /** Number and day of the paper: "số 12/XNHN-UBND ngày 24/11/2026". */
  paper: string
  reason: string
} & ({ decision: string } | { by: string; document?: MadeDocument })

/**
 * The history of a dossier says that its result was withdrawn (thu hồi) or replaced (thay thế), also after its life has ended; the filer is
 * told as of every event. The file in its place becomes the result he downloads. Gives the attachment, when there is one.
 */
export function endResult(call: Call, dossierId: string, end: EndResult): Promise<string | null> {
  return inTransaction(call, async (within) => {
    const found = await findDossier(within.db, dossierId)
    if (!found || !isPossible('end-result', found.state)) return null
    const { dossier } = await lockDossier(within, 'end-result', { dossierId })
    const { paper, reason } = end
    const chain = dossier.handlingId
    if ('decision' in end) {
      const facts = { paper, reason, decision: end.decision }
      await change(within, dossier, {}, { kind: 'result-withdrawn', facts, chain })
      return null
    }
    const attachmentId = end.document ? newId(within.now) : null
    if (end.document && attachmentId) {
      const row = { ...(await ownFile(within, end.document)), id: attachmentId, kind: 'result' }
      await insertAttachments(within.db, dossier.id, [row], within.now, within.actor.id)
    }
    const facts = { paper, reason, by: end.by, attachmentId }
    await change(within, dossier, {}, { kind: 'result-replaced', facts, chain })
    return attachmentId
  })
}
