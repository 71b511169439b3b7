import '#server/platform/frozen.ts'
import '#server/guards.ts'
import { buildPagesWhenNeeded } from '#server/platform/build-pages.ts'
import { listenHttp, loadPages } from '#server/platform/http-server.ts'
import { openHouse, prepareHouse } from '#server/platform/house.ts'
import { openReadTrail } from '#server/platform/read-trail.ts'
import { setRunning } from '#server/platform/running.ts'
import { untilStopped } from '#server/until-stopped.ts'

/** `npm run web`: the pages and the API alone, in any number, for a larger site. */
await untilStopped(async (settings, onStop) => {
  const house = await openHouse(settings, 20)
  onStop(house.close)
  await prepareHouse(house)
  house.watch()
  await buildPagesWhenNeeded()
  const trail = await openReadTrail(house.db, settings.dataDir)
  onStop(() => trail.close())
  setRunning({ db: house.db, settings })
  const web = await listenHttp(settings, await loadPages())
  onStop(web.close, { fault: 'finish' })
  process.stdout.write(`Đình is ready at ${web.address}\n`)
})
