import { constants } from 'node:fs'
import { access, statfs } from 'node:fs/promises'
import { sql } from 'kysely'
import type { Db } from './call.ts'
import { isDatabaseAway } from './database-watch.ts'
import type { Settings } from './settings.ts'

export type Health = {
  /** `ok`; `degraded`: it serves, and somebody should look; `unready`: it cannot serve. */
  status: 'ok' | 'degraded' | 'unready'
  database: 'ok' | 'away'
  disk: 'ok' | 'low' | 'full' | 'read-only'
  diskFreeMb: number
  /** Whether a worker has given a sign of life in the last minute; without one, messages and signatures wait. */
  worker: 'ok' | 'missing' | 'unknown'
}

const LOW_MB = 512
const FULL_MB = 64
const PATIENCE_MS = 2000

async function diskOf(dataDir: string): Promise<Pick<Health, 'disk' | 'diskFreeMb'>> {
  try {
    const { bavail, bsize } = await statfs(dataDir)
    const diskFreeMb = Math.floor((bavail * bsize) / 1_048_576)
    await access(dataDir, constants.W_OK)
    return { disk: diskFreeMb < FULL_MB ? 'full' : diskFreeMb < LOW_MB ? 'low' : 'ok', diskFreeMb }
  } catch {
    return { disk: 'read-only', diskFreeMb: 0 }
  }
}

async function databaseOf(db: Db): Promise<Pick<Health, 'database' | 'worker'>> {
  const away = { database: 'away', worker: 'unknown' } as const
  if (isDatabaseAway()) return away
  let late: NodeJS.Timeout | undefined
  const silence = new Promise<typeof away>((resolve) => {
    late = setTimeout(() => resolve(away), PATIENCE_MS)
  })
  const asked = sql<{ lives: boolean }>`
    select exists (select from worker_heartbeat where seen_at > now() - interval '1 minute') as lives`
    .execute(db)
    .then(({ rows }) => ({ database: 'ok' as const, worker: rows[0]?.lives ? ('ok' as const) : ('missing' as const) }))
    .catch(() => away)
  return Promise.race([asked, silence]).finally(() => clearTimeout(late))
}

/** Whether this program can serve (`/api/health`), from what it stands on: asked now, not remembered. */
export async function healthOf(db: Db, { dataDir }: Pick<Settings, 'dataDir'>): Promise<Health> {
  const [database, disk] = await Promise.all([databaseOf(db), diskOf(dataDir)])
  const unready = database.database === 'away' || disk.disk === 'full' || disk.disk === 'read-only'
  const degraded = database.worker !== 'ok' || disk.disk === 'low'
  return { status: unready ? 'unready' : degraded ? 'degraded' : 'ok', ...database, ...disk }
}
