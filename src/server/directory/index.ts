export { assignCalendar } from './assign-calendar.ts'
export {
  type AuthorityLines,
  authorityLines,
  officeOf,
  type Signing,
  type SigningDelegation,
} from './authority-lines.ts'
export { type CalendarDay, DAY_KINDS, type DayKind, type WeekSpan } from './calendar-schema.ts'
export {
  type DayAtAGlance,
  listReceptionDesks,
  listWorkCalendars,
  receptionOn,
  viewCalendar,
  weeksOf,
} from './calendar-views.ts'
export { changeWorkHours } from './change-work-hours.ts'
export { createCalendar } from './create-calendar.ts'
export { Directory, loadDirectory, placeName, ruleSetOn } from './directory.ts'
export { importCalendarDays, readCalendarLines } from './import-calendar-days.ts'
export { removeCalendarDay } from './remove-calendar-day.ts'
export { setCalendarDay } from './set-calendar-day.ts'
export { setReceptionHours } from './set-reception-hours.ts'
export { withdrawWorkHours } from './withdraw-work-hours.ts'
export {
  getWorkCalendar,
  grantsOfPost,
  type Holder,
  type HolderRule,
  loadPosts,
  type Posts,
  queuesOf,
  resolveHolder,
  signingDelegation,
} from './posts.ts'
export { listRuleSets } from './queries.ts'
export { forgetDirectory } from './remembered.ts'
export type { Duty, Organisation, Post, RuleSet, WorkCalendar } from './schema.ts'
export {
  addDuration,
  addWorkingMinutes,
  endOfWorkingDay,
  isWorkingDay,
  spansOf,
  type WorkDuration,
  workingMinutesBetween,
} from './working-time.ts'
