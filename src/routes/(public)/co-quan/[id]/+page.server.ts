import { error } from '@sveltejs/kit'
import { getWorkCalendar, loadDirectory, receptionOn, spansOf } from '#server/directory/index.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import type { PageServerLoad } from './$types.js'

const clock = (minutes: number) =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`

export const load: PageServerLoad = async ({ locals, params, setHeaders }) => {
  const { db, now } = locals.call
  const directory = await loadDirectory(db)
  const unit = directory.organisation(directory.successor(params.id))
  if (!unit) error(404, { message: 'Không có cơ quan này.' })
  const deskId = directory.deskOf(unit.id)
  const today = vietnamDate(now)
  const sinceMonday = (new Date(`${today}T00:00:00Z`).getUTCDay() + 6) % 7
  const monday = new Date(now.getTime() - sinceMonday * 86_400_000)
  const calendar = await getWorkCalendar(db, unit.id)
  const received = await receptionOn(db, deskId ?? unit.id, vietnamDate(now))
  const days = Array.from({ length: 7 }, (_, at) => {
    const date = vietnamDate(new Date(monday.getTime() + at * 86_400_000))
    return {
      date,
      today: date === today,
      spans: spansOf(calendar, date).map((span) => `${clock(span.starts)}–${clock(span.ends)}`),
    }
  })
  setHeaders({ 'x-dinh-cache': 'organisation' })
  return {
    unit: { ...unit, functions: [...unit.functions], codes: unit.codes.map((each) => ({ ...each })) },
    desk: deskId ? { id: deskId, name: directory.get(deskId).name } : null,
    above: directory
      .ancestors(unit.id)
      .toReversed()
      .map(({ id, name }) => ({ id, name })),
    parts: directory.children(unit.id).map(({ id, name }) => ({ id, name })),
    days,
    reception: [1, 2, 3, 4, 5, 6, 0].flatMap((weekday) => {
      const spans = received.filter((each) => each.weekday === weekday)
      const words = spans.map((span) => `${clock(span.starts)}–${clock(span.ends)}`).join(', ')
      return words ? [{ weekday, words }] : []
    }),
  }
}
