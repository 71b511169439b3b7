import { type Dossier, findDossier } from '#server/dossiers/index.ts'
import { findPaper, findTemplateVersion, type Paper, type PaperKind, requireWithdraw } from '#server/papers/index.ts'
import type { Call } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { findResultOfPaperForUpdate } from '../queries.ts'
import type { DossierResult } from '../schema.ts'
import { findOpenCorrection } from './queries.ts'
import type { Correction } from './schema.ts'

export type IssuedResult = { paper: Paper; result: DossierResult; dossier: Dossier; open: Correction | undefined }

/** Blanks, cards and what is laid on a scan are issued again in their own way, with a serial or a scan of their own. */
export const REPLACED_BY_PAPER: readonly PaperKind[] = ['result', 'document']

/**
 * An issued result that may be replaced: complete, its paper holds, set as a whole from a template; under lock.
 * @throws Refusal `papers.unknown`, `papers.no-right`, `results.not-issued`, `results.correction-signed`.
 */
export async function lockIssuedResult(within: Call, paperId: string): Promise<IssuedResult> {
  const { db } = within
  const result = await findResultOfPaperForUpdate(db, paperId)
  const paper = await findPaper(db, { id: paperId })
  if (!paper) throw new Refusal('papers.unknown')
  requireWithdraw(within, paper)
  const dossier = result && (await findDossier(db, result.dossierId))
  if (!result?.templateKey || !dossier || result.state !== 'complete' || paper.state !== 'valid')
    throw new Refusal('results.not-issued')
  const kind = (await findTemplateVersion(db, paper.templateVersionId))?.kind
  if (!kind || !REPLACED_BY_PAPER.includes(kind)) throw new Refusal('results.not-issued')
  const open = await findOpenCorrection(db, result.id)
  if (open?.state === 'signed') throw new Refusal('results.correction-signed')
  return { paper, result, dossier, open }
}
