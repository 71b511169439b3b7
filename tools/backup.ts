import { resolve } from 'node:path'
import { backUp } from '#server/platform/backup.ts'
import { openHouse } from '#server/platform/house.ts'
import { readSettings } from '#server/platform/settings.ts'

/** `npm run backup -- <folder>`: database, files, keys and anchors of the data folder, whether the program runs or not. Prints one JSON line. */
process.on('SIGINT', () => process.exit(130))
const folder = process.argv[2]
const settings = readSettings()
if (!folder || settings.databaseUrl) {
  process.stderr.write(
    folder
      ? 'DATABASE_URL is set: back that PostgreSQL up with its own tools (pg_basebackup, pgBackRest), and copy files, keys and anchors of DATA_DIR after it.\n'
      : 'Usage: npm run backup -- <new folder>\n',
  )
  process.exit(2)
}
const house = await openHouse(settings, 2)
try {
  process.stdout.write(
    `${JSON.stringify(await backUp(house.pool, settings.dataDir, resolve(process.env.INIT_CWD ?? '.', folder)))}\n`,
  )
} finally {
  await house.close()
}
