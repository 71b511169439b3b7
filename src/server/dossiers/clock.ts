import { addDuration, addWorkingMinutes, type WorkCalendar, workingMinutesBetween } from '#server/directory/index.ts'
import type { Duration } from '#server/procedures/index.ts'

/**
 * What the clock of a dossier hears (đồng hồ hồ sơ). `started`: acceptance of a complete dossier, with the limit of its procedure version
 * and the rule set's cut-off of that day. `stopped` and `resumed`: periods the law does not count. `settled`: the result reached the desk.
 */
export type ClockEvent =
  | { kind: 'started'; at: Date; limit: Duration; cutOff: string }
  | { kind: 'stopped'; at: Date }
  | { kind: 'resumed'; at: Date }
  | { kind: 'settled'; at: Date }

export type Clock = {
  startedAt: Date
  dueAt: Date
  /** Since when the clock does not run, if it stands. */
  stoppedSince: Date | null
  settledAt: Date | null
}

const WORKING: readonly Duration['unit'][] = ['working-hour', 'working-day', 'same-day']

/**
 * The whole clock as a pure function of the history. A stop keeps what was left: working minutes for limits in working time, plain time
 * for calendar days and months; on resuming, the due time is that much later. Law: NĐ 61/2018 art. 19; the version's own periods not counted.
 */
export function clockOf(history: readonly ClockEvent[], calendar: WorkCalendar): Clock | null {
  let clock: Clock | null = null
  let limit: Duration | null = null
  let left = 0
  for (const event of history) {
    if (event.kind === 'started') {
      limit = event.limit
      clock = {
        startedAt: event.at,
        dueAt: addDuration(calendar, event.at, limit, event.cutOff),
        stoppedSince: null,
        settledAt: null,
      }
    } else if (clock && limit && event.kind === 'stopped' && !clock.stoppedSince) {
      left = timeLeft(calendar, event.at, clock.dueAt, limit.unit)
      clock.stoppedSince = event.at
    } else if (clock && limit && event.kind === 'resumed' && clock.stoppedSince) {
      clock.dueAt = later(calendar, event.at, left, limit.unit)
      clock.stoppedSince = null
    } else if (clock && event.kind === 'settled') {
      clock.settledAt = event.at
    }
  }
  return clock
}

/** Positive: left; negative: over. Working minutes, or plain milliseconds for calendar units. */
function timeLeft(calendar: WorkCalendar, at: Date, due: Date, unit: Duration['unit']): number {
  if (!WORKING.includes(unit)) return due.getTime() - at.getTime()
  return at <= due ? workingMinutesBetween(calendar, at, due) : -workingMinutesBetween(calendar, due, at)
}

function later(calendar: WorkCalendar, from: Date, left: number, unit: Duration['unit']): Date {
  if (left <= 0) return from
  if (WORKING.includes(unit)) return addWorkingMinutes(calendar, from, left)
  return addDuration(calendar, from, { amount: Math.ceil(left / 86_400_000), unit: 'calendar-day' }, '24:00')
}

/** Đúng hạn is judged when the result reaches the desk: before the day it is due = early, by the due time = on time, after = late. */
export function timelinessOf(dueAt: Date, settledAt: Date): 'early' | 'on-time' | 'late' {
  if (settledAt > dueAt) return 'late'
  const day = (instant: Date) => Math.floor((instant.getTime() + 25_200_000) / 86_400_000)
  return day(settledAt) < day(dueAt) ? 'early' : 'on-time'
}

/** Share of the time used, 0 to 1 and beyond when late; in working time between start and due. */
export function shareUsed(clock: Clock, now: Date, calendar: WorkCalendar): number {
  const until = clock.settledAt ?? clock.stoppedSince ?? now
  const whole = Math.max(1, workingMinutesBetween(calendar, clock.startedAt, clock.dueAt))
  return workingMinutesBetween(calendar, clock.startedAt, until) / whole
}
