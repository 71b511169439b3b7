import { readPicture } from '#server/signing/index.ts'
import type { RequestHandler } from './$types.js'

/** A picture of a signature or seal, to whoever keeps it. */
export const GET: RequestHandler = async ({ locals, params }) => {
  const { bytes, mediaType } = await readPicture(locals.call, params.picture)
  return new Response(new Uint8Array(bytes), {
    headers: {
      'content-type': mediaType,
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
      'cache-control': 'private, no-store',
    },
  })
}
