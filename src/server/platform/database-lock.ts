import pg from 'pg'

const PROGRAM = 4_155_002

/**
 * One running program a data folder: a session advisory lock on a connection of its own. After `kill -9` the lock is free although
 * PostgreSQL lives on, so the next start adopts it.
 * @throws Error with a sentence when another program holds it.
 */
export async function takeProgramLock(connectionString: string, dataDir: string): Promise<() => Promise<void>> {
  const client = new pg.Client({ connectionString, application_name: 'dinh program lock', keepAlive: true })
  client.on('error', () => {})
  await client.connect()
  const { rows } = await client.query<{ taken: boolean }>('select pg_try_advisory_lock($1) as taken', [PROGRAM])
  if (!rows[0]?.taken) {
    await client.end()
    throw new Error(
      `Another Đình is already running on the data folder ${dataDir}. Stop it first, or give this one a folder of its own with DATA_DIR.`,
    )
  }
  return () => client.end()
}
