import type { Db } from './call.ts'
import type { Settings } from './settings.ts'

/** What the pages and the API stand on, set once by the program that serves them. */
export type Running = { db: Db; settings: Settings }

let house: Running | undefined

/** Told by `src/start.ts` and `src/web.ts` before the first request. */
export const setRunning = (running: Running) => {
  house = running
}

/** The open house. @throws Error outside a web program. */
export function running(): Running {
  if (!house) throw new Error('No house is running in this program')
  return house
}
