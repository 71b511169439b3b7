import { viewPaperToSign } from '#server/signing/index.ts'
import { fileAnswer } from '../../../../file-answer.ts'
import type { RequestHandler } from './$types.js'

/** The paper as it stands, to whoever signs it. */
export const GET: RequestHandler = async (event) => {
  const { paper } = await viewPaperToSign(event.locals.call, event.params.id)
  return fileAnswer(event, { sha256: paper.fileSha256, mediaType: 'application/pdf', fileName: `${paper.code}.pdf` })
}
