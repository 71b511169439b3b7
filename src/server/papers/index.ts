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
export { Setters, stopSetters } from './setting/setters.ts'
export { Source, Sources } from './sources.ts'
