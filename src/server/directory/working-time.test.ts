import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { calendarDays } from '../../../seeds/directory/calendar.ts'
import type { WorkCalendar } from './schema.ts'
import { isDueToEnter, yearWithoutHolidays } from './calendar-coverage.ts'
import { addDuration, addWorkingMinutes, isWorkingDay, workingMinutesBetween } from './working-time.ts'

const calendar: WorkCalendar = {
  hours: [1, 2, 3, 4, 5].flatMap((weekday) => [
    { weekday, starts: 450, ends: 690, from: '2010-01-01', to: null },
    { weekday, starts: 780, ends: 1020, from: '2010-01-01', to: null },
  ]),
  days: new Map(calendarDays().map((each) => [each.day, each.working])),
}
const at = (text: string) => new Date(`${text}:00+07:00`)

/** The slow oracle: one minute after another, from the clock on the wall. */
function slowMinutes(from: Date, to: Date): number {
  let count = 0
  for (let t = from.getTime(); t < to.getTime(); t += 60_000) {
    const local = new Date(t + 25_200_000)
    const [date, minute, day] = [
      local.toISOString().slice(0, 10),
      local.getUTCHours() * 60 + local.getUTCMinutes(),
      local.getUTCDay(),
    ]
    const listed = calendar.days.get(date)
    const off = listed === false || (listed !== true && (day === 0 || day === 6))
    if (!off && ((minute >= 450 && minute < 690) || (minute >= 780 && minute < 1020))) count += 1
  }
  return count
}

test('working minutes agree with a minute-by-minute count over random spans (DEADLINE_RUNS of them)', () => {
  const start = Date.parse('2020-01-01T00:00:00Z')
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 3_900_000 }), fc.integer({ min: 0, max: 4000 }), (offset, length) => {
      const from = new Date(start + offset * 60_000)
      const to = new Date(from.getTime() + length * 60_000)
      assert.equal(workingMinutesBetween(calendar, from, to), slowMinutes(from, to))
    }),
    { numRuns: Number(process.env.DEADLINE_RUNS ?? 5000) },
  )
})

test('adding working minutes and counting them again agree', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 3_000_000 }), fc.integer({ min: 1, max: 9600 }), (offset, minutes) => {
      const from = new Date(Date.parse('2020-01-01T00:00:00Z') + offset * 60_000)
      assert.equal(workingMinutesBetween(calendar, from, addWorkingMinutes(calendar, from, minutes)), minutes)
    }),
    { numRuns: 2000 },
  )
})

test('three working days from the Friday before National Day skip the weekend and the holiday', () => {
  assert.deepEqual(
    addDuration(calendar, at('2020-08-28T09:00'), { amount: 3, unit: 'working-day' }, '15:00'),
    at('2020-09-03T17:00'),
  )
})

test('working days that were swapped count on the day worked and not on the day off (review-reports C4)', () => {
  const twoDays = { amount: 2, unit: 'working-day' } as const
  assert.deepEqual(addDuration(calendar, at('2024-04-26T09:00'), twoDays, '15:00'), at('2024-05-03T17:00'))
  for (const [off, worked] of [
    ['2018-12-31', '2019-01-05'],
    ['2019-04-29', '2019-05-04'],
    ['2024-04-29', '2024-05-04'],
    ['2025-05-02', '2025-04-26'],
    ['2026-01-02', '2026-01-10'],
    ['2026-08-31', '2026-08-22'],
  ] as const) {
    assert.equal(isWorkingDay(calendar, off), false, off)
    assert.equal(isWorkingDay(calendar, worked), true, worked)
  }
})

test('a year without any day off listed is named, within the span and not beyond it', () => {
  assert.equal(yearWithoutHolidays(calendar, '2027-12-20', '2028-02-21'), 2028)
  assert.equal(yearWithoutHolidays(calendar, '2027-11-01', '2027-12-31'), null)
  assert.equal(
    yearWithoutHolidays({ ...calendar, days: new Map([['2027-02-06', true]]) }, '2027-01-04', '2027-01-05'),
    2027,
  )
  assert.equal(isDueToEnter(2028, '2027-08-31'), false)
  assert.equal(isDueToEnter(2028, '2027-09-01'), true)
})

test('a same-day result received at 15:00 or later is due the next working day', () => {
  const same = { amount: 0, unit: 'same-day' } as const
  assert.deepEqual(addDuration(calendar, at('2020-03-06T14:59'), same, '15:00'), at('2020-03-06T17:00'))
  assert.deepEqual(addDuration(calendar, at('2020-03-06T15:00'), same, '15:00'), at('2020-03-09T17:00'))
})

test('calendar days count weekends; a last day that is off moves on', () => {
  assert.deepEqual(
    addDuration(calendar, at('2020-03-02T09:00'), { amount: 5, unit: 'calendar-day' }, '15:00'),
    at('2020-03-09T17:00'),
  )
  assert.deepEqual(
    addDuration(calendar, at('2020-01-31T09:00'), { amount: 1, unit: 'month' }, '15:00'),
    at('2020-03-02T17:00'),
  )
})
