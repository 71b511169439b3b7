import { createHash, timingSafeEqual } from 'node:crypto'
import { error } from '@sveltejs/kit'
import { metricsText } from '#server/platform/metrics.ts'
import { running } from '#server/platform/running.ts'
import type { RequestHandler } from './$types.js'

const digest = (text: string) => createHash('sha256').update(text).digest()
const equal = (a: string, b: string) => timingSafeEqual(digest(a), digest(b))
const LOCAL = new Set(['127.0.0.1', '::1'])

/** For Prometheus: from this machine, or with METRICS_TOKEN as bearer token. */
export const GET: RequestHandler = async ({ request, getClientAddress }) => {
  const { db, settings } = running()
  const given = /^Bearer (\S+)$/.exec(request.headers.get('authorization') ?? '')?.[1] ?? ''
  const open = settings.metricsToken ? equal(given, settings.metricsToken) : LOCAL.has(getClientAddress())
  if (!open) error(404, { message: 'Không có trang này.' })
  return new Response(await metricsText(db), {
    headers: { 'content-type': 'text/plain; version=0.0.4', 'cache-control': 'no-store' },
  })
}
