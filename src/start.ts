import '#server/platform/frozen.ts'
import '#server/guards.ts'
import { buildPagesWhenNeeded } from '#server/platform/build-pages.ts'
import { takeProgramLock } from '#server/platform/database-lock.ts'
import { listenHttp, loadPages } from '#server/platform/http-server.ts'
import { openHouse, prepareHouse } from '#server/platform/house.ts'
import { openReadTrail } from '#server/platform/read-trail.ts'
import { setRunning } from '#server/platform/running.ts'
import { removeTemporary } from '#server/platform/temporary-files.ts'
import { errorFacts, log } from '#server/platform/log.ts'
import { isBuilt } from '#server/platform/settings.ts'
import { untilStopped } from '#server/until-stopped.ts'
import { startWorker } from '#server/worker.ts'
import { seedDemonstration, seedDemonstrationDossiers } from '../seeds/index.ts'
import { correctPapers } from '../seeds/papers.ts'
import { seedDemonstrationResults } from '../seeds/results.ts'
import { signingHouse } from '#server/signing/index.ts'

const tell = (words: string) => process.stdout.write(`${words}\n`)

/** `npm start`: the whole house in one program, web and worker. */
await untilStopped(async (settings, onStop) => {
  const house = await openHouse(settings, 20)
  onStop(house.close)
  onStop(await takeProgramLock(house.connectionString, settings.databaseUrl ? 'of DATABASE_URL' : settings.dataDir))
  await removeTemporary(settings.dataDir, new Date(), 0)
  await prepareHouse(house)
  house.watch()
  if (!isBuilt()) tell('Lần đầu: dựng trang (khoảng 20 giây; máy chậm hoặc đang bận thì lâu hơn)…')
  const built = buildPagesWhenNeeded()
  if (settings.demonstration) await seedDemonstration(house.db, new Date(), tell)
  await correctPapers(house.db, new Date())
  if (settings.demonstration) await seedDemonstrationDossiers(house.db, house.pool, settings.dataDir, new Date(), tell)
  await built
  onStop(await startWorker(house, true))
  const trail = await openReadTrail(house.db, settings.dataDir)
  onStop(() => trail.close())
  setRunning({ db: house.db, settings })
  const web = await listenHttp(settings, await loadPages())
  onStop(web.close, { fault: 'finish' })
  process.stdout.write(`Đình is ready at ${web.address}\n`)
  if (!settings.demonstration) return
  process.stdout.write('Demonstration accounts: seeds/accounts.json (or npm run accounts)\n')
  if (!settings.demonstrationPapers) return
  const stop = new AbortController()
  const results = signingHouse(house.db, settings)
    .then((signing) =>
      seedDemonstrationResults({
        db: house.db,
        house: signing,
        clock: () => new Date(),
        worker: true,
        stop: stop.signal,
      }),
    )
    .catch((error: unknown) => log('error', 'demonstration results', errorFacts(error)))
  onStop(async () => {
    stop.abort()
    await results
  })
})
