import { findMinutesPaper } from '#server/certificates/index.ts'
import { running } from '#server/platform/running.ts'
import { fileAnswer } from '../../../../../../file-answer.ts'
import type { RequestHandler } from './$types.js'

/** Minutes of a token as PDF, to print and sign by hand. */
export const GET: RequestHandler = async ({ locals, params, url }) => {
  const paper = await findMinutesPaper(locals.call, { certificateId: params.id, minutesId: params.minutes })
  const file = { sha256: paper.fileSha256, mediaType: 'application/pdf', fileName: `${paper.title}.pdf` }
  return fileAnswer(running().settings.dataDir, file, url.searchParams.has('tai'))
}
