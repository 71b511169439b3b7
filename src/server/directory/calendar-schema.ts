/** Why a day differs from the week: nghỉ lễ, nghỉ bù, làm bù (a day off swapped into a working day). */
export const DAY_KINDS = ['holiday', 'substitute', 'swapped'] as const
export type DayKind = (typeof DAY_KINDS)[number]

/** A day that differs from the week, as the administrator sets it; dates are YYYY-MM-DD. */
export type CalendarDay = { day: string; kind: DayKind; reason: string }

/** Working or reception hours of a weekday (0 = Sunday), minutes after midnight, Vietnamese time. */
export type WeekSpan = { weekday: number; starts: number; ends: number }

const DATE = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/

/** Whether the text names a day that exists. */
export const isDate = (text: string) =>
  DATE.test(text) && new Date(`${text}T00:00:00Z`).toISOString().slice(0, 10) === text

/** The first fault of a set of spans, or null: an end that is not after its start, hours beyond the day, spans that overlap. */
export function faultOfSpans(spans: readonly WeekSpan[]): { code: string; weekday: number } | null {
  const sorted = [...spans].sort((a, b) => a.weekday - b.weekday || a.starts - b.starts)
  for (const [at, span] of sorted.entries()) {
    const whole = [span.weekday, span.starts, span.ends].every(Number.isInteger)
    if (!whole || span.weekday < 0 || span.weekday > 6 || span.starts < 0 || span.ends > 1440)
      return { code: 'directory.hours-unreadable', weekday: span.weekday }
    if (span.ends <= span.starts) return { code: 'directory.hours-end-before-start', weekday: span.weekday }
    const before = sorted[at - 1]
    if (before?.weekday === span.weekday && before.ends > span.starts)
      return { code: 'directory.hours-overlap', weekday: span.weekday }
  }
  return null
}
