export {
  answerCrl,
  answerOcsp,
  answerRootCrl,
  answerTimestamp,
  emptyRegister,
  type Register,
  type RevokedEntry,
} from './authority/answers.ts'
export { issueCertificate, type Profile, type ToIssue } from './authority/issue.ts'
export { type Authority, NO_LEGAL_VALUE, openAuthority } from './authority/open.ts'
export { theAuthority } from './authority/house.ts'
export { demonstrationRoot } from './authority/root.ts'
export { type CheckedFile, checkFile, type ToCheck } from './checking/check-file.ts'
export { offlineChecker } from './checking/offline.ts'
export { type BroughtFile, checkBrought, findBrought, removeBrought } from './checking/uploads.ts'
