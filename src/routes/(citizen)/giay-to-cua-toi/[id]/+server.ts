import { error } from '@sveltejs/kit'
import { Readable } from 'node:stream'
import { findOwnPaper } from '#server/dossiers/index.ts'
import { nameOfPaper } from '#server/filing/index.ts'
import { findStoredFile, readStoredFile } from '#server/platform/files.ts'
import { running } from '#server/platform/running.ts'
import type { RequestHandler } from './$types.js'

/** The file of a paper of one's own store, signatures and all; anybody else's is unknown. */
export const GET: RequestHandler = async ({ locals, params }) => {
  const paper = await findOwnPaper(locals.call, params.id)
  if (!paper) error(404, { message: 'Không thấy giấy này trong kho của Ông/Bà.' })
  const { size } = await findStoredFile(locals.call.db, paper.fileSha256)
  const name = encodeURIComponent(`${nameOfPaper(paper).replace(/[\\/:*?"<>|]/g, '-')}.pdf`)
  const bytes = Readable.toWeb(readStoredFile(running().settings.dataDir, paper.fileSha256))
  return new Response(bytes as ReadableStream, {
    headers: {
      ...{ 'content-type': 'application/pdf', 'content-length': String(size) },
      'content-disposition': `attachment; filename*=UTF-8''${name}`,
      ...{ 'content-security-policy': 'sandbox', 'x-content-type-options': 'nosniff' },
      'cache-control': 'private, no-store',
    },
  })
}
