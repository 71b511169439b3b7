import { json } from '@sveltejs/kit'
import { healthOf } from '#server/platform/health.ts'
import { running } from '#server/platform/running.ts'

/** Whether the program can serve: 503 when the database is away or the disk is full; `/api/health/live` says whether it lives. */
export const GET = async () => {
  const { db, settings } = running()
  const health = await healthOf(db, settings)
  return json(health, { status: health.status === 'unready' ? 503 : 200, headers: { 'cache-control': 'no-store' } })
}
