export { dataFaults } from './data-faults.ts'
export { loadTemplates } from './load-templates.ts'
export {
  changePaperFile,
  findPaper,
  findPaperForUpdate,
  findTemplateOn,
  findTemplateVersion,
  listPapersOf,
  listPapersWithFile,
  listTemplates,
  listVersionsOf,
  setPaperState,
} from './queries.ts'
export { Template, type Paper, type PaperKind, type PaperState, type Signs, type TemplateVersion } from './schema.ts'
export { addressOf, one, type PaperHouse, qrRows, setPaper, type SetPaperCommand, setTemplate } from './set-paper.ts'
export { type PaperPlace, type SetPaper, setPicture } from './setting/set.ts'
export { stopSetters } from './setting/setters.ts'
export { Source, Sources } from './sources.ts'
export { calibratePrinter } from './blanks/calibrate.ts'
export { findCalibration } from './blanks/queries.ts'
export { receiveBlanks } from './blanks/receive.ts'
export { viewBlanks } from './blanks/register.ts'
export { BlankKind, serialWords } from './blanks/schema.ts'
export { spoilBlank } from './blanks/spoil.ts'
export { takeBlank, type TakenBlank } from './blanks/use.ts'
export { bookWords, enterInBook, type BookEntry } from './books/enter.ts'
export { cardData, type CardBatch } from './cards/card-data.ts'
