import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Call, Db } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { aCall, anActor, testDatabase } from '#server/platform/testing.ts'
import { decideWorkHours } from './change-work-hours.ts'
import {
  assignCalendar,
  changeWorkHours,
  createCalendar,
  getWorkCalendar,
  importCalendarDays,
  isWorkingDay,
  readCalendarLines,
  receptionOn,
  removeCalendarDay,
  setCalendarDay,
  setReceptionHours,
  spansOf,
  viewCalendar,
  weeksOf,
  withdrawWorkHours,
  workingMinutesBetween,
} from './index.ts'

const refuses = (code: string) => (error: unknown) => error instanceof Refusal && error.code === code
const everywhere = (db: Db) => db.selectFrom('organisation').select('id').execute()
async function administrator(db: Db, where?: string[]): Promise<Call> {
  const reach = where ?? (await everywhere(db)).map((each) => each.id)
  return aCall(db, anActor({ 'calendars.change': reach }), '2026-11-24T09:00')
}
const weekdays = [1, 2, 3, 4, 5].flatMap((weekday) => [{ weekday, starts: 480, ends: 720 }])
/** What the next request finds: the memory of the directory is looked at again after a second. */
const calendarOf = async (db: Db, id: string, on: string) => {
  await new Promise((done) => setTimeout(done, 1050))
  return getWorkCalendar(db, id, on)
}

test('weekly hours are refused when they overlap, end before they start, begin today or stand before a planned change', () => {
  const code = (
    spans: { weekday: number; starts: number; ends: number }[],
    from = '2026-12-01',
    latest = '2018-01-01',
  ) => decideWorkHours({ from, spans }, latest, '2026-11-24')?.code ?? null
  assert.equal(code(weekdays), null)
  assert.equal(code([]), 'directory.hours-none')
  assert.equal(code([{ weekday: 1, starts: 700, ends: 700 }]), 'directory.hours-end-before-start')
  assert.equal(code([...weekdays, { weekday: 2, starts: 700, ends: 800 }]), 'directory.hours-overlap')
  assert.equal(code([{ weekday: 7, starts: 1, ends: 2 }]), 'directory.hours-unreadable')
  assert.equal(code(weekdays, '2026-11-24'), 'directory.hours-from-tomorrow')
  assert.equal(code(weekdays, '2026-02-30'), 'directory.day-unreadable')
  assert.equal(code(weekdays, '2026-12-01', '2026-12-01'), 'directory.hours-planned')
})

test('a holiday, a day worked instead and their removal change the days to come, never one that has passed', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const call = await administrator(db)
  const calendarId = 'tinh'
  await setCalendarDay(call, { calendarId, day: '2026-12-07', kind: 'holiday', reason: 'Bão số 9' })
  await setCalendarDay(call, { calendarId, day: '2026-12-12', kind: 'swapped', reason: 'Làm bù ngày 07/12' })
  const after = await calendarOf(db, 'xa-liem-phong', '2026-11-24')
  assert.equal(isWorkingDay(after, '2026-12-07'), false)
  assert.deepEqual(spansOf(after, '2026-12-12'), spansOf(after, '2026-12-08'))
  await assert.rejects(
    setCalendarDay(call, { calendarId, day: '2026-11-23', kind: 'holiday', reason: 'Muộn' }),
    refuses('directory.day-past'),
  )
  await removeCalendarDay(call, { calendarId, day: '2026-12-07' })
  await assert.rejects(removeCalendarDay(call, { calendarId, day: '2026-12-07' }), refuses('directory.day-not-listed'))
  assert.equal(isWorkingDay(await calendarOf(db, 'xa-liem-phong', '2026-11-24'), '2026-12-07'), true)
  const acts = await db.selectFrom('audit_entry').select('act').where('subject_id', '=', calendarId).execute()
  assert.deepEqual(acts.map((each) => each.act).sort(), [
    'calendars.day-removed',
    'calendars.day-set',
    'calendars.day-set',
  ])
})

test('weekly hours change from a day on, the old ones end the day before; a planned change can be taken back', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const call = await administrator(db)
  await changeWorkHours(call, { calendarId: 'tinh', from: '2026-12-07', spans: weekdays })
  const changed = await calendarOf(db, 'xa-liem-phong', '2026-11-24')
  assert.equal(spansOf(changed, '2026-12-04').length, 2)
  assert.deepEqual(spansOf(changed, '2026-12-07'), [{ starts: 480, ends: 720 }])
  await withdrawWorkHours(call, { calendarId: 'tinh', from: '2026-12-07' })
  assert.equal(spansOf(await calendarOf(db, 'xa-liem-phong', '2026-11-24'), '2026-12-07').length, 2)
  await assert.rejects(
    withdrawWorkHours(call, { calendarId: 'tinh', from: '2018-01-01' }),
    refuses('directory.hours-begun'),
  )
})

