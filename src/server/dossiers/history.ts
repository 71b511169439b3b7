import type { Db } from '#server/platform/call.ts'
import type { Duration } from '#server/procedures/index.ts'
import type { ClockEvent } from './clock.ts'
import { listEvents } from './lists.ts'

/** What the clock hears of the history of a dossier. */
export function clockEvents(
  events: readonly { kind: string; at: Date; facts: Record<string, unknown> }[],
): ClockEvent[] {
  return events.flatMap(({ kind, at, facts }): ClockEvent[] => {
    if (kind === 'accepted')
      return [{ kind: 'started', at, limit: facts.limit as Duration, cutOff: String(facts.cutOff) }]
    if (kind === 'clock-stopped') return [{ kind: 'stopped', at }]
    if (kind === 'clock-resumed') return [{ kind: 'resumed', at }]
    if (kind === 'settled') return [{ kind: 'settled', at }]
    return []
  })
}

export const clockHistory = async (db: Db, dossierId: string) => clockEvents(await listEvents(db, dossierId))
