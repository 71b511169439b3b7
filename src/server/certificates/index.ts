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
export { chainOf, intermediates, registerDemonstration, trustAnchors } from './authorities.ts'
export { type DemonstrationKey, issueDemonstration } from './issue-demonstration.ts'
export { findCertificate } from './queries.ts'
export type { CertificateRow } from './schema.ts'
export { certificateOfOrganisation, certificateOfPost, registerOf, statusForAuthority, whyNotNow } from './standing.ts'
