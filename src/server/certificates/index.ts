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
