import { offlineChecker } from '#server/certificates/index.ts'
import { running } from '#server/platform/running.ts'
import { trustHere } from '../trusted.ts'
import type { RequestHandler } from './$types.js'

/** The offline checker (trang kiểm tra ngoại tuyến) to be saved: one file, no server, no upload. */
export const GET: RequestHandler = async ({ locals }) => {
  const { call } = locals
  return new Response(await offlineChecker(running().settings.dataDir, await trustHere(call), call.now), {
    headers: {
      ...{ 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache' },
      'content-disposition': 'attachment; filename="kiem-tra-chu-ky.html"',
    },
  })
}
