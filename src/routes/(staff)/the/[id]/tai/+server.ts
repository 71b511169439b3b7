import { error } from '@sveltejs/kit'
import { downloadBatch } from '#server/results/index.ts'
import type { RequestHandler } from './$types.js'

/** The data of a batch for the card printer. By POST: a download is an act, and stands in the audit trail. */
export const POST: RequestHandler = async ({ locals, params, request }) => {
  if (!/^[0-9a-f-]{36}$/.test(params.id)) error(404, { message: 'Không thấy lô thẻ này.' })
  const format = (await request.formData()).get('dang') === 'csv' ? 'csv' : 'json'
  const file = await downloadBatch(locals.call, { batchId: params.id, format })
  return new Response(file.text, {
    headers: {
      'content-type': file.mediaType,
      'content-disposition': `attachment; filename="${file.name}"`,
      'cache-control': 'private, no-store',
      'x-content-type-options': 'nosniff',
      'x-sha256': file.sha256,
    },
  })
}
