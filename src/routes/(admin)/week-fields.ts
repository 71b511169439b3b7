import type { WeekSpan } from '#server/directory/index.ts'
import { textOf } from '../refused.ts'
import { readDay } from '../typed-day.ts'
import type { Wishes } from '../wanted.ts'

/** Monday first, as a week is read here. */
export const WEEK = [1, 2, 3, 4, 5, 6, 0] as const
export const weekdayWords = (weekday: number) =>
  weekday === 0 ? 'Chủ nhật' : `Thứ ${['', '', 'Hai', 'Ba', 'Tư', 'Năm', 'Sáu', 'Bảy'][weekday + 1]}`

const clock = (minutes: number) =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
const minutesOf = (text: string | undefined) => {
  const [, hour, minute] = /^(\d{1,2})[:hg](\d{2})?$/.exec((text ?? '').trim().replace(/^(\d{1,2})$/, '$1:')) ?? []
  return hour && Number(minute ?? 0) < 60 ? Number(hour) * 60 + Number(minute ?? 0) : Number.NaN
}

/** "07:30-11:30, 13:00-17:00". */
export const spansWords = (spans: readonly Pick<WeekSpan, 'starts' | 'ends'>[]) =>
  spans.map(({ starts, ends }) => `${clock(starts)}-${clock(ends)}`).join(', ')

/** What each weekday's field shows. */
export const weekFields = (spans: readonly WeekSpan[]) =>
  WEEK.map((weekday) => ({
    name: `thu-${weekday}`,
    label: weekdayWords(weekday),
    given: spansWords(spans.filter((each) => each.weekday === weekday)),
  }))

/** The spans of seven fields; what cannot be read becomes a span that the act refuses by its weekday. */
export const spansOfForm = (form: FormData): WeekSpan[] =>
  WEEK.flatMap((weekday) =>
    textOf(form, `thu-${weekday}`, 200)
      .split(/[,;\n]/)
      .filter((part) => part.trim())
      .map((part) => {
        const [starts, ends] = part.split(/[-–—]/)
        return { weekday, starts: minutesOf(starts), ends: minutesOf(ends) }
      }),
  )

const isSpan = (part: string) => {
  const [starts, ends] = part.split(/[-–—]/).map(minutesOf)
  return starts !== undefined && ends !== undefined && starts < ends && ends <= 24 * 60
}
/** What each weekday's field must have: nothing, or hours that can be read. */
export const WEEK_WISHES: Wishes = Object.fromEntries(
  WEEK.map((weekday) => [
    `thu-${weekday}`,
    {
      words: `${weekdayWords(weekday)}: ghi như 07:30-11:30, 13:00-17:00; ngày nghỉ để trống.`,
      reads: (typed: string) =>
        typed
          .split(/[,;\n]/)
          .filter((part) => part.trim())
          .every(isSpan),
    },
  ]),
)

/** A day of a form as YYYY-MM-DD; "" for what is no day. */
export const dateOfForm = (form: FormData, name: string) => readDay(textOf(form, name, 12)) ?? ''
