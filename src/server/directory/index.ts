export { Directory, loadDirectory, placeName, ruleSetOn } from './directory.ts'
export {
  getWorkCalendar,
  grantsOfPost,
  type Holder,
  type HolderRule,
  loadPosts,
  type Posts,
  queuesOf,
  resolveHolder,
} from './posts.ts'
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
