import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { WorkCalendar } from '#server/directory/index.ts'
import { calendarDays } from '../../../seeds/directory/calendar.ts'
import { chanceOf } from '../../../seeds/dossiers/chance.ts'
import { type ClockEvent, clockOf, timelinessOf } from './clock.ts'

const calendar: WorkCalendar = {
  hours: [1, 2, 3, 4, 5].flatMap((weekday) => [
    { weekday, starts: 450, ends: 690, from: '2010-01-01', to: null },
    { weekday, starts: 780, ends: 1020, from: '2010-01-01', to: null },
  ]),
  days: new Map(calendarDays().map((each) => [each.day, each.working])),
}
const RUNS = Number(process.env.DEADLINE_RUNS ?? 30_000)
const START = Date.parse('2025-01-01T00:00:00+07:00')
const MINUTES = 500 * 1440

/** The oracle knows nothing of spans: one mark for each minute of 500 days, worked or not. */
const worked = new Uint8Array(MINUTES)
for (let minute = 0; minute < MINUTES; minute += 1) {
  const local = new Date(START + minute * 60_000 + 25_200_000)
  const weekend = local.getUTCDay() === 0 || local.getUTCDay() === 6
  const day = calendar.days.get(local.toISOString().slice(0, 10))
  const inDay = local.getUTCHours() * 60 + local.getUTCMinutes()
  const atDesk = (inDay >= 450 && inDay < 690) || (inDay >= 780 && inDay < 1020)
  worked[minute] = atDesk && (day ?? !weekend) ? 1 : 0
}

/** Walks minute by minute: a minute counts when it is worked and the clock runs. */
function oracle(started: number, minutes: number, stops: readonly [number, number][]): number {
  let left = minutes
  for (let minute = started; ; minute += 1) {
    if (stops.some(([from, to]) => minute >= from && minute < to)) continue
    if (worked[minute]) left -= 1
    if (left === 0) return minute + 1
  }
}

test('the due time after any history of stops and resumptions is that of a clock that is watched minute by minute (DEADLINE_RUNS histories)', () => {
  const chance = chanceOf(42)
  const at = (minute: number) => new Date(START + minute * 60_000)
  for (let run = 0; run < RUNS; run += 1) {
    const hours = chance.between(1, 24)
    const started = chance.between(1, 300 * 1440)
    const events: ClockEvent[] = [
      { kind: 'started', at: at(started), limit: { amount: hours, unit: 'working-hour' }, cutOff: '15:00' },
    ]
    const stops: [number, number][] = []
    let minute = started
    for (let stop = chance.between(0, 2); stop > 0; stop -= 1) {
      const from = minute + chance.between(1, 900)
      if (from >= oracle(started, hours * 60, stops)) break
      const to = from + chance.between(1, 4000)
      stops.push([from, to])
      events.push({ kind: 'stopped', at: at(from) }, { kind: 'resumed', at: at(to) })
      minute = to
    }
    const due = clockOf(events, calendar)!.dueAt
    assert.equal(
      due.toISOString(),
      at(oracle(started, hours * 60, stops)).toISOString(),
      `${run}: ${hours} h from ${at(started).toISOString()} ${JSON.stringify(stops)}`,
    )
  }
})

test('early, on time and late are told apart by the day and the minute', () => {
  const due = new Date('2026-11-24T10:00:00Z')
  assert.equal(timelinessOf(due, new Date('2026-11-23T10:00:00Z')), 'early')
  assert.equal(timelinessOf(due, new Date('2026-11-24T01:00:00Z')), 'on-time')
  assert.equal(timelinessOf(due, due), 'on-time')
  assert.equal(timelinessOf(due, new Date('2026-11-24T10:00:01Z')), 'late')
})
