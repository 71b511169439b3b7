import type { Db } from '#server/platform/call.ts'
import { rootOf } from '#server/platform/db/connection.ts'
import { findRevision } from './queries.ts'

type Memory = { revision: number; checkedAt: number; values: Map<string, Promise<unknown>> }
const memories = new WeakMap<Db, Memory>()
const FRESH_MS = 1000

/**
 * A value of the directory kept in memory until `directory_revision` changes, which is looked at no more than once a second.
 * Inside a transaction that changes the directory the value may be a second old: acts read what they change by query.
 */
export async function remembered<T>(db: Db, key: string, load: () => Promise<T>): Promise<T> {
  const owner = rootOf(db)
  let memory = memories.get(owner)
  if (!memory || Date.now() - memory.checkedAt > FRESH_MS) {
    const revision = await findRevision(db)
    if (!memory || memory.revision !== revision) memory = { revision, checkedAt: Date.now(), values: new Map() }
    memory.checkedAt = Date.now()
    memories.set(owner, memory)
  }
  let value = memory.values.get(key)
  if (!value) {
    value = load()
    memory.values.set(key, value)
    value.catch(() => memory.values.delete(key))
  }
  return value as Promise<T>
}

/** Drops what is remembered, after a change made here: who made it sees it at once. Other programs see it within a second. */
export const forgetDirectory = (db: Db) => void memories.delete(rootOf(db))
