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
export { changeApprovalChain, getApprovalChain, viewApprovalChains, withdrawApprovalChain } from './approval-chain.ts'
export { chainOf, intermediates, registerDemonstration, trustAnchors } from './authorities.ts'
export { type AuthorityRow, DEMONSTRATION, findAuthority } from './authority-queries.ts'
export {
  addAuthorityCertificates,
  type AnchorLine,
  changeAuthority,
  removeAnchor,
  viewAuthorities,
} from './change-authority.ts'
export { changeState } from './change-state.ts'
export { completeRequest, type Outcome, pinUnlocked } from './complete-request.ts'
export { decideRequest } from './decide-request.ts'
export { certificatesOfFile, importCertificates, type ImportLine } from './import.ts'
export { type DemonstrationKey, issueDemonstration } from './issue-demonstration.ts'
export { type CertificateLine, ENDING_DAYS, LIST_STATES, listAccountsOfPosts, type ListState } from './lists.ts'
export { findMinutesPaper, makeMinutes } from './make-minutes.ts'
export { findCertificate } from './queries.ts'
export { mayForProvince } from './rights.ts'
export { certificateRecorded } from './record-issued.ts'
export { reportLoss } from './report-loss.ts'
export { requestCertificate } from './request.ts'
export type { RequestLine } from './request-lists.ts'
export {
  type ApprovalChain,
  CERTIFICATE_KINDS,
  type CertificateKind,
  type CertificateRow,
  REQUEST_KINDS,
  type RequestKind,
  RequestPayload,
  REVOCATION_REASONS,
  STEPS,
  type Step,
} from './schema.ts'
export { keyOfSigningRequest } from './signing-request.ts'
export {
  certificateOfOrganisation,
  certificateOfPost,
  registerOf,
  statusForAuthority,
  whyNone,
  whyNotNow,
  whyStopped,
} from './standing.ts'
export { listCertificates, listMine, listRequests, viewCertificate, viewRequest } from './views.ts'
export { warnOfEnding } from './warn-of-ending.ts'
export { withdrawRequest } from './withdraw-request.ts'
export { demonstrationRoot } from './authority/root.ts'
export { resealAuthority } from './authority/stored-keys.ts'
export { type CheckedFile, checkFile, type ToCheck } from './checking/check-file.ts'
export { type CarriedTrust, carriedTrust, offlineChecker } from './checking/offline.ts'
export { type BroughtFile, checkBrought, findBrought, removeBrought } from './checking/uploads.ts'
export { trustOfHouse, type TrustOfHouse } from './checking/trust-of-house.ts'
