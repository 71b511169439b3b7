import type { Call } from '#server/platform/call.ts'
import { rootOf } from '#server/platform/db/connection.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { type Delay, lockDelay, removeDelay, saveDelay } from './delay-queries.ts'

/** Tries before the first wait. */
export const FREE_TRIES = 10
/** Minutes of each wait; the last one repeats. */
export const WAITS = [1, 2, 4, 8, 15] as const
const MINUTE = 60_000
const LONGEST = Math.max(...WAITS) * MINUTE
/** After so long without a try a place begins anew. */
const FORGOTTEN = 12 * 60 * MINUTE

/**
 * One more try at a place: whether it must wait, else what is kept of it. Waits grow and end; while a place waits nothing is counted, and
 * when the wait has ended the count begins anew. What lies further ahead than any wait comes from a clock that stood wrong, and is over.
 */
export function decideTry(before: Delay, now: Date): { wait: Date } | { after: Delay } {
  const { waitUntil, lastAt } = before
  const left = waitUntil ? waitUntil.getTime() - now.getTime() : 0
  if (waitUntil && left > 0 && left <= LONGEST) return { wait: waitUntil }
  const quiet = Math.abs(now.getTime() - lastAt.getTime()) > FORGOTTEN
  const level = quiet || left > LONGEST ? 0 : before.level
  const tries = (waitUntil || quiet ? 0 : before.tries) + 1
  if (tries < FREE_TRIES) return { after: { tries, level, waitUntil: null, lastAt: now } }
  const minutes = WAITS[Math.min(level, WAITS.length - 1)]!
  return { after: { tries, level: level + 1, waitUntil: new Date(now.getTime() + minutes * MINUTE), lastAt: now } }
}

/**
 * Counts one try of a secret at a place before it is looked at, so that many at once are counted too; `right` forgets them all.
 * @throws Refusal `accounts.wait` with the minutes.
 */
export async function beginTry(
  { db, now }: Pick<Call, 'db' | 'now'>,
  key: string,
): Promise<{ right: () => Promise<void>; waits: boolean }> {
  const root = rootOf(db)
  const decided = await root.transaction().execute(async (within) => {
    const next = decideTry(await lockDelay(within, key, now), now)
    if ('after' in next) await saveDelay(within, key, next.after)
    return next
  })
  if ('wait' in decided) throw waitFor(decided.wait, now)
  return { right: async () => void (await removeDelay(root, key)), waits: decided.after.waitUntil !== null }
}

const waitFor = (until: Date, now: Date) =>
  new Refusal('accounts.wait', { minutes: Math.max(1, Math.ceil((until.getTime() - now.getTime()) / MINUTE)) })
