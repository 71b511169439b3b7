import { execFileSync, spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import * as fs from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { closedParent, MAJOR, readableBinaries } from './postgres-binaries.ts'

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
}

export type PrivatePostgres = {
  connectionString: string
  dataDir: string
  /** Whether a living postmaster was found instead of a new one started. */
  adopted: boolean
  /** Ends PostgreSQL unless another program still uses it. */
  close: () => Promise<void>
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

/** A killed process that its parent has not reaped still answers signals; PostgreSQL would take it for a living postmaster. */
const isZombie = (pid: number) => {
  try {
    return /\) [ZX] /.test(fs.readFileSync(`/proc/${pid}/stat`, 'latin1'))
  } catch {
    return false
  }
}

/** Removes the lock file that a killed, unreaped postmaster left, once none of its children works in the cluster any more. */
async function removeZombieLock(cluster: string, socket: string) {
  const lock = join(cluster, 'postmaster.pid')
  const holder = fs.existsSync(lock) ? Number(fs.readFileSync(lock, 'utf8').split('\n')[0]) : 0
  if (!holder || !isZombie(holder)) return
  const works = (pid: string) => {
    try {
      return fs.readlinkSync(`/proc/${pid}/cwd`) === cluster
    } catch {
      return false
    }
  }
  for (let tries = 0; fs.readdirSync('/proc').some((pid) => /^\d+$/.test(pid) && works(pid)); tries += 1) {
    if (tries > 200) throw new Error(`Parts of a killed PostgreSQL still work in ${cluster}. End them first.`)
    await wait(50)
  }
  fs.rmSync(lock, { force: true })
  fs.rmSync(join(socket, '.s.PGSQL.5432.lock'), { force: true })
}

const livingPostmaster = (cluster: string): number | undefined => {
  try {
    const pid = Number(fs.readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')[0])
    process.kill(pid, 0)
    return isZombie(pid) ? undefined : pid
  } catch (error) {
    return (error as { code?: string }).code === 'EPERM' ? -1 : undefined
  }
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

/** One program at a time prepares and starts the cluster; a lock of a dead program is taken over. */
async function whileStarting<T>(dataDir: string, work: () => Promise<T>): Promise<T> {
  const lock = join(dataDir, 'starting')
  for (let tries = 0; ; tries += 1) {
    try {
      fs.writeFileSync(lock, String(process.pid), { flag: 'wx' })
      break
    } catch {
      const holder = Number(fs.existsSync(lock) ? fs.readFileSync(lock, 'utf8') : 0)
      const alive = holder > 0 && fs.existsSync(`/proc/${holder}`)
      if (!alive && tries > 3) fs.rmSync(lock, { force: true })
      if (tries > 600)
        throw new Error(`Another program has been starting PostgreSQL in ${dataDir} for a minute. Try again.`)
      await wait(100)
    }
  }
  try {
    return await work()
  } finally {
    fs.rmSync(lock, { force: true })
  }
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
  const socket = socketFolder(dataDir)
  const connection = () =>
    `postgres://dinh:${fs.readFileSync(passwordFile, 'utf8').trim()}@/postgres?host=${encodeURIComponent(socket)}&port=5432`

  const adopted = await whileStarting(dataDir, async () => {
    const found = fs.existsSync(cluster) && livingPostmaster(cluster) !== undefined && (await answers(connection()))
    if (found) return true
    const native = readableBinaries(dataDir)
    if (!fs.existsSync(cluster)) initialise(native, dataDir, cluster, passwordFile)
    await removeZombieLock(cluster, socket)
    const log = fs.openSync(join(dataDir, `pg${MAJOR}.log`), 'a')
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
    for (let tries = 0; !(await answers(connection())); tries += 1) {
      if (ended || tries > 1200)
        throw new Error(`PostgreSQL did not start. Its last words:\n${lastLines(join(dataDir, `pg${MAJOR}.log`))}`)
      await wait(tries < 50 ? 20 : 100)
    }
    return false
  })

  const close = async () => {
    if (await usedByOthers(connection())) return
    const pid = livingPostmaster(cluster)
    if (pid === undefined || pid < 0) return
    process.kill(pid, 'SIGINT')
    for (let tries = 0; tries < 300 && livingPostmaster(cluster) !== undefined; tries += 1) await wait(20)
  }
  return { connectionString: connection(), dataDir, adopted, close }
}

const lastLines = (file: string) => fs.readFileSync(file, 'utf8').trimEnd().split('\n').slice(-8).join('\n')

async function usedByOthers(connectionString: string): Promise<boolean> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 3000 })
  client.on('error', () => {})
  try {
    await client.connect()
    const { rows } = await client.query<{ n: number }>(
      "select count(*)::int as n from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()",
    )
    return (rows[0]?.n ?? 0) > 0
  } catch {
    return false
  } finally {
    await client.end().catch(() => {})
  }
}
