import { redirect } from '@sveltejs/kit'
import { calendarsToEnter } from '#server/dossiers/index.ts'
import { createCalendar, listWorkCalendars, viewCalendar, weeksOf } from '#server/directory/index.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { attempt, textOf } from '../../../refused.ts'
import { spansOfForm, weekFields, WEEK_WISHES } from '../../week-fields.ts'
import { pathOf } from '../../../path-of.ts'
import type { Actions, PageServerLoad } from './$types.js'
import { type Wishes } from '../../../wanted.ts'

const OFFICE_WEEK = [1, 2, 3, 4, 5].flatMap((weekday) => [
  { weekday, starts: 450, ends: 690 },
  { weekday, starts: 780, ends: 1020 },
])

export const load: PageServerLoad = async ({ locals, url }) => {
  const { call } = locals
  const calendars = await listWorkCalendars(call)
  const asked = url.searchParams.get('l')
  const shown = calendars.find((each) => each.id === asked) ?? calendars[0]
  const thisYear = Number(vietnamDate(call.now).slice(0, 4))
  const typedYear = Number(url.searchParams.get('nam'))
  const year = typedYear >= 2000 && typedYear <= 2100 ? typedYear : thisYear
  const view = shown ? await viewCalendar(call, shown.id, year) : null
  return {
    ...{ calendars, year, newHours: weekFields(OFFICE_WEEK) },
    toEnter: (await calendarsToEnter(call.db, vietnamDate(call.now))).map((each) => ({
      id: each.id,
      name: each.name,
      year: each.year,
      dossiers: each.dossiers,
    })),
    shown: view && {
      ...{ id: view.calendar.id, name: view.calendar.name, today: view.today, listed: view.listed },
      months: Array.from({ length: 12 }, (_, at) => weeksOf(view.days, at + 1)),
      workingDays: view.days.filter((each) => each.working).length,
    },
  }
}

/** What each form must have. */
const WANTS = {
  make: { ten: 'Ghi tên lịch.', ...WEEK_WISHES },
} satisfies Record<string, Wishes>

export const actions: Actions = {
  default: async ({ request, locals }) => {
    const form = await request.formData()
    const result = await attempt(
      form,
      () => createCalendar(locals.call, { name: textOf(form, 'ten', 200), spans: spansOfForm(form) }),
      { wants: WANTS.make },
    )
    if (!('id' in result)) return result
    redirect(303, pathOf`/quan-tri/lich/${result.id}`)
  },
}
