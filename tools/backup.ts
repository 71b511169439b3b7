import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { backUp } from '#server/platform/backup.ts'
import { type KeysOfBackup, requirePassphrase } from '#server/platform/backup-keys.ts'
import { openHouse } from '#server/platform/house.ts'
import { readSettings } from '#server/platform/settings.ts'

/**
 * `npm run backup -- <folder> [--passphrase-file <file> | --keys <folder>]`: database, files, keys and anchors of the data folder, whether the program
 * runs or not. Prints one JSON line.
 */
process.on('SIGINT', () => process.exit(130))
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { 'passphrase-file': { type: 'string' }, keys: { type: 'string' } },
})
const [folder] = positionals
const here = (path: string) => resolve(process.env.INIT_CWD ?? '.', path)
const settings = readSettings()
if (!folder || settings.databaseUrl) {
  process.stderr.write(
    folder
      ? 'DATABASE_URL is set: back that PostgreSQL up with its own tools (pg_basebackup, pgBackRest), and copy files, keys and anchors of DATA_DIR after it.\n'
      : 'Usage: npm run backup -- <new folder> [--passphrase-file <file> | --keys <folder of their own>]\n',
  )
  process.exit(2)
}
const file = values['passphrase-file']
let keys: KeysOfBackup = { kind: 'open' }
if (file) keys = { kind: 'sealed', passphrase: requirePassphrase(readFileSync(here(file), 'utf8')) }
else if (values.keys) keys = { kind: 'apart', folder: here(values.keys) }
const house = await openHouse(settings, 2)
try {
  process.stdout.write(`${JSON.stringify(await backUp(house.owner, settings.dataDir, here(folder), keys))}\n`)
} finally {
  await house.close()
}
