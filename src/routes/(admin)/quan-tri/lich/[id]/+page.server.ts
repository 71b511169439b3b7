import { own } from '#own-keys'
import { fail, redirect } from '@sveltejs/kit'
import {
  assignCalendar,
  changeWorkHours,
  type DayKind,
  importCalendarDays,
  listWorkCalendars,
  removeCalendarDay,
  setCalendarDay,
  viewCalendar,
  withdrawWorkHours,
} from '#server/directory/index.ts'
import { loadDirectory } from '#server/directory/index.ts'
import { type Call, may } from '#server/platform/call.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { sentenceOf } from '#server/refusals.ts'
import { attempt, textOf } from '../../../../refused.ts'
import {
  dateOfForm,
  spansOfForm,
  spansWords,
  WEEK,
  weekdayWords,
  weekFields,
  WEEK_WISHES,
} from '../../../week-fields.ts'
import { pathOf } from '../../../../path-of.ts'
import type { Actions, PageServerLoad } from './$types.js'
import { aDay, type Wishes } from '../../../../wanted.ts'

const DONE: Record<string, string> = {
  ngay: 'Đã đặt ngày.',
  bo: 'Đã bỏ ngày khỏi danh sách; ngày ấy theo tuần thường lệ.',
  gio: 'Đã đổi giờ làm việc.',
  rut: 'Đã rút lần đổi giờ; giờ cũ tiếp tục.',
  giao: 'Đã giao lịch cho đơn vị.',
}

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { call } = locals
  const today = vietnamDate(call.now)
  const typedYear = Number(url.searchParams.get('nam'))
  const year = typedYear >= 2000 && typedYear <= 2100 ? typedYear : Number(today.slice(0, 4))
  const view = await viewCalendar(call, params.id, year)
  const directory = await loadDirectory(call.db, today)
  const begins = [...new Set(view.hours.map((each) => each.from))].sort()
  const hours = begins.map((from) => {
    const spans = view.hours.filter((each) => each.from === from)
    return {
      ...{ from, to: spans[0]!.to, planned: from > today },
      lines: WEEK.map((weekday) => ({
        weekday: weekdayWords(weekday),
        words: spansWords(spans.filter((each) => each.weekday === weekday)),
      })).filter((line) => line.words),
    }
  })
  const inForce = view.hours.filter((each) => each.from <= today && (each.to === null || each.to > today))
  return {
    ...{ calendar: view.calendar, changeable: view.changeable, listed: view.listed, today, year, hours },
    fields: weekFields(inForce),
    places: directory
      .all()
      .filter((each) => may(call.actor, 'calendars.change', each.id))
      .map((each) => ({ value: each.id, label: each.name })),
    done: own(DONE, url.searchParams.get('xong') ?? '') ?? null,
    several: (await listWorkCalendars(call)).length > 1,
  }
}

/** What each form must have. */
const WANTS: Readonly<Record<string, Wishes>> = {
  ngay: {
    ngay: aDay('Ghi ngày: ngày/tháng/năm, từ hôm nay trở đi.'),
    loai: 'Chọn loại ngày.',
    'ly-do': 'Ghi lý do: văn bản nào cho nghỉ hoặc đổi ngày.',
  },
  gio: { 'tu-ngay': aDay('Ghi từ ngày nào: ngày/tháng/năm, từ ngày mai trở đi.'), ...WEEK_WISHES },
  giao: {
    'don-vi': 'Chọn đơn vị.',
    'giao-tu-ngay': aDay('Ghi theo lịch này từ ngày nào: ngày/tháng/năm.'),
  },
}

type Event = { request: Request; locals: App.Locals; params: { id: string }; url: URL }
const act =
  (done: string, run: (call: Call, calendarId: string, form: FormData) => Promise<unknown>) =>
  async ({ request, locals, params }: Event) => {
    const form = await request.formData()
    const result = await attempt(
      form,
      async () => {
        await run(locals.call, params.id, form)
        return { done: true as const }
      },
      { wants: own(WANTS, done) },
    )
    if (!('done' in result)) return fail(result.status, { ...result.data, act: done })
    const year = textOf(form, 'nam', 4)
    redirect(
      303,
      pathOf`/quan-tri/lich/${params.id}?${new URLSearchParams({ xong: done, ...(year ? { nam: year } : {}) })}`,
    )
  }

export const actions: Actions = {
  ngay: act('ngay', (call, calendarId, form) =>
    setCalendarDay(call, {
      ...{ calendarId, day: dateOfForm(form, 'ngay') },
      ...{ kind: textOf(form, 'loai', 20) as DayKind, reason: textOf(form, 'ly-do', 200) },
    }),
  ),
  bo: act('bo', (call, calendarId, form) => removeCalendarDay(call, { calendarId, day: textOf(form, 'ngay', 10) })),
  gio: act('gio', (call, calendarId, form) =>
    changeWorkHours(call, { calendarId, from: dateOfForm(form, 'tu-ngay'), spans: spansOfForm(form) }),
  ),
  rut: act('rut', (call, calendarId, form) =>
    withdrawWorkHours(call, { calendarId, from: textOf(form, 'tu-ngay', 10) }),
  ),
  giao: act('giao', (call, calendarId, form) =>
    assignCalendar(call, {
      ...{ calendarId, organisationId: textOf(form, 'don-vi', 100) },
      from: dateOfForm(form, 'giao-tu-ngay'),
    }),
  ),
  nhap: async ({ request, locals, params }) => {
    const form = await request.formData()
    const file = form.get('tep')
    const uploaded = file instanceof File && file.size > 0 ? await file.slice(0, 200_000).text() : ''
    const text = [textOf(form, 'dong', 100_000), uploaded.normalize('NFC')].filter(Boolean).join('\n')
    const result = await attempt(form, () => importCalendarDays(locals.call, { calendarId: params.id, text }))
    if (!('set' in result)) return fail(result.status, { ...result.data, act: 'nhap' })
    return {
      report: {
        set: result.set,
        refused: result.refused.map(({ line, text: given, code, facts }) => ({
          line,
          given,
          why: sentenceOf(code, facts),
        })),
      },
    }
  },
}
