export { type AppendixLine, type AppendixView, sealAppendix, viewAppendices } from './appendices.ts'
export {
  type BookFilter,
  type BookLine,
  endedWords,
  exportBook,
  columnsOfBook,
  keptWords,
  listEntries,
  numberWords,
  setOfficeBook,
  viewBook,
  viewBooks,
  viewVolumes,
} from './books/index.ts'
export {
  batchWords,
  cardOfDossier,
  confirmPrinted,
  deliverBatch,
  type DossierCard,
  downloadBatch,
  makeBatch,
  printsCards,
  spoilCard,
  viewBatch,
  viewCards,
} from './cards/index.ts'
export { askCorrection, dropCorrection } from './corrections/ask.ts'
export { type IssuedFilter, type IssuedView, listIssued, viewIssued } from './corrections/issued.ts'
export { afterCorrectionComplete, afterCorrectionSigned, afterEnded } from './corrections/listen.ts'
export { prepareCorrection } from './corrections/prepare.ts'
export { type Correction, PrepareCorrection } from './corrections/schema.ts'
export { chooseByHand } from './choose-by-hand.ts'
export { readDraft } from './read-draft.ts'
export { draftFor } from './fill.ts'
export { type FormLine, formLines, readFormLines } from './form-lines.ts'
export { afterComplete, afterSealed, afterSigned } from './listen.ts'
export { prepareResult, readTyped } from './prepare.ts'
export { resultTemplate } from './result-template.ts'
export { enterInBook as enterEventInBook } from './blanks/enter-event.ts'
export { setOverlay } from './blanks/overlay.ts'
export { spoilBlankOfResult } from './blanks/spoil-blank.ts'
export { takeBlanks } from './blanks/take-blanks.ts'
export { type BlankPrinting, viewBlankPrinting } from './blanks/view-printing.ts'
export {
  type Approval,
  type ByHand,
  ChooseByHand,
  type DossierResult,
  PrepareResult,
  type ResultState,
} from './schema.ts'
export { requirePapersDone } from './papers-done.ts'
export { takeResultStep, type TakeResultStep } from './take-step.ts'
export { issuerSymbol, type Preparable, symbolOf } from './templates.ts'
export { findViewablePaper } from './viewable-paper.ts'
export { isLaid } from './laid/scan-of-dossier.ts'
export { printAttestation } from './laid/print-attestation.ts'
export { type Prepared, type ResultView, viewResult } from './view.ts'
export { copyingOrganisation, copyPaper, viewPaperToCopy } from './copies/copy-paper.ts'
export { keepScan, removeScan } from './copies/keep-scan.ts'
export { whyNoScan } from './copies/rules.ts'
export { type Scan, SignScan } from './copies/schema.ts'
export { signScan } from './copies/sign-scan.ts'
export { type CopiesView, isCoarse, viewCopies } from './copies/view.ts'
export { withdrawResultCopy } from './copies/withdraw-copy.ts'
