import { type Db, rootOf } from './db/connection.ts'
import type { Sealing } from './sealing.ts'

const keys = new WeakMap<Db, Sealing>()

/** Says under which key the secrets of a database are sealed and its audit lines are keyed; `openHouse` does. */
export const bindHouseKey = (db: Db, key: Sealing) => void keys.set(rootOf(db), key)

/** The key of the house whose database this is. @throws Error where a program opened a database without its house. */
export function houseKeyOf(db: Db): Sealing {
  const key = keys.get(rootOf(db))
  if (!key) throw new Error('This database was opened without the key of its house')
  return key
}
