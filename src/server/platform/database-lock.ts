import pg from 'pg'
import { OWN_NAME } from './db/connection.ts'
import { log } from './log.ts'

const PROGRAM = 4_155_002
const AGAIN_MS = 500

async function connected(connectionString: string): Promise<{ client: pg.Client; taken: boolean }> {
  const client = new pg.Client({ connectionString, application_name: OWN_NAME, keepAlive: true })
  client.on('error', () => {})
  await client.connect()
  const { rows } = await client.query<{ taken: boolean }>('select pg_try_advisory_lock($1) as taken', [PROGRAM])
  return { client, taken: rows[0]?.taken ?? false }
}

/**
 * One running program a data folder: a session advisory lock on a connection of its own. After `kill -9` the lock is free although
 * PostgreSQL lives on, so the next start adopts it. When PostgreSQL itself goes, the lock is taken again as soon as it is back.
 * @throws Error with a sentence when another program holds it.
 */
export async function takeProgramLock(connectionString: string, dataDir: string): Promise<() => Promise<void>> {
  const held = await connected(connectionString)
  const other = `Another Đình is already running on the data folder ${dataDir}. Stop it first, or give this one a folder of its own with DATA_DIR.`
  let client = held.client
  let released = false
  if (!held.taken) {
    await client.end()
    throw new Error(other)
  }
  const again = async () => {
    while (!released) {
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS).unref())
      const next = await connected(connectionString).catch(() => undefined)
      if (!next) continue
      if (released) return void (await next.client.end())
      if (!next.taken) {
        log('error', 'program lock is lost to another program')
        process.exitCode = 1
        process.kill(process.pid, 'SIGTERM')
        return
      }
      client = next.client
      client.once('end', () => void again())
      return
    }
  }
  client.once('end', () => void again())
  return async () => {
    released = true
    await client.end()
  }
}
