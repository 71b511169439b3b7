import * as fs from 'node:fs'
import { join } from 'node:path'
import { MAJOR } from './postgres-binaries.ts'

const LONGEST = 4 * 1024 * 1024
const fileIn = (dataDir: string) => join(dataDir, `pg${MAJOR}.log`)

/** Opens the log of the private PostgreSQL for appending, for its owner alone. */
export function openPostgresLog(dataDir: string): number {
  shortenPostgresLog(dataDir)
  const log = fs.openSync(fileIn(dataDir), 'a', 0o600)
  fs.fchmodSync(log, 0o600)
  return log
}

/** Above 4 MB the log becomes `….log.1` and begins anew; PostgreSQL writes at the end of the same file, wherever that is. */
export function shortenPostgresLog(dataDir: string) {
  const file = fileIn(dataDir)
  if (!fs.existsSync(file) || fs.statSync(file).size <= LONGEST) return
  fs.copyFileSync(file, `${file}.1`)
  fs.chmodSync(`${file}.1`, 0o600)
  fs.truncateSync(file, 0)
}

export const lastLines = (dataDir: string) =>
  fs.readFileSync(fileIn(dataDir), 'utf8').trimEnd().split('\n').slice(-8).join('\n')
