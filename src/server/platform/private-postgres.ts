import { execFileSync, spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import * as fs from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { OWN_NAME } from './db/connection.ts'
import { closedParent, MAJOR, readableBinaries } from './postgres-binaries.ts'
import { lastLines, openPostgresLog, shortenPostgresLog } from './postgres-log.ts'
import { isPostgres, livingPostmaster, removeZombieLock, whileStarting } from './postmaster.ts'

/** PostgreSQL refuses to run as root: as root it runs as this user (nobody), which exists without being created. */
const NOBODY = 65534
const ROOT = process.getuid?.() === 0
const owner = ROOT ? { uid: NOBODY, gid: NOBODY } : {}

const SETTINGS = {
  ...{
    listen_addresses: '',
    port: '5432',
    max_connections: '80',
    shared_buffers: '256MB',
    effective_cache_size: '1GB',
  },
  ...{ work_mem: '8MB', maintenance_work_mem: '128MB', jit: 'off', random_page_cost: '1.1', wal_compression: 'off' },
  ...{
    max_wal_size: '2GB',
    checkpoint_timeout: '15min',
    fsync: 'on',
    synchronous_commit: 'on',
    full_page_writes: 'on',
  },
  ...{
    timezone: 'UTC',
    log_timezone: 'UTC',
    max_parallel_workers_per_gather: '0',
    wal_level: 'replica',
    password_encryption: 'scram-sha-256',
  },
  // What a statement holds was typed by people. The program logs its own errors, by code; PostgreSQL tells of itself alone.
  ...{ log_min_messages: 'log', log_min_error_statement: 'panic', log_error_verbosity: 'terse', log_statement: 'none' },
}

export type PrivatePostgres = {
  connectionString: string
  dataDir: string
  /** Whether a living postmaster was found instead of a new one started. */
  adopted: boolean
  /** Ends PostgreSQL unless another program still uses it. */
  close: () => Promise<void>
  /** Starts PostgreSQL again when it has died; its own recovery brings back what was acknowledged. */
  revive: () => Promise<void>
}

function prepareDataDir(dataDir: string) {
  fs.mkdirSync(dataDir, { recursive: true, mode: 0o711 })
  if (ROOT) fs.chmodSync(dataDir, 0o711)
  const closed = closedParent(dirname(dataDir))
  if (closed)
    throw new Error(
      `The folder ${closed} may be entered by its owner only, and as root PostgreSQL runs as another user. Set DATA_DIR to a folder that others may enter, such as /var/lib/dinh.`,
    )
  const others = fs.readdirSync(dataDir).find((name) => /^pg\d+$/.test(name) && name !== `pg${MAJOR}`)
  if (others)
    throw new Error(
      `The data folder ${dataDir} holds ${others}: data of another PostgreSQL version. Start the version of Đình that made it, or name an empty folder with DATA_DIR.`,
    )
}

function socketFolder(dataDir: string): string {
  const near = join(dataDir, 'run')
  const folder =
    near.length < 80 ? near : join(tmpdir(), `dinh-${createHash('sha256').update(dataDir).digest('hex').slice(0, 16)}`)
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 })
  if (ROOT) fs.chownSync(folder, NOBODY, NOBODY)
  else fs.chmodSync(folder, 0o700)
  return folder
}

function initialise(native: string, dataDir: string, cluster: string, passwordFile: string) {
  fs.writeFileSync(passwordFile, randomBytes(24).toString('hex'), { mode: 0o600 })
  if (ROOT) fs.chownSync(passwordFile, NOBODY, NOBODY)
  const half = `${cluster}.half`
  fs.rmSync(half, { recursive: true, force: true })
  fs.mkdirSync(half, { mode: 0o700 })
  if (ROOT) fs.chownSync(half, NOBODY, NOBODY)
  execFileSync(
    join(native, 'bin/initdb'),
    [
      '-D',
      half,
      '-U',
      'dinh',
      '-E',
      'UTF8',
      '--locale=C',
      '--auth=scram-sha-256',
      `--pwfile=${passwordFile}`,
      '--data-checksums',
    ],
    { ...owner, cwd: dataDir, stdio: ['ignore', 'ignore', 'pipe'], env: { PATH: process.env.PATH, LC_ALL: 'C' } },
  )
  fs.renameSync(half, cluster)
}

