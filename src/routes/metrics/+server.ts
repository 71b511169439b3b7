import { error } from '@sveltejs/kit'
import { metricsText } from '#server/platform/metrics.ts'
import { opensMetrics } from '#server/platform/open-metrics.ts'
import { running } from '#server/platform/running.ts'
import type { RequestHandler } from './$types.js'

/** For Prometheus. */
export const GET: RequestHandler = async ({ request }) => {
  const { db, settings } = running()
  if (!opensMetrics(settings, request.headers)) error(404, { message: 'Không có trang này.' })
  return new Response(await metricsText(db), {
    headers: { 'content-type': 'text/plain; version=0.0.4', 'cache-control': 'no-store' },
  })
}
