import { redirect } from '@sveltejs/kit'
import { viewDraft } from '#server/filing/index.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { setDraftDeclaration } from '#server/slips/index.ts'
import { fileAnswer } from '../../../../../file-answer.ts'
import { requirePapersOpen } from '../../../../../papers-open.ts'
import { paperHouse } from '../../../../../slip-pdf.ts'
import { pathOf } from '../../../../../path-of.ts'
import type { RequestHandler } from './$types.js'

/** The declaration of one's own draft as PDF, to be signed by hand. */
export const POST: RequestHandler = async (event) => {
  const { locals, params, url } = event
  const { draft, version, places } = await viewDraft(locals.call, params.id)
  const back = pathOf`/ho-so/nhap/${draft.id}/kiem-tra`
  requirePapersOpen(locals, back)
  const receivingId = draft.receivingId ?? places[0]?.id ?? draft.deskId ?? ''
  const paper = await setDraftDeclaration(locals.call, paperHouse(url), {
    ...{ draftId: draft.id, procedureVersionId: version.id, answers: draft.answers, receivingId },
  }).catch((refused: unknown) => {
    if (refused instanceof Refusal) redirect(303, pathOf`${back}?loi=${refused.code}`)
    throw refused
  })
  const file = { sha256: paper.fileSha256, mediaType: 'application/pdf', fileName: 'to-khai.pdf' }
  return fileAnswer(event, file, { back })
}
