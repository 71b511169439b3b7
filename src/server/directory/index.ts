export { assignCalendar } from './assign-calendar.ts'
export {
  type AuthorityLines,
  authorityLines,
  officeOf,
  type Signing,
  type SigningDelegation,
} from './authority-lines.ts'
export { isDueToEnter, yearsWithoutHolidays, yearWithoutHolidays } from './calendar-coverage.ts'
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
export { changeOrganisation, ChangeOrganisation } from './organisations/change.ts'
export { endOrganisation, EndOrganisation } from './organisations/end.ts'
export { establishOrganisation, EstablishOrganisation } from './organisations/establish.ts'
export { setCode, SetCode } from './organisations/set-code.ts'
export { setDesk, SetDesk } from './organisations/set-desk.ts'
export { addPerson, AddPerson } from './officials/add-person.ts'
export { appoint, Appoint } from './officials/appoint.ts'
export { changeDuties, ChangeDuties } from './officials/change-duties.ts'
export { changePerson, ChangePerson } from './officials/change-person.ts'
export { createPost, CreatePost } from './officials/create-post.ts'
export { delegate, Delegate } from './officials/delegate.ts'
export { endAppointment, EndAppointment } from './officials/end-appointment.ts'
export { endPost, EndPost } from './officials/end-post.ts'
export { revokeDelegation, RevokeDelegation } from './officials/revoke-delegation.ts'
export type { AfterPerson } from './lists.ts'
export { listChoices, searchPeople, searchUnits, viewPerson, viewPost, viewUnit } from './views.ts'
export { unitsInReach } from './reach.ts'
