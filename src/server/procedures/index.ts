export { ageOn, answerAt, holds } from './conditions.ts'
export { amountFor, type FeeLine, feesFor } from './fees.ts'
export { carryOver, type LeftBehind } from './forms/carry-over.ts'
export { doubtsOf } from './forms/doubts.ts'
export { liveSection, pagesMayChange } from './forms/live.ts'
export { mendAnswers } from './forms/mend-answers.ts'
export { readSection } from './forms/read-section.ts'
export { type FormField, fieldsOf, rowFields, sectionsOf } from './forms/fields.ts'
export {
  type AnswerFault,
  APPLICANT_PHONE,
  unknownCommunes,
  validateAnswers,
  validateAtDesk,
  visibleAnswers,
} from './forms/validate.ts'
export {
  codesOfField,
  countByFilter,
  didYouMean,
  type ListedProcedure,
  type ListFilter,
  listAgencies,
  listByLifeEvent,
  listFieldsOn,
  listPublished,
  mostUsed,
  noteSearchMiss,
  searchPublished,
} from './lists.ts'
export { carriedAnswers, nextProcedures, type OfferedProcedure } from './next-procedures.ts'
export {
  applicableTimeLimit,
  communesNamed,
  type Competent,
  competentUnits,
  documentsFor,
  nextStep,
  stepOf,
} from './rules-of-version.ts'
export * from './schema.ts'
export { findPublished, getVersion, type ProcedureVersion } from './versions.ts'
export { type Imported, type ImportCount, loadImported, outranks } from './load-imported.ts'
export { type ContentFaults, contentFaults } from './content-faults.ts'
export { ChangeDraft, changeDraft } from './publication/change-draft.ts'
export { checkVersion } from './publication/check-version.ts'
export { listPublicationWork, viewPublication } from './publication/desk.ts'
export { DraftVersion, draftVersion } from './publication/draft.ts'
export { EndVersion, endVersion } from './publication/end-version.ts'
export { PublishVersion, publishVersion } from './publication/publish.ts'
export { SendBack, sendBackVersion } from './publication/send-back.ts'
export { PUBLICATION, type PublicationAct, VERSION_STATE_WORDS, type VersionState } from './publication/steps.ts'
export { submitForCheck, VersionCommand } from './publication/submit.ts'
export { withdrawVersion } from './publication/withdraw.ts'
