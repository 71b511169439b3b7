import '#server/guards.ts'
import { buildPagesWhenNeeded } from '#server/platform/build-pages.ts'
import { migrate } from '#server/platform/db/migrate.ts'
import { listenHttp, loadPages } from '#server/platform/http-server.ts'
import { openHouse } from '#server/platform/house.ts'
import { migrateJobs } from '#server/platform/jobs.ts'
import { setRunning } from '#server/platform/running.ts'
import { untilStopped } from '#server/until-stopped.ts'

/** `npm run web`: the pages and the API alone, in any number, for a larger site. */
await untilStopped(async (settings, onStop) => {
  const house = await openHouse(settings, 20)
  onStop(house.close)
  await migrate(house.pool)
  await migrateJobs(house.pool)
  await buildPagesWhenNeeded()
  setRunning({ db: house.db, settings })
  const web = await listenHttp(settings, await loadPages())
  onStop(web.close)
  process.stdout.write(`Đình is ready at ${web.address}\n`)
})
