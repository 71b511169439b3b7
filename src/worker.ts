import '#server/platform/frozen.ts'
import { openHouse, prepareHouse } from '#server/platform/house.ts'
import { log } from '#server/platform/log.ts'
import { untilStopped } from '#server/until-stopped.ts'
import { startWorker } from '#server/worker.ts'

/** `npm run worker`: jobs and announcements alone, in any number, for a larger site. */
await untilStopped(async (settings, onStop) => {
  const house = await openHouse(settings, 12)
  onStop(house.close)
  await prepareHouse(house)
  house.watch()
  onStop(await startWorker(house, false))
  log('info', 'worker is ready')
})
