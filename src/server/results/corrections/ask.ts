import { loadDirectory, resolveHolder } from '#server/directory/index.ts'
import type { Dossier } from '#server/dossiers/index.ts'
import { findPaper } from '#server/papers/index.ts'
import { recordAudit } from '#server/platform/audit.ts'
import { type Call, inTransaction } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { getVersion } from '#server/procedures/index.ts'
import { askSignature, initialsWanted } from '#server/signing/index.ts'
import { placeOf } from '../places.ts'
import { lockIssuedResult } from './open-result.ts'
import { markCorrection } from './queries.ts'
import { removeDraft } from './prepare.ts'
import type { Correction } from './schema.ts'

/** Trình ký giấy thay thế: the leader finds it in his list, and may sign it alone or with many. @throws Refusal `results.no-correction`. */
export function askCorrection(call: Call, { paperId }: { paperId: string }): Promise<{ paperId: string }> {
  return inTransaction(call, async (within) => {
    const { dossier, open } = await lockIssuedResult(within, paperId)
    if (open?.state !== 'draft') throw new Refusal('results.no-correction')
    const paper = (await findPaper(within.db, { id: open.paperId }))!
    const initials = await initialsWanted(within.db, paper)
    if (initials) await askHead(within, dossier, paper.id, initials)
    else await askLeader(within, open)
    await markCorrection(within.db, open.id, 'asked')
    recordAudit(within, 'results.correction-asked', paper.organisationId, dossier.id, { code: dossier.code })
    return { paperId: paper.id }
  })
}

/** The leader whom the draft names. */
export async function askLeader(within: Call, { paperId, signerPostId }: Pick<Correction, 'paperId' | 'signerPostId'>) {
  const paper = (await findPaper(within.db, { id: paperId }))!
  const key = await placeOf(within.db, paper, 'leader')
  await askSignature(within, { paperId, key, to: { postId: signerPostId } })
}

/** Where the template wants initials, first whoever checks results in this procedure. @throws Refusal `results.no-signer`. */
async function askHead(within: Call, dossier: Dossier, paperId: string, key: string) {
  const { content } = await getVersion(within.db, dossier.procedureVersionId)
  const check = content.workflow?.steps.find((each) => each.kind === 'check')
  if (!check) throw new Refusal('results.no-signer')
  const directory = await loadDirectory(within.db, vietnamDate(within.now))
  await askSignature(within, { paperId, key, to: { queue: resolveHolder(directory, check.holder, dossier).queue } })
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
