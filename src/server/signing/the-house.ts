import type { Db } from '#server/platform/call.ts'
import { running } from '#server/platform/running.ts'
import { signingHouse } from './house.ts'
import type { SigningHouse } from './schema.ts'

const opened = new WeakMap<Db, Promise<SigningHouse>>()

/** What signing stands on in the program that serves pages and API; opened once. */
export function theSigningHouse(): Promise<SigningHouse> {
  const { db, settings } = running()
  const before = opened.get(db)
  if (before) return before
  const house = signingHouse(db, settings)
  opened.set(db, house)
  house.catch(() => opened.delete(db))
  return house
}
