import { findMinutesPaper } from '#server/certificates/index.ts'
import { fileAnswer } from '../../../../../../file-answer.ts'
import type { RequestHandler } from './$types.js'

/** Minutes of a token as PDF, to print and sign by hand. */
export const GET: RequestHandler = async (event) => {
  const { locals, params, url } = event
  const paper = await findMinutesPaper(locals.call, { certificateId: params.id, minutesId: params.minutes })
  const file = { sha256: paper.fileSha256, mediaType: 'application/pdf', fileName: `${paper.title}.pdf` }
  return fileAnswer(event, file, { download: url.searchParams.has('tai') })
}
