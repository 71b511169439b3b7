import { resolve } from 'node:path'
import { restore } from '#server/platform/backup.ts'
import { readSettings } from '#server/platform/settings.ts'

/** `npm run restore -- <folder>`: puts a backup into the empty data folder of the settings. Prints one JSON line. */
const folder = process.argv[2]
if (!folder) {
  process.stderr.write('Usage: npm run restore -- <folder of a backup> (with DATA_DIR naming an empty folder)\n')
  process.exit(2)
}
try {
  const { dataDir } = readSettings()
  const summary = restore(resolve(process.env.INIT_CWD ?? '.', folder), dataDir)
  process.stdout.write(`${JSON.stringify({ ...summary, restoredTo: dataDir })}\n`)
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`)
  process.exit(1)
}
