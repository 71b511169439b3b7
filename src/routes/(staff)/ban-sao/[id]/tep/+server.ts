import { running } from '#server/platform/running.ts'
import { getOwnCopy } from '#server/signing/index.ts'
import { fileAnswer } from '../../../../file-answer.ts'
import type { RequestHandler } from './$types.js'

/** The file of a copy, to the clerks of the organisation that signed it; `?tai` saves it instead of opening it. */
export const GET: RequestHandler = async ({ locals, params, url }) => {
  const copy = await getOwnCopy(locals.call, params.id)
  const file = { sha256: copy.fileSha256, mediaType: 'application/pdf', fileName: `ban-sao-${copy.code}.pdf` }
  return fileAnswer(running().settings.dataDir, file, url.searchParams.has('tai'))
}
