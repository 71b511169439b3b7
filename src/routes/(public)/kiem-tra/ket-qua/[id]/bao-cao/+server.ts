import { error } from '@sveltejs/kit'
import { findBrought } from '#server/certificates/index.ts'
import { running } from '#server/platform/running.ts'
import type { RequestHandler } from './$types.js'

/** The report for machines: what `npm run verify -- --json` prints. */
export const GET: RequestHandler = async ({ params, locals }) => {
  const found = await findBrought(running().settings.dataDir, params.id, locals.call.now)
  if (!found) error(404, { message: 'Kết quả đã được xóa.' })
  return new Response(JSON.stringify({ file: found.name, ...found.checked }, null, 2), {
    headers: {
      ...{ 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' },
      'content-disposition': 'attachment; filename="bao-cao-kiem-tra.json"',
    },
  })
}
