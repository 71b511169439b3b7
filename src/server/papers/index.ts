export { dataFaults } from './data-faults.ts'
export { ReplacePaper, replacePaper, WithdrawPaper, withdrawPaper } from './end-paper.ts'
export { loadTemplates } from './load-templates.ts'
export { readPaperCode, spacedCode } from './paper-code.ts'
export {
  compareWithPaper,
  findPublicPaper,
  type Likeness,
  type PublicPaper,
  publicStateOf,
  wordsOfState,
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
  setPaperState,
} from './queries.ts'
export { Template, type Paper, PaperKind, type PaperState, Signs, type TemplateVersion } from './schema.ts'
export {
  addressOf,
  keepPaper,
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
export { type PaperPlace, type SetPaper, setPicture } from './setting/set.ts'
export { Setters, stopSetters } from './setting/setters.ts'
export { type TemplateFault, type TriedTemplate, tryTemplate } from './templates/check.ts'
export { listTemplateWork, type TemplateLine, viewTemplate } from './templates/desk.ts'
export { discardTemplateDraft } from './templates/discard-draft.ts'
export { DraftTemplate, draftTemplate } from './templates/draft.ts'
export { PublishTemplate, publishTemplate } from './templates/publish.ts'
export { SaveTemplateDraft, saveTemplateDraft } from './templates/save-draft.ts'
export { Source, Sources } from './sources.ts'
export { calibratePrinter } from './blanks/calibrate.ts'
export { findCalibration } from './blanks/queries.ts'
export { receiveBlanks } from './blanks/receive.ts'
export { viewBlanks } from './blanks/register.ts'
export { BlankKind, serialWords } from './blanks/schema.ts'
export { spoilBlank } from './blanks/spoil.ts'
export { takeBlank, type TakenBlank } from './blanks/use.ts'
export { bookWords, enterInBook, type BookEntry, type ToEnter } from './books/enter.ts'
export { foreseenOfBook } from './books/queries.ts'
export { cardData, type CardBatch } from './cards/card-data.ts'
