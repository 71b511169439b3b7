import { error } from '@sveltejs/kit'
import { findViewablePaper } from '#server/results/index.ts'
import { fileAnswer } from '../../../file-answer.ts'
import type { RequestHandler } from './$types.js'

/** A paper that was set here (giấy hẹn, phiếu, kết quả), to whoever may see it; `?tai` saves it instead of opening it. */
export const GET: RequestHandler = async (event) => {
  const { locals, params, url } = event
  if (!/^[0-9a-f-]{36}$/i.test(params.id)) error(404, { message: 'Không thấy tệp này.' })
  const paper = await findViewablePaper(locals.call, params.id)
  const fileName = `${paper.title.replace(/[\\/:*?"<>|]/g, '-').slice(0, 120)}.pdf`
  const file = { sha256: paper.fileSha256, mediaType: 'application/pdf', fileName }
  return fileAnswer(event, file, { download: url.searchParams.has('tai') })
}
