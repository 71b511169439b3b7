import { error } from '@sveltejs/kit'
import { viewPreparedKey } from '#server/signing/index.ts'
import type { RequestHandler } from './$types.js'

/** The signing request (PKCS#10, PEM) of a key that waits, for whoever it was made for. */
export const GET: RequestHandler = async ({ locals, params }) => {
  if (params.cua !== 'post' && params.cua !== 'organisation') error(404)
  const key = await viewPreparedKey(locals.call, params.cua)
  if (!key) error(404, { message: 'Không có khóa nào đang chờ chứng thư số.' })
  return new Response(key.request, {
    headers: {
      'content-type': 'application/pkcs10',
      'content-disposition': 'attachment; filename="yeu-cau-chung-thu.csr"',
      'cache-control': 'private, no-store',
      'x-content-type-options': 'nosniff',
    },
  })
}