const answers = async (connectionString: string) => {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 3000 })
  client.on('error', () => {})
  try {
    await client.connect()
    await client.query('select 1')
    return true
  } catch {
    return false
  } finally {
    await client.end().catch(() => {})
  }
}

type Place = { dataDir: string; cluster: string; socket: string; passwordFile: string; extra: Record<string, string> }

const connectionTo = ({ passwordFile, socket }: Place) =>
  `postgres://dinh:${fs.readFileSync(passwordFile, 'utf8').trim()}@/postgres?host=${encodeURIComponent(socket)}&port=5432`

/** Joins the postmaster that lives, or starts one; tells which. One program at a time. */
function startOrJoin(place: Place): Promise<boolean> {
  const { dataDir, cluster, socket, passwordFile, extra } = place
  return whileStarting(dataDir, async () => {
    for (let tries = 0; fs.existsSync(cluster) && livingPostmaster(cluster) !== undefined; tries += 1) {
      if (await answers(connectionTo(place))) return true
      // One that recovers answers later; a number that another program has now does not.
      if (tries > 300 || !isPostgres(cluster)) break
      await wait(100)
    }
    const native = readableBinaries(dataDir)
    if (!fs.existsSync(cluster)) initialise(native, dataDir, cluster, passwordFile)
    await removeZombieLock(cluster, socket)
    const log = openPostgresLog(dataDir)
    const options = Object.entries({ ...SETTINGS, unix_socket_directories: socket, ...extra }).flatMap(([k, v]) => [
      '-c',
      `${k}=${v}`,
    ])
    const child = spawn(join(native, 'bin/postgres'), ['-D', cluster, ...options], {
      ...owner,
      cwd: dataDir,
      detached: true,
      stdio: ['ignore', log, log],
      env: { PATH: process.env.PATH, LC_ALL: 'C' },
    })
    child.unref()
    fs.closeSync(log)
    let ended = false
    child.on('exit', () => (ended = true))
    for (let tries = 0; !(await answers(connectionTo(place))); tries += 1) {
      if (ended || tries > 1200) throw new Error(`PostgreSQL did not start. Its last words:\n${lastLines(dataDir)}`)
      await wait(tries < 50 ? 20 : 100)
    }
    return false
  })
}

/**
 * Starts the private PostgreSQL under the data folder, or joins the one that lives there. It listens on a unix socket only, with a
 * password kept in a file of mode 0600.
 */
export async function startPrivatePostgres(
  dataDir: string,
  extra: Record<string, string> = {},
): Promise<PrivatePostgres> {
  prepareDataDir(dataDir)
  const cluster = join(dataDir, `pg${MAJOR}`)
  const passwordFile = join(dataDir, 'postgres-password')
  const place = { dataDir, cluster, socket: socketFolder(dataDir), passwordFile, extra }
  const adopted = await startOrJoin(place)
  const connectionString = connectionTo(place)

  const close = async () => {
    if (await usedByOthers(connectionString)) return
    const pid = livingPostmaster(cluster)
    if (pid === undefined || pid < 0) return
    process.kill(pid, 'SIGINT')
    for (let tries = 0; tries < 300 && livingPostmaster(cluster) !== undefined; tries += 1) await wait(20)
  }
  const revive = async () => {
    shortenPostgresLog(dataDir)
    if (livingPostmaster(cluster) === undefined) await startOrJoin(place)
  }
  return { connectionString, dataDir, adopted, close, revive }
}

async function usedByOthers(connectionString: string): Promise<boolean> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 3000 })
  client.on('error', () => {})
  try {
    await client.connect()
    const { rows } = await client.query<{ n: number }>(
      "select count(*)::int as n from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid() and application_name <> $1",
      [OWN_NAME],
    )
    return (rows[0]?.n ?? 0) > 0
  } catch {
    return false
  } finally {
    await client.end().catch(() => {})
  }
}
