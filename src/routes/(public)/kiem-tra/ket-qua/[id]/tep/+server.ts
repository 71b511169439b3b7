import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { error } from '@sveltejs/kit'
import { findBrought } from '#server/certificates/index.ts'
import { running } from '#server/platform/running.ts'
import type { RequestHandler } from './$types.js'

/**
 * The paper that was brought, for the frame beside its verdict: as a PDF only, never as a page. It opens only where our own page asks for it: a
 * link from elsewhere would show a stranger's paper under the address of the house, and downloads it instead.
 */
export const GET: RequestHandler = async ({ params, locals, request }) => {
  const found = await findBrought(running().settings.dataDir, params.id, locals.call.now)
  if (!found || found.checked.kind !== 'pdf' || found.checked.pages === null)
    error(404, { message: 'Tệp đã được xóa.' })
  const shown = request.headers.get('sec-fetch-site') === 'same-origin'
  const { size } = await stat(found.path)
  return new Response(Readable.toWeb(createReadStream(found.path)) as ReadableStream, {
    headers: {
      ...{ 'content-type': 'application/pdf', 'content-length': String(size), 'cache-control': 'no-store' },
      'content-disposition': `${shown ? 'inline' : 'attachment'}; filename="giay-to.pdf"`,
      ...{ vary: 'sec-fetch-site', 'cross-origin-resource-policy': 'same-origin' },
    },
  })
}
