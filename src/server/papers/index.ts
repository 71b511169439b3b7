export { correctTemplates } from './correct-templates.ts'
export { readWatermarked } from './read-watermarked.ts'
export { type DataFault, dataFaults } from './data-faults.ts'
export { paperEnded } from './announcements.ts'
export {
  ReplacePaper,
  replacePaper,
  replaceWhenComplete,
  requireWithdraw,
  WithdrawPaper,
  withdrawPaper,
} from './end-paper.ts'
export { type AfterIssued, type IssuedLine, listNumberedPapers } from './lists.ts'
export { loadTemplates } from './load-templates.ts'
export { readPaperCode, spacedCode } from './paper-code.ts'
export { type PictureSize, pictureSize } from './scans/picture-size.ts'
export { MOST_PICTURES, setScan } from './scans/set-scan.ts'
export {
  compareWithPaper,
  findPublicPaper,
  type Likeness,
  type PublicPaper,
  publicStateOf,
  wordsOfState,
  lookUpCode,
} from './public-state.ts'
export {
  changePaperFile,
  findPaper,
  findPaperForUpdate,
  findTemplateOn,
  findTemplateVersion,
  listPapersById,
  listPapersOf,
  listPapersOfMany,
  listPapersWithFile,
  listTemplates,
  listVersionsOf,
  numberPaper,
  setPaperState,
} from './queries.ts'
export { Template, type Paper, PaperKind, type PaperState, Signs, type TemplateVersion } from './schema.ts'
export {
  addressOf,
  keepPaper,
  newCode,
  one,
  type PaperHouse,
  qrRows,
  type SetPages,
  setPages,
  setPaper,
  type SetPaperCommand,
  setTemplate,
} from './set-paper.ts'
export { factsForBook, hintsOf, type TemplateHints } from './template-hints.ts'
export { unknownSigns } from './setting/known-letters.ts'
export { type PaperPlace, type SetPaper, setPicture } from './setting/set.ts'
export { Setters, stopSetters } from './setting/setters.ts'
export { type TemplateFault, type TriedTemplate, tryTemplate } from './templates/check.ts'
export { listTemplateWork, type TemplateLine, viewTemplate } from './templates/desk.ts'
export { decidePublisher, requireTemplateRight } from './templates/in-hand.ts'
export { initialsFaults } from './templates/initials.ts'
export { discardTemplateDraft } from './templates/discard-draft.ts'
export { DraftTemplate, draftTemplate } from './templates/draft.ts'
export { PublishTemplate, publishTemplate } from './templates/publish.ts'
export { SaveTemplateDraft, saveTemplateDraft } from './templates/save-draft.ts'
export { Source, Sources } from './sources.ts'
export { calibratePrinter } from './blanks/calibrate.ts'
export { findCalibration } from './blanks/queries.ts'
export { receiveBlanks } from './blanks/receive.ts'
export { askBlanksSpoiled, type BlankStock, type Printer, stockOf } from './blanks/of-subject.ts'
export { hasReceivedLots, listBlanksOf, putPrinterChoice } from './blanks/queries-of-subject.ts'
export { viewBlanks } from './blanks/register.ts'
export { BlankKind, type BlankOfSubject, serialWords } from './blanks/schema.ts'
export { spoilBlank } from './blanks/spoil.ts'
export { takeBlank, type TakenBlank } from './blanks/use.ts'
export { changeVolumeSize } from './books/change-volume-size.ts'
export { closeVolume } from './books/close-volume.ts'
export { findBook, listBooks, listVolumes } from './books/lists.ts'
export { noteEntry } from './books/note-entry.ts'
export { mayWithBooks, ownUnits, requireBooks } from './books/rights.ts'
export { type BookFamily, BookKey, type BookVolume, familyOf, type PaperBook } from './books/schema.ts'
export { bookWords, enterInBook, type BookEntry, type ToEnter } from './books/enter.ts'
export { foreseenOfBook } from './books/queries.ts'
export { cardData, type CardBatch } from './cards/card-data.ts'
