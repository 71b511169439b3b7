import './frozen.ts'
import { existsSync } from 'node:fs'
import type pg from 'pg'
import type { Db } from './call.ts'
import { watchDatabase } from './database-watch.ts'
import { openDatabase, openPool, refuseUnsafeDatabase } from './db/connection.ts'
import { bindHouseKey } from './house-key.ts'
import { migrate } from './db/migrate.ts'
import { grantRunning, makeRunningRole } from './db/running-role.ts'
import { openKeyVault } from './key-vault.ts'
import { migrateJobs } from './jobs.ts'
import { type PrivatePostgres, startPrivatePostgres } from './private-postgres.ts'
import { sealingOf } from './sealing.ts'
import type { Settings } from './settings.ts'

/**
 * An open house: the database, wherever it is, and how to leave it. `pool` and `db` are those of the running role, which owns nothing and adds to
 * the audit trail only; `owner` migrates and backs up.
 */
export type House = {
  settings: Settings
  pool: pg.Pool
  db: Db
  connectionString: string
  owner: pg.Pool
  /** Looks after the database until the house is closed: is it there, and if it is the private one that died, up again. */
  watch: () => void
  close: () => Promise<void>
}

/**
 * Opens the database of the settings: `DATABASE_URL`, else the private PostgreSQL of the data folder, which is joined when it runs and
 * started for the duration when it does not.
 */
export async function openHouse(settings: Settings, connections = 10): Promise<House> {
  if (Number(process.versions.node.split('.')[0]) < 24)
    throw new Error(
      `Đình needs Node 24; this is ${process.versions.node}. Run it through npm ("npm start"), which brings Node 24, after an "npm ci" that did not omit optional packages.`,
    )
  await openKeyVault(settings)
  let postgres: PrivatePostgres | undefined
  if (!settings.databaseUrl) postgres = await startPrivatePostgres(settings.dataDir)
  const ownerConnection = settings.migrateDatabaseUrl ?? settings.databaseUrl ?? postgres?.connectionString ?? ''
  const owner = openPool({ connectionString: ownerConnection, max: 2, least: 0 })
  let connectionString = settings.databaseUrl ?? ''
  try {
    await refuseUnsafeDatabase(owner)
    if (postgres) connectionString = await makeRunningRole(owner, ownerConnection, settings.dataDir)
    await grantWhereApart(owner, ownerConnection, connectionString)
  } catch (error) {
    await owner.end()
    await postgres?.close()
    throw error
  }
  const pool = openPool({ connectionString, max: connections })
  const db = openDatabase(pool)
  bindHouseKey(db, sealingOf(settings.dataDir))
  let stopWatching = () => {}
  const watch = () => {
    stopWatching = watchDatabase(connectionString, postgres?.revive)
  }
  const close = async () => {
    stopWatching()
    await Promise.all([db.destroy(), owner.end()])
    await postgres?.close()
  }
  return { settings, pool, db, connectionString, owner, watch, close }
}

const userOf = (connectionString: string) => decodeURIComponent(/^\w+:\/\/([^:@/]*)/.exec(connectionString)?.[1] ?? '')

/** Where the running role is another than the owner, it has what it needs, and no more. */
async function grantWhereApart(owner: pg.Pool, ownerConnection: string, connectionString: string) {
  const role = userOf(connectionString)
  if (role && role !== userOf(ownerConnection)) await grantRunning(owner, role)
}

/** Brings the database to the form of this version: the tables of the house and of its jobs, and who may do what with them. */
export async function prepareHouse({ owner, settings, connectionString }: House): Promise<void> {
  await migrate(owner)
  await migrateJobs(owner)
  if (!settings.databaseUrl || settings.migrateDatabaseUrl) {
    const role = userOf(connectionString)
    await grantRunning(owner, role)
  }
}

/** Whether the private database of these settings has been made already. */
export const hasPrivateDatabase = (settings: Settings) => existsSync(`${settings.dataDir}/pg18`)
