import { error } from '@sveltejs/kit'
import { findAttachment, findKeptCompletionFile, viewDossier } from '#server/dossiers/index.ts'
import { findOwnDraftPaper } from '#server/filing/index.ts'
import { fileAnswer } from '../../file-answer.ts'
import type { RequestHandler } from './$types.js'

/** A paper, to whoever may see its dossier or draft. */
export const GET: RequestHandler = async (event) => {
  const { locals, params, url } = event
  if (!/^[0-9a-f-]{36}$/i.test(params.id)) error(404, { message: 'Không thấy tệp này.' })
  const attachment = await findAttachment(locals.call.db, params.id)
  if (attachment) {
    const view = await viewDossier(locals.call, { id: attachment.dossierId })
    if (!view.attachments.some((each) => each.id === attachment.id)) error(404, { message: 'Không thấy tệp này.' })
  }
  const paper = attachment
    ? { sha256: attachment.fileSha256, ...attachment }
    : ((await findKeptCompletionFile(locals.call, params.id)) ?? (await findOwnDraftPaper(locals.call, params.id)))
  if (!paper) error(404, { message: 'Không thấy tệp này.' })
  return fileAnswer(event, paper, { download: url.searchParams.has('goc') })
}
