import { resealAuthority } from '#server/certificates/index.ts'
import { takeProgramLock } from '#server/platform/database-lock.ts'
import { openHouse } from '#server/platform/house.ts'
import { listBeating } from '#server/platform/operator-queries.ts'
import { rotateKey } from '#server/platform/rotate-key.ts'
import { sealingOf } from '#server/platform/sealing.ts'
import { readSettings } from '#server/platform/settings.ts'

/**
 * `npm run key:rotate`: a new version of the key of the house, while no program of it runs. One JSON line at the end; called again after a kill
 * it goes on with the version that was begun.
 */
process.on('SIGINT', () => process.exit(130))
const settings = readSettings()
const house = await openHouse(settings, 2)
try {
  const unlock = await takeProgramLock(
    house.connectionString,
    settings.databaseUrl ? 'of DATABASE_URL' : settings.dataDir,
  )
  try {
    const beating = settings.databaseUrl ? await listBeating(house.db, new Date()) : []
    if (beating.length > 0)
      throw new Error(
        `A worker of this house was alive a minute ago (${beating.join(', ')}). Stop all programs, then try again.`,
      )
    const { version, begun, resealed } = await rotateKey(house.db, settings, new Date())
    const authority = resealAuthority(settings.dataDir, sealingOf(settings.dataDir))
    process.stdout.write(`${JSON.stringify({ version, wentOn: begun, resealed: resealed + (authority ? 1 : 0) })}\n`)
    process.stderr.write('Back up keys/ (or the vault) now: earlier backups do not hold the new key.\n')
  } finally {
    await unlock()
  }
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
} finally {
  await house.close()
}
