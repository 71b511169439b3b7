import { error } from '@sveltejs/kit'
import { findOwnPaper } from '#server/dossiers/index.ts'
import { nameOfPaper } from '#server/filing/index.ts'
import { fileAnswer } from '../../../file-answer.ts'
import { requirePapersOpen } from '../../../papers-open.ts'
import type { RequestHandler } from './$types.js'

/** The file of a paper of one's own store, signatures and all; anybody else's is unknown. */
export const GET: RequestHandler = async (event) => {
  const { locals, params, url } = event
  // On a new device the store itself is closed: what is in it is not told before the code.
  requirePapersOpen(locals, url.pathname)
  const paper = await findOwnPaper(locals.call, params.id)
  if (!paper) error(404, { message: 'Không thấy giấy này trong kho của Ông/Bà.' })
  const fileName = `${nameOfPaper(paper).replace(/[\\/:*?"<>|]/g, '-')}.pdf`
  const file = { sha256: paper.fileSha256, mediaType: 'application/pdf', fileName }
  return fileAnswer(event, file, { download: true })
}
