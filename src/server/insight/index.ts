export { countDossierEvent, figuresForPublic, type PublicFigures } from './figures.ts'
