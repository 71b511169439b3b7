import { createServer } from 'vite'
import { takeProgramLock } from '#server/platform/database-lock.ts'
import { openHouse, prepareHouse } from '#server/platform/house.ts'
import { untilStopped } from '#server/until-stopped.ts'
import { startWorker } from '#server/worker.ts'
import { seedDemonstration, seedDemonstrationDossiers } from '../seeds/index.ts'
import { correctPapers } from '../seeds/papers.ts'

/** `npm run dev`: the development loop: Vite, the private PostgreSQL and the worker in one program. */
await untilStopped(async (settings, onStop) => {
  const house = await openHouse(settings, 20)
  onStop(house.close)
  onStop(await takeProgramLock(house.connectionString, settings.dataDir))
  await prepareHouse(house)
  house.watch()
  if (settings.demonstration) await seedDemonstration(house.db, new Date())
  await correctPapers(house.db, new Date())
  if (settings.demonstration) await seedDemonstrationDossiers(house.db, house.pool, settings.dataDir, new Date())
  onStop(await startWorker(house, true))
  const vite = await createServer({ server: { host: settings.host, port: settings.port } })
  await vite.listen()
  onStop(() => vite.close())
  process.stdout.write(`Đình is ready at ${vite.resolvedUrls?.local[0] ?? settings.host}\n`)
})
