import { type Directory, resolveHolder } from '#server/directory/index.ts'
import {
  type BlankKind,
  type BlankOfSubject,
  findPaper,
  findTemplateVersion,
  listBlanksOf,
  type TemplateVersion,
} from '#server/papers/index.ts'
import type { Call } from '#server/platform/call.ts'
import type { ProcedureContent } from '#server/procedures/index.ts'
import { resultTemplate } from '../result-template.ts'
import type { DossierResult } from '../schema.ts'
import { blankData, type BlankContent, kindOf } from './blank-data.ts'
import type { Printing } from './printing.ts'
import { type EventEntry, findEventEntry } from './queries.ts'

export type DossierOfBlank = {
  id: string
  code: string | null
  ownerName: string
  answers: unknown
  filedAt: Date
  deskId: string
  receivingId: string
  handlingId: string
}

/** Who keeps the blanks of a result: the unit where they are printed. */
export const keeperOf = (directory: Directory, printing: Printing, dossier: DossierOfBlank) =>
  resolveHolder(directory, printing.step.holder, dossier).organisationId

export const blanksOf = ({ db }: Pick<Call, 'db'>, dossierId: string): Promise<BlankOfSubject[]> =>
  listBlanksOf(db, { kind: 'dossier', id: dossierId })

export type BlankWorldOf = {
  template: TemplateVersion
  /** None while the template does not say which blanks it is printed on. */
  kind: BlankKind | undefined
  entry: EventEntry | undefined
  blanks: BlankOfSubject[]
  /** None before a result is prepared. */
  content: BlankContent | undefined
}

/** Template, number, serials and words of the blank of a dossier as they stand now. */
export async function readBlank(
  call: Call,
  dossier: DossierOfBlank,
  content: ProcedureContent,
  printing: Printing,
  result: DossierResult | undefined,
): Promise<BlankWorldOf> {
  const { db } = call
  const template = await resultTemplate(call, printing.templateKey)
  const [entry, blanks] = await Promise.all([
    findEventEntry(db, dossier.id, printing.result.key),
    blanksOf(call, dossier.id),
  ])
  const own = result?.resultKey === printing.result.key ? result : undefined
  const paper = own && (await findPaper(db, { id: own.paperId }))
  const preparedBy = paper && (await findTemplateVersion(db, paper.templateVersionId))
  return {
    ...{ template, kind: kindOf(template), entry, blanks },
    content:
      own && (await blankData(call, { dossier, content, template, resultTemplate: preparedBy, result: own, entry })),
  }
}
