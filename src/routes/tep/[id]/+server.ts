import { error } from '@sveltejs/kit'
import { Readable } from 'node:stream'
import { findAttachment, viewDossier } from '#server/dossiers/index.ts'
import { findOwnDraftPaper } from '#server/filing/index.ts'
import { readStoredFile } from '#server/platform/files.ts'
import { running } from '#server/platform/running.ts'
import type { RequestHandler } from './$types.js'

const SHOWN = /^(application\/pdf|image\/(jpeg|png|gif|webp))$/

/** A paper, to whoever may see its dossier or draft. Only PDF and pictures open in the page; all else is downloaded. */
export const GET: RequestHandler = async ({ locals, params }) => {
  if (!/^[0-9a-f-]{36}$/i.test(params.id)) error(404, { message: 'Không thấy tệp này.' })
  const attachment = await findAttachment(locals.call.db, params.id)
  if (attachment) {
    const view = await viewDossier(locals.call, { id: attachment.dossierId })
    if (!view.attachments.some((each) => each.id === attachment.id)) error(404, { message: 'Không thấy tệp này.' })
  }
  const paper = attachment
    ? { sha256: attachment.fileSha256, ...attachment }
    : await findOwnDraftPaper(locals.call, params.id)
  if (!paper) error(404, { message: 'Không thấy tệp này.' })
  const shown = SHOWN.test(paper.mediaType)
  const name = encodeURIComponent(paper.fileName)
  return new Response(Readable.toWeb(readStoredFile(running().settings.dataDir, paper.sha256)) as ReadableStream, {
    headers: {
      'content-type': shown ? paper.mediaType : 'application/octet-stream',
      'content-length': String(paper.sizeBytes),
      'content-disposition': `${shown ? 'inline' : 'attachment'}; filename*=UTF-8''${name}`,
      'content-security-policy': shown
        ? "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; frame-ancestors 'self'"
        : 'sandbox',
      'cache-control': 'private, no-store',
      'x-content-type-options': 'nosniff',
    },
  })
}
