import { own } from '#own-keys'
import { HOUSE_CHAIN, recordAudit } from '#server/platform/audit.ts'
import { type Call, inTransaction } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { fold } from '#server/platform/vietnamese-text.ts'
import { lockCalendar, saveCalendarDay } from './calendar-queries.ts'
import { mayChangeCalendar } from './calendar-rights.ts'
import type { CalendarDay, DayKind } from './calendar-schema.ts'
import { decideCalendarDay } from './set-calendar-day.ts'

const KINDS: Record<string, DayKind> = {
  nghi: 'holiday',
  'nghi le': 'holiday',
  'nghi bu': 'substitute',
  'lam bu': 'swapped',
  'lam viec': 'swapped',
}
const MOST_LINES = 1000

/** A line that was refused: its number, the line as given, the code of the refusal. */
export type RefusedLine = { line: number; text: string; code: string; facts: Record<string, unknown> }
export type ReadDays = { days: CalendarDay[]; refused: RefusedLine[] }

/** "2027-02-05" or "05/02/2027" as YYYY-MM-DD; anything else as it is. */
const dateOf = (text: string) => {
  const [, day, month, year] = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text) ?? []
  return day ? `${year}-${month!.padStart(2, '0')}-${day.padStart(2, '0')}` : text
}

/** Reads lines of day, kind and reason, by comma, semicolon or tab: `2027-02-05,nghỉ,Tết`. Each faulty line is told, the others stand. */
export function readCalendarLines(text: string, today: string): ReadDays {
  const days = new Map<string, CalendarDay>()
  const refused: RefusedLine[] = []
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/)
  for (const [at, raw] of lines.entries()) {
    const line = raw.trim()
    if (!line || line.startsWith('#')) continue
    const refuse = (code: string, facts: Record<string, unknown> = {}) =>
      void refused.push({ line: at + 1, text: line.slice(0, 120), code, facts })
    const cells = line.split(/[,;\t]/).map((cell) => cell.trim().replace(/^"|"$/g, ''))
    const [first = '', second = ''] = cells
    const kind = own(KINDS, fold(second))
    const day = { day: dateOf(first), kind: kind ?? 'holiday', reason: cells.slice(2).join(', ') }
    if (at >= MOST_LINES) refuse('directory.too-many-lines', { most: MOST_LINES })
    else if (cells.length < 3) refuse('directory.line-short')
    else if (!kind) refuse('directory.day-kind', { day: first })
    else if (days.has(day.day)) refuse('directory.day-twice', { day: first })
    else {
      const fault = decideCalendarDay(day, today)
      if (fault) refuse(fault.code, fault.facts)
      else days.set(day.day, day)
    }
  }
  return { days: [...days.values()], refused }
}

/** Sets many days at once, for a year as it is announced. @returns how many were set, and every line that was not. */
export async function importCalendarDays(
  call: Call,
  command: { calendarId: string; text: string },
): Promise<{ set: number; refused: RefusedLine[] }> {
  const today = vietnamDate(call.now)
  const { days, refused } = readCalendarLines(command.text, today)
  if (days.length === 0 && refused.length === 0) throw new Refusal('directory.no-lines')
  return inTransaction(call, async (within) => {
    const { calendarId } = command
    if (!(await lockCalendar(within.db, calendarId))) throw new Refusal('directory.unknown-calendar')
    if (!(await mayChangeCalendar(within, calendarId, today))) throw new Refusal('directory.no-right')
    for (const day of days) await saveCalendarDay(within.db, calendarId, day)
    recordAudit(within, 'calendars.days-imported', HOUSE_CHAIN, calendarId, {
      days: days.map(({ day, kind }) => `${day} ${kind}`),
      refused: refused.length,
    })
    return { set: days.length, refused }
  })
}
