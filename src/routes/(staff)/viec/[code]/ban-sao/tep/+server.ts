import { error } from '@sveltejs/kit'
import { viewDossier } from '#server/dossiers/index.ts'
import { viewCopies } from '#server/results/index.ts'
import { fileAnswer } from '../../../../../file-answer.ts'
import type { RequestHandler } from './$types.js'

/** The scan that waits, to officials who may view the dossier and bring or sign its scans. */
export const GET: RequestHandler = async (event) => {
  const { locals, params } = event
  const view = await viewDossier(locals.call, { code: params.code })
  const { scan, mayScan } = await viewCopies(locals.call, view)
  if (!scan || !mayScan) error(404, { message: 'Không có bản quét nào đang chờ ký.' })
  const file = { sha256: scan.fileSha256, mediaType: 'application/pdf', fileName: `ban-quet-${params.code}.pdf` }
  return fileAnswer(event, file)
}
