import { getOwnCopy } from '#server/signing/index.ts'
import { fileAnswer } from '../../../../file-answer.ts'
import type { RequestHandler } from './$types.js'

/** The file of a copy, to the clerks of the organisation that signed it; `?tai` saves it instead of opening it. */
export const GET: RequestHandler = async (event) => {
  const { locals, params, url } = event
  const copy = await getOwnCopy(locals.call, params.id)
  const file = { sha256: copy.fileSha256, mediaType: 'application/pdf', fileName: `ban-sao-${copy.code}.pdf` }
  return fileAnswer(event, file, { download: url.searchParams.has('tai') })
}
