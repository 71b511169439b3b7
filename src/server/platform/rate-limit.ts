import { sql } from 'kysely'
import type { Call } from './call.ts'
import { type Db, rootOf } from './db/connection.ts'
import { type Limit, LIMITS, type LimitKind } from './limits.ts'
import { networkOf } from './network.ts'
import { Refusal } from './refusal.ts'

/** One use that was counted; whoever proved themselves right gives it back. */
export type Use = { over: boolean; giveBack: () => Promise<void> }

/**
 * Counts one use of a kind by a subject (an account, a network, a contact), in a statement of its own, so that it is remembered although
 * the act is refused. The kind is part of the key: subjects that look alike never share a count. A window that begins in the future, as
 * after a clock that stood wrong, is over.
 * `held: false`: counted, and told in `over`, but not refused.
 * @throws Refusal `platform.too-often` with the minutes to wait.
 */
export async function limitBy(
  { db, now }: Pick<Call, 'db' | 'now'>,
  kind: LimitKind,
  subject: string,
  { held = true }: { held?: boolean } = {},
): Promise<Use> {
  const { most, seconds }: Limit = LIMITS[kind]
  const key = `${kind}: ${subject}`
  const { rows } = await sql<{ used: number; window_start: Date }>`
    insert into rate_limit as kept (key, window_start, used) values (${key}, ${now}, 1)
    on conflict (key) do update set
      used = case when kept.window_start <= ${now}::timestamptz - ${seconds} * interval '1 second'
        or kept.window_start > ${now}::timestamptz + interval '1 minute' then 1 else kept.used + 1 end,
      window_start = case when kept.window_start <= ${now}::timestamptz - ${seconds} * interval '1 second'
        or kept.window_start > ${now}::timestamptz + interval '1 minute' then ${now}::timestamptz else kept.window_start end
    returning used, window_start`.execute(rootOf(db))
  const { used, window_start: began } = rows[0]!
  const over = used > most
  if (over && held) {
    const wait = Math.max(1, Math.ceil((began.getTime() + seconds * 1000 - now.getTime()) / 60_000))
    throw new Refusal('platform.too-often', { minutes: wait })
  }
  return { over, giveBack: () => takeBack(db, key, began) }
}

/** Only in the window in which it was counted: a later one owes nothing. */
async function takeBack(db: Db, key: string, began: Date): Promise<void> {
  await sql`update rate_limit set used = greatest(0, used - 1) where key = ${key} and window_start = ${began}`.execute(
    rootOf(db),
  )
}

type Window = { began: number; used: number }
/** Windows of `limitHere`, oldest first; so many networks at once and no more are kept apart. */
const windows = new Map<string, Window>()
const MOST_WINDOWS = 20_000

function makeRoom(now: number) {
  for (const [key, { began }] of windows) {
    const kind = key.slice(0, key.indexOf(':')) as LimitKind
    if (windows.size < MOST_WINDOWS && began + LIMITS[kind].seconds * 1000 > now) return
    windows.delete(key)
  }
}

/**
 * Counts one use in this program's memory: for what anybody may read often and is written nowhere (a look at where a dossier is), so that
 * reading costs no write. Each program counts its own, and a restart begins anew: a bound for going through all codes, not for guessing one.
 * @throws Refusal `platform.too-often` with the minutes to wait.
 */
export function limitHere(now: Date, kind: LimitKind, subject: string): void {
  const { most, seconds }: Limit = LIMITS[kind]
  const [key, at] = [`${kind}: ${subject}`, now.getTime()]
  const kept = windows.get(key)
  const open = kept && kept.began <= at && at < kept.began + seconds * 1000 ? kept : { began: at, used: 0 }
  if (open !== kept) {
    windows.delete(key)
    makeRoom(at)
    windows.set(key, open)
  }
  open.used += 1
  if (open.used > most)
    throw new Refusal('platform.too-often', {
      minutes: Math.max(1, Math.ceil((open.began + seconds * 1000 - at) / 60_000)),
    })
}

/** Gives back a use that was counted in an earlier call, in whatever window is open now. */
export async function giveBack(db: Db, kind: LimitKind, subject: string): Promise<void> {
  await sql`update rate_limit set used = greatest(0, used - 1) where key = ${`${kind}: ${subject}`}`.execute(rootOf(db))
}

/** Counts a use by whoever is signed in, who does not hold up others of the same network; a visitor by network. */
export function limitBySender(call: Pick<Call, 'db' | 'now' | 'actor' | 'origin'>, kind: 'check' | 'paper-compare') {
  const { actor, origin } = call
  return actor.kind === 'anonymous'
    ? limitBy(call, `${kind}.network`, networkOf(origin?.ip))
    : limitBy(call, `${kind}.account`, actor.id)
}
