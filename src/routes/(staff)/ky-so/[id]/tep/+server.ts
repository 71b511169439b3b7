import { Readable } from 'node:stream'
import { readStoredFile } from '#server/platform/files.ts'
import { running } from '#server/platform/running.ts'
import { viewPaperToSign } from '#server/signing/index.ts'
import type { RequestHandler } from './$types.js'

/** The paper as it stands, to whoever signs it. */
export const GET: RequestHandler = async ({ locals, params }) => {
  const { paper } = await viewPaperToSign(locals.call, params.id)
  const bytes = Readable.toWeb(readStoredFile(running().settings.dataDir, paper.fileSha256))
  return new Response(bytes as ReadableStream, {
    headers: {
      'content-type': 'application/pdf',
      'content-disposition': `inline; filename="${paper.code}.pdf"`,
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'",
      'cache-control': 'private, no-store',
      'x-content-type-options': 'nosniff',
    },
  })
}
