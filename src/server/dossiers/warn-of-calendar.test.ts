import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { systemActor } from '#server/platform/call.ts'
import { testDatabase } from '#server/platform/testing.ts'
import { calendarsToEnter, dueYearUnlisted, warnOfCalendar } from './index.ts'

const at = (text: string) => new Date(`${text}T08:00:00+07:00`)

test('those who keep the calendar are told once that next year has no holidays, from September or once a dossier is promised for it', async (t) => {
  const { db } = await testDatabase(t as never, 'dinh_demonstration')
  const told = async (day: string) => warnOfCalendar({ db, actor: systemActor, now: at(day) })
  assert.equal(await told('2026-11-30'), 0, 'the calendar of 2027 stands')
  assert.equal(await told('2027-08-31'), 0, 'too early for 2028, and nothing is promised for it')
  const first = await told('2027-09-01')
  assert.ok(first > 0)
  assert.equal(await told('2027-09-02'), 0, 'told once')
  const notices = await db
    .selectFrom('notice')
    .select(['title', 'href'])
    .where('kind', '=', 'calendar-missing')
    .execute()
  assert.equal(notices.length, first)
  assert.match(notices[0]!.title, /Chưa nhập lịch nghỉ năm 2028/)
  await sql`insert into calendar_day (calendar_id, day, working, kind, reason) values ('tinh', '2028-01-26', false, 'holiday', 'Tết')`.execute(
    db,
  )
  assert.deepEqual(await calendarsToEnter(db, '2027-10-01'), [], 'entered')
})

test('a due date in a year without a calendar is said at the desk', async (t) => {
  const { db } = await testDatabase(t as never, 'dinh_demonstration')
  const year = (due: string) => dueYearUnlisted(db, 'xa-liem-phong', at(due), '2027-12-20')
  assert.equal(await year('2028-02-21'), 2028)
  assert.equal(await year('2027-12-31'), null)
  assert.equal(await dueYearUnlisted(db, 'xa-liem-phong', null, '2027-12-20'), null)
})
