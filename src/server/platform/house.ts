import { existsSync } from 'node:fs'
import type pg from 'pg'
import type { Db } from './call.ts'
import { openDatabase, openPool, refuseUnsafeDatabase } from './db/connection.ts'
import { bindHouseKey } from './house-key.ts'
import { type PrivatePostgres, startPrivatePostgres } from './private-postgres.ts'
import { sealingOf } from './sealing.ts'
import type { Settings } from './settings.ts'

/** An open house: the database, wherever it is, and how to leave it. */
export type House = { settings: Settings; pool: pg.Pool; db: Db; connectionString: string; close: () => Promise<void> }

/**
 * Opens the database of the settings: `DATABASE_URL`, else the private PostgreSQL of the data folder, which is joined when it runs and
 * started for the duration when it does not.
 */
export async function openHouse(settings: Settings, connections = 10): Promise<House> {
  if (Number(process.versions.node.split('.')[0]) < 24)
    throw new Error(
      `Đình needs Node 24; this is ${process.versions.node}. Run it through npm ("npm start"), which brings Node 24, after an "npm ci" that did not omit optional packages.`,
    )
  let postgres: PrivatePostgres | undefined
  if (!settings.databaseUrl) postgres = await startPrivatePostgres(settings.dataDir)
  const connectionString = settings.databaseUrl ?? postgres?.connectionString ?? ''
  const pool = openPool({ connectionString, max: connections })
  try {
    await refuseUnsafeDatabase(pool)
  } catch (error) {
    await pool.end()
    await postgres?.close()
    throw error
  }
  const db = openDatabase(pool)
  bindHouseKey(db, sealingOf(settings.dataDir))
  const close = async () => {
    await db.destroy()
    await postgres?.close()
  }
  return { settings, pool, db, connectionString, close }
}

/** Whether the private database of these settings has been made already. */
export const hasPrivateDatabase = (settings: Settings) => existsSync(`${settings.dataDir}/pg18`)
