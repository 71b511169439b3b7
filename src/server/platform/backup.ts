import { chownSync, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type pg from 'pg'
import { backUpKeys, type KeysOfBackup, restoreKeys } from './backup-keys.ts'
import { copyFolder } from './copy-folder.ts'

/** What lies beside the database in a data folder and belongs to a backup: files by content; keys go their own way. */
const BESIDE = ['files']
const LEFT_OUT =
  /^(pg_wal\/.+|postmaster\.(pid|opts)|pg_replslot\/.+|pg_stat_tmp\/.+|pg_notify\/.+|pg_serial\/.+|pg_snapshots\/.+|pg_subtrans\/.+|pg_dynshmem\/.+|backup_label|tablespace_map)$/
const isEmpty = (folder: string) => !existsSync(folder) || readdirSync(folder).length === 0

/** Writes a private file that belongs to whoever owns `like`. */
function writeLike(path: string, content: string | Buffer, like: string) {
  writeFileSync(path, content, { mode: 0o600 })
  const { uid, gid } = lstatSync(like)
  if (process.getuid?.() === 0) chownSync(path, uid, gid)
}

export type BackupSummary = {
  madeAt: string
  postgres: string
  startedAt: string
  endedAt: string
  files: number
  keys: KeysOfBackup['kind']
}

/**
 * Backs up a data folder while the program runs: PostgreSQL's own online backup (pg_backup_start, the files, the write-ahead log that belongs
 * to them, held by a temporary slot), then what lies beside it. Files come after the database: every file the rows name is there.
 * @throws Error when the target folder is not empty.
 */
export async function backUp(
  pool: pg.Pool,
  dataDir: string,
  target: string,
  keys: KeysOfBackup = { kind: 'open' },
): Promise<BackupSummary> {
  if (!isEmpty(target)) throw new Error(`The folder ${target} is not empty. Name a new folder for each backup.`)
  mkdirSync(target, { recursive: true, mode: 0o711 })
  const client = await pool.connect()
  try {
    const { rows: about } = await client.query<{ data_directory: string; version: string }>(
      "select current_setting('data_directory') as data_directory, current_setting('server_version') as version",
    )
    const cluster = about[0]!.data_directory
    const name = cluster.split('/').at(-1)!
    await client.query("select pg_create_physical_replication_slot('dinh_backup', true, true)")
    const started = await client.query<{ lsn: string; at: Date }>(
      "select pg_backup_start('dinh', true) as lsn, now() as at",
    )
    const copied = copyFolder(cluster, join(target, name), (path) => LEFT_OUT.test(path))
    // No anchor is written between the end of the backup and their copy: every row they name is in it, and the last one it names is among them.
    await client.query('select pg_advisory_lock(4155003)')
    const stopped = await client.query<{ labelfile: string; spcmapfile: string }>(
      'select labelfile, spcmapfile from pg_backup_stop(false)',
    )
    if (existsSync(join(dataDir, 'anchors'))) copyFolder(join(dataDir, 'anchors'), join(target, 'anchors'))
    await client.query('select pg_advisory_unlock(4155003)')
    writeLike(join(target, name, 'backup_label'), stopped.rows[0]!.labelfile, cluster)
    const logs = copyFolder(
      join(cluster, 'pg_wal'),
      join(target, name, 'pg_wal'),
      (path) => path.startsWith('archive_status/') || path.startsWith('summaries/'),
    )
    await client.query("select pg_drop_replication_slot('dinh_backup')").catch(() => {})
    const keyFiles = backUpKeys(dataDir, target, keys)
    const beside = BESIDE.filter((each) => existsSync(join(dataDir, each)))
    const files = beside.reduce(
      (sum, each) => sum + copyFolder(join(dataDir, each), join(target, each), (path) => path.startsWith('incoming')),
      0,
    )
    const summary = {
      madeAt: new Date().toISOString(),
      postgres: about[0]!.version,
      startedAt: started.rows[0]!.at.toISOString(),
      endedAt: new Date().toISOString(),
      files: copied + logs + files + keyFiles,
      keys: keys.kind,
    }
    writeFileSync(join(target, 'backup.json'), `${JSON.stringify(summary, null, 2)}\n`)
    return summary
  } finally {
    client.release(true)
  }
}

/** Puts a backup into an empty data folder; the next start recovers it to the end of the backup. @throws Error when anything is there already. */
export function restore(
  source: string,
  dataDir: string,
  keys: { passphrase?: string; folder?: string } = {},
): BackupSummary {
  if (!existsSync(join(source, 'backup.json')))
    throw new Error(`${source} holds no finished backup (backup.json is missing).`)
  if (!isEmpty(dataDir))
    throw new Error(`The data folder ${dataDir} is not empty. Move it away first: a restore never overwrites.`)
  // Keys first: without them nothing is put anywhere.
  mkdirSync(dataDir, { recursive: true, mode: 0o711 })
  restoreKeys(source, dataDir, keys)
  copyFolder(source, dataDir, (path) => /^(backup\.json|keys\.sealed|postgres-password|keys(\/.*)?)$/.test(path))
  return JSON.parse(readFileSync(join(source, 'backup.json'), 'utf8')) as BackupSummary
}
