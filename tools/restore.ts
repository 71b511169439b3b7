import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { restore } from '#server/platform/backup.ts'
import { requirePassphrase } from '#server/platform/backup-keys.ts'
import { readSettings } from '#server/platform/settings.ts'

/**
 * `npm run restore -- <folder> [--passphrase-file <file> | --keys <folder>]`: puts a backup into the empty data folder of the settings. Prints one
 * JSON line.
 */
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { 'passphrase-file': { type: 'string' }, keys: { type: 'string' } },
})
const [folder] = positionals
const here = (path: string) => resolve(process.env.INIT_CWD ?? '.', path)
if (!folder) {
  process.stderr.write(
    'Usage: npm run restore -- <folder of a backup> [--passphrase-file <file> | --keys <folder>] (with DATA_DIR naming an empty folder)\n',
  )
  process.exit(2)
}
try {
  const { dataDir } = readSettings()
  const file = values['passphrase-file']
  const summary = restore(here(folder), dataDir, {
    ...(file ? { passphrase: requirePassphrase(readFileSync(here(file), 'utf8')) } : {}),
    ...(values.keys ? { folder: here(values.keys) } : {}),
  })
  process.stdout.write(`${JSON.stringify({ ...summary, restoredTo: dataDir })}\n`)
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`)
  process.exit(1)
}
