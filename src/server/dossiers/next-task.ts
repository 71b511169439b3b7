import {
  addDuration,
  addWorkingMinutes,
  type Directory,
  getWorkCalendar,
  type Holder,
  isWorkingDay,
  type RuleSet,
  type WorkCalendar,
} from '#server/directory/index.ts'
import type { Call } from '#server/platform/call.ts'
import { newId } from '#server/platform/ids.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import type { Step } from '#server/procedures/index.ts'
import type { NewTask } from '#server/workflow/index.ts'
import { holderOf, type Place } from './place.ts'

const minuteInVietnam = (at: Date) => ((at.getTime() + 25_200_000) / 60_000) % 1440

/**
 * Since when the receiving side's time counts: at once, or the start of the next working day when handed over at or after the cut-off
 * (15:00) or outside working days. Law: NĐ 61/2018 art. 18.
 */
export function handedOverAt(calendar: WorkCalendar, now: Date, cutOff: string): Date {
  const [hour = 15, minute = 0] = cutOff.split(':').map(Number)
  const today = vietnamDate(now)
  if (isWorkingDay(calendar, today) && minuteInVietnam(now) < hour * 60 + minute) return now
  const afterToday = isWorkingDay(calendar, today) ? new Date(`${today}T23:59:00+07:00`) : now
  return addWorkingMinutes(calendar, afterToday, 0)
}

/** Until when a desk keeps a result that waits to be collected, so many days by the rule set: it is not late while its owner has not come. */
export const keptUntil = (now: Date, dueAt: Date | null, { settings }: RuleSet) =>
  new Date(Math.max(now.getTime(), dueAt?.getTime() ?? 0) + Number(settings.resultKeptDays ?? 60) * 86_400_000)

/** The task of a step as it is handed over: its holder by the rule of the step, its own time counted from the hand-over. */
export async function taskOf(
  call: Call,
  step: Step,
  thing: { id: string; seq: number; place: Place },
  world: { directory: Directory; ruleSet: RuleSet },
  given: { postId?: string | null; dueAt?: Date | null; at?: Date } = {},
): Promise<{ task: NewTask; holder: Holder }> {
  const holder = holderOf(world.directory, step, thing.place)
  const calendar = await getWorkCalendar(call.db, holder.organisationId, vietnamDate(call.now))
  const { cutOff } = world.ruleSet.settings
  const from = given.at ?? handedOverAt(calendar, call.now, cutOff)
  const task: NewTask = {
    id: newId(call.now),
    thingId: thing.id,
    stepKey: step.key,
    stepName: step.name,
    stepKind: step.kind,
    ...holder,
    postId: given.postId ?? null,
    givenAt: call.now,
    givenBy: call.actor.postId ?? call.actor.id,
    dueAt: given.dueAt ?? addDuration(calendar, from, step.allotted, cutOff),
    side: false,
    seq: thing.seq,
  }
  return { task, holder }
}
