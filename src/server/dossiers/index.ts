export { acceptDossier, type Accepted } from './accept.ts'
export { dossierEvent } from './announced.ts'
export { bringSearchAlong } from './bring-search-along.ts'
export { type Turn, turnIn, turnWords } from './citizen-turn.ts'
export { askCompletion } from './ask-completion.ts'
export { attachPaper } from './attach.ts'
export { endResult, type EndResult } from './end-result.ts'
export { attachAppendix, attachCopy, attachResult } from './attach-result.ts'
export { timelinessOf } from './clock.ts'
export { isTailOfCode, isWholeCode, readCode } from './code.ts'
export { type Declaration, declarationData, declarationOf } from './declaration.ts'
export { declineDossier } from './decline.ts'
export { listOwn, listUnitDossiers, type Page, readSearch, searchDossiers } from './desks.ts'
export { fileDossier, type Filed } from './file.ts'
export { fileGiven } from './file-given.ts'
export { ownerFrom } from './parties.ts'
export { fileAtDesk, type FileAtDesk } from './file-at-desk.ts'
export { guardMoves, type MoveGuard, type Moving } from './guards.ts'
export { type Held, holdDossier, holdForCopy, noteByHand, noteCopyWithdrawn } from './hold.ts'
export { findChoices, type Inbox, listHolders, listInbox, listUnitTasks, textFilter } from './inbox.ts'
export type { DossierEvent, DossierLine } from './lists.ts'
export { answerOpinion, askOpinion } from './opinions.ts'
export {
  type AnswerLine,
  type AnswerSection,
  answerWords,
  type Places,
  playedBack,
  withNumbersCovered,
} from './played-back.ts'
export { findOwnPaper, listOwnPapers, listPapersOfIdentity, type OwnPaper } from './own-papers.ts'
export { holderWords } from './place.ts'
export { lookUpProgress, type Progress, progressOf } from './progress.ts'
export type {
  HolderLoad,
  InboxChoices,
  InboxCounts,
  InboxFilter,
  InboxLine,
  TaskFilter,
  TaskPlace,
} from './queries-inbox.ts'
export { type AttachmentRow, type Dossier, findAttachment, findDossier } from './queries.ts'
export { reassignTask } from './reassign.ts'
export { receiveTask } from './receive-task.ts'
export { recordFee } from './record-fee.ts'
export { renewReceipt } from './renew-receipt.ts'
export { returnResult } from './return.ts'
export { returnElectronically, whyNotElectronic } from './return-electronically.ts'
export * from './schema.ts'
export { type DossierAct, NATIONAL_STATUS, STATES, TRANSITIONS } from './state-machine.ts'
export { succeedDossier, succeedUnits } from './succeed.ts'
export { fieldOf, openedFields, type SupplyFault, withAnswers } from './completion/decide.ts'
export { type ProposedItem, proposeItem } from './completion/propose.ts'
export { keepCompletion, supplyCompletion } from './completion/supply.ts'
export {
  type CompletionLine,
  type CompletionView,
  findKeptCompletionFile,
  suppliedWords,
  viewCompletion,
} from './completion/view.ts'
export { tellFiler } from './tell-filer.ts'
export { answerOfConsult, consultOf } from './answers-of-bodies.ts'
export { stepFaults, takeStep } from './take-step.ts'
export {
  type DossierView,
  findViewableId,
  mayView,
  type PaperLine,
  viewDossier,
  type ViewKey,
  type WayStep,
} from './view.ts'
export { withdrawDossier } from './withdraw.ts'
export { fullName, issuerFacts, placeInFull } from './paper-facts.ts'
export { type PaperFacts, resultData, type ResultData, type ResultWorld } from './result-data.ts'
export { wasConfirmed } from './confirmed.ts'
export { calendarsToEnter, dueYearUnlisted, warnOfCalendar } from './warn-of-calendar.ts'
