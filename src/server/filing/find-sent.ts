import { type Filed, viewDossier } from '#server/dossiers/index.ts'
import type { Call } from '#server/platform/call.ts'
import { getOwnDraft } from './own-draft.ts'

/** What a draft became, if it was sent. */
export async function findSent(call: Call, draftId: string): Promise<Filed | undefined> {
  const { sentDossierId } = await getOwnDraft(call, draftId)
  if (!sentDossierId) return undefined
  const { dossier } = await viewDossier(call, { id: sentDossierId })
  return { id: dossier.id, code: dossier.code ?? '', answerBy: dossier.answerBy ?? call.now }
}