test('of two administrators who change the hours at once one is told that the other was first', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const call = await administrator(db)
  const results = await Promise.allSettled(
    [480, 500].map((starts) =>
      changeWorkHours(call, { calendarId: 'tinh', from: '2026-12-07', spans: [{ weekday: 1, starts, ends: 720 }] }),
    ),
  )
  assert.equal(results.filter((each) => each.status === 'fulfilled').length, 1)
  for (const each of results)
    if (each.status === 'rejected') assert.ok(refuses('directory.hours-planned')(each.reason), String(each.reason))
})

test('a new calendar is followed from its day by the organisation and what stands under it, by nobody else', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const call = await administrator(db)
  const { id } = await createCalendar(call, {
    name: 'Lịch thử của Phủ Lý',
    spans: [{ weekday: 6, starts: 480, ends: 660 }],
  })
  await assert.rejects(
    createCalendar(call, { name: 'lịch thử của phủ lý', spans: weekdays }),
    refuses('directory.calendar-there'),
  )
  await assignCalendar(call, { calendarId: id, organisationId: 'ubnd-phu-ly', from: '2026-12-01' })
  const before = await calendarOf(db, 'motcua-phu-ly', '2026-11-30')
  const after = await getWorkCalendar(db, 'motcua-phu-ly', '2026-12-01')
  assert.equal(isWorkingDay(before, '2026-12-05'), false)
  assert.equal(isWorkingDay(after, '2026-12-05'), true)
  assert.equal(isWorkingDay(await getWorkCalendar(db, 'xa-liem-phong', '2026-12-01'), '2026-12-05'), false)
  await assert.rejects(
    assignCalendar(call, { calendarId: 'tinh', organisationId: 'ubnd-phu-ly', from: '2026-12-01' }),
    refuses('directory.assigned-later'),
  )
})

test('an administrator of one commune does not change a calendar that others follow too', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const call = await administrator(db, ['xa-liem-phong', 'motcua-xa-liem-phong'])
  const day = { calendarId: 'tinh', day: '2026-12-07', kind: 'holiday' as const, reason: 'Hội làng' }
  await assert.rejects(setCalendarDay(call, day), refuses('directory.no-right'))
  await assert.rejects(
    assignCalendar(call, { calendarId: 'tinh', organisationId: 'ubnd-phu-ly', from: '2026-12-07' }),
    refuses('directory.no-right'),
  )
})

test('a desk that opens on a Saturday morning adds no working minute', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const call = await administrator(db)
  const [friday, monday] = [new Date('2026-11-27T10:00:00Z'), new Date('2026-11-30T00:30:00Z')]
  const desk = 'motcua-xa-liem-phong'
  assert.equal(workingMinutesBetween(await getWorkCalendar(db, desk, '2026-11-27'), friday, monday), 0)
  await setReceptionHours(call, {
    organisationId: desk,
    from: '2026-11-24',
    spans: [{ weekday: 6, starts: 480, ends: 660 }],
  })
  assert.deepEqual(await receptionOn(db, desk, '2026-11-28'), [{ weekday: 6, starts: 480, ends: 660 }])
  assert.equal(workingMinutesBetween(await calendarOf(db, desk, '2026-11-27'), friday, monday), 0)
  await setReceptionHours(call, { organisationId: desk, from: '2026-12-01', spans: [] })
  assert.deepEqual(await receptionOn(db, desk, '2026-12-05'), [])
})

test('a year is pasted line by line: what can be read is set, every other line is told with its number', async (t) => {
  const lines = [
    '2027-02-05,nghỉ,Tết',
    '13/02/2027; Làm bù; Làm bù cho 08/02',
    '2027-02-30,nghỉ,Không có',
    '2027-02-05,nghỉ,Lặp',
    '2020-01-01,nghỉ,Đã qua',
    '2027-02-06,chơi,Gì đó',
    'hai phần,thôi',
    '',
  ].join('\r\n')
  const read = readCalendarLines(lines, '2026-11-24')
  assert.deepEqual(read.days, [
    { day: '2027-02-05', kind: 'holiday', reason: 'Tết' },
    { day: '2027-02-13', kind: 'swapped', reason: 'Làm bù cho 08/02' },
  ])
  assert.deepEqual(
    read.refused.map(({ line, code }) => [line, code]),
    [
      [3, 'directory.day-unreadable'],
      [4, 'directory.day-twice'],
      [5, 'directory.day-past'],
      [6, 'directory.day-kind'],
      [7, 'directory.line-short'],
    ],
  )
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const call = await administrator(db)
  assert.equal((await importCalendarDays(call, { calendarId: 'tinh', text: lines })).set, 2)
  const { days } = await viewCalendar(call, 'tinh', 2027)
  assert.equal(days.length, 365)
  assert.equal(days.find((each) => each.date === '2027-02-13')?.working, true)
  const february = weeksOf(days, 2)
  assert.ok(february.every((week) => week.length === 7))
  assert.equal(
    february[0]!.findIndex((each) => each?.date === '2027-02-01'),
    0,
  )
})
