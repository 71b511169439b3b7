import { sql } from 'kysely'
import type { Announcement } from './announcements.ts'
import { type Call, type Db, inTransaction, systemActor } from './call.ts'
import { errorFacts, log } from './log.ts'

type Listener = (call: Call, facts: Record<string, unknown>) => Promise<void>
const listeners = new Map<string, Listener[]>()
const BATCH = 200
/** After so many failures an announcement stays parked, with its last error, until an administrator lets it run again. */
export const PARKED_AFTER = 10

/** Binds a listener; only `src/server/worker.ts` does. It runs in the transaction that removes the announcement. */
export function listen<Facts extends Record<string, unknown>>(
  { name }: Announcement<Facts>,
  listener: (call: Call, facts: Facts) => Promise<void>,
) {
  listeners.set(name, [...(listeners.get(name) ?? []), (call, facts) => listener(call, facts as Facts)])
}

type Row = { id: string; name: string; facts: Record<string, unknown>; tries: number }

/** No wait is longer than an hour: a time further away was written while the clock stood ahead, and is over. */
const tooFar = (now: Date) => sql`retry_at > ${now}::timestamptz + interval '2 hours'`

const take = async (db: Db, now: Date, limit: number, only?: string) => {
  const { rows } = await sql<Row>`delete from announcement where id in (
      select id from announcement
      where (tries = 0 or (tries < ${PARKED_AFTER} and (retry_at <= ${now} or ${tooFar(now)}))) and (${only ?? null}::uuid is null or id = ${only ?? null}::uuid)
      order by id limit ${limit} for update skip locked)
    returning id, name, facts, tries`.execute(db)
  return rows.sort((a, b) => (a.id < b.id ? -1 : 1))
}

async function pass(db: Db, now: Date, limit: number, only?: string): Promise<number> {
  const call: Call = { db, actor: systemActor, now, origin: { requestId: 'worker' } }
  return inTransaction(call, async (within) => {
    const rows = await take(within.db, now, limit, only)
    for (const row of rows) for (const listener of listeners.get(row.name) ?? []) await listener(within, row.facts)
    return rows.length
  })
}

const failed = (db: Db, id: string, now: Date, error: unknown) =>
  sql`update announcement set tries = tries + 1, last_error = ${error instanceof Error ? error.message.slice(0, 500) : 'error'},
      retry_at = ${now}::timestamptz + least(3600, 2 ^ (tries + 1)) * interval '1 second' where id = ${id}::uuid`.execute(
    db,
  )

/** Passes a batch on. When a listener throws, each of the batch goes alone, and only what fails waits for its next try. */
export async function pumpAnnouncements(db: Db, now: Date): Promise<number> {
  try {
    return await pass(db, now, BATCH)
  } catch {
    const { rows } = await sql<{ id: string }>`select id from announcement
      where tries = 0 or (tries < ${PARKED_AFTER} and (retry_at <= ${now} or ${tooFar(now)})) order by id limit ${BATCH}`.execute(
      db,
    )
    for (const { id } of rows)
      await pass(db, now, 1, id).catch(async (error: unknown) => {
        log('warn', 'announcement failed', { id, ...errorFacts(error) })
        await failed(db, id, now, error)
      })
    return rows.length
  }
}

/** Milliseconds to the next look: 300, and after failures in a row twice as long each time, up to ten seconds. */
export const pauseAfter = (failures: number) => Math.min(10_000, 300 * 2 ** Math.min(failures, 10))

/** Pumps until stopped; `stop` waits for the batch in hand. */
export function runAnnouncementPump(db: Db): () => Promise<void> {
  let stopped = false
  let wake: () => void = () => {}
  let failures = 0
  const loop = async () => {
    while (!stopped) {
      const passed = await pumpAnnouncements(db, new Date()).then(
        (count) => {
          failures = 0
          return count
        },
        (error: unknown) => {
          failures += 1
          // The watch of the database says that it is away; said here once more, and then at every tenth time.
          if (failures % 10 === 1) log('error', 'announcement pump failed', { ...errorFacts(error), inARow: failures })
          return 0
        },
      )
      if (passed > 0 || stopped) continue
      await new Promise<void>((resolve) => {
        wake = resolve
        setTimeout(resolve, pauseAfter(failures))
      })
    }
  }
  const running = loop()
  return async () => {
    stopped = true
    wake()
    await running
  }
}
