import { sql } from 'kysely'
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import { listAnchorPlaces } from './anchor-queries.ts'
import type { Db } from './call.ts'

/** What Prometheus reads. */
export const registry = new Registry()
collectDefaultMetrics({ register: registry })

const requests = new Counter({
  name: 'dinh_http_requests_total',
  help: 'Requests answered',
  labelNames: ['route', 'method', 'status'],
  registers: [registry],
})
const durations = new Histogram({
  name: 'dinh_http_request_seconds',
  help: 'Time to answer',
  labelNames: ['route'],
  buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 1, 5],
  registers: [registry],
})
const waiting = new Gauge({
  name: 'dinh_waiting',
  help: 'What waits for the worker',
  labelNames: ['what'],
  registers: [registry],
})

const anchorFailures = new Gauge({
  name: 'dinh_anchor_failures',
  help: 'Tries in a row to write anchors of the audit chains that failed',
  labelNames: ['place'],
  registers: [registry],
})
const anchorsWritten = new Gauge({
  name: 'dinh_anchor_written_seconds',
  help: 'Unix time when a place of anchors was last up to date',
  labelNames: ['place'],
  registers: [registry],
})

/** Counts one answered request by its route, never by its address: addresses hold codes. */
export function countRequest(route: string, method: string, status: number, seconds: number) {
  requests.inc({ route, method, status: String(status) })
  durations.observe({ route }, seconds)
}

/** The text of the metrics, with what waits read from the database now. */
export async function metricsText(db: Db): Promise<string> {
  const { rows } = await sql<{ what: string; count: number }>`
    select 'outbox' as what, count(*)::int as count from outbox_message where state = 'waiting'
    union all select 'outbox_failed', count(*)::int from outbox_message where state = 'failed'
    union all select 'announcements', count(*)::int from announcement where tries = 0
    union all select 'announcements_failing', count(*)::int from announcement where tries > 0
    union all select 'jobs', count(*)::int from graphile_worker.jobs`.execute(db)
  for (const { what, count } of rows) waiting.set({ what }, count)
  for (const { place, tries, writtenAt } of await listAnchorPlaces(db)) {
    anchorFailures.set({ place }, tries)
    if (writtenAt) anchorsWritten.set({ place }, writtenAt.getTime() / 1000)
  }
  return registry.metrics()
}
