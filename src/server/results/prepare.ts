import { isDeepStrictEqual } from 'node:util'
import { type Held, holdDossier } from '#server/dossiers/index.ts'
import { numberPaper, type Paper, type PaperHouse, setPaper, setPaperState } from '#server/papers/index.ts'
import { recordAudit } from '#server/platform/audit.ts'
import { type Call, inTransaction } from '#server/platform/call.ts'
import { newId } from '#server/platform/ids.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { askPrintedSpoiled } from './blanks/gate.ts'
import { findEventEntry } from './blanks/queries.ts'
import { readFormLines } from './form-lines.ts'
import { findResultForUpdate, insertResult, markResult } from './queries.ts'
import { resultTemplate } from './result-template.ts'
import type { DossierResult, PrepareResult } from './schema.ts'
import { issuerSymbol, type Preparable, preparables } from './templates.ts'
import { DRAFTING } from './view.ts'

/**
 * Whether the official who holds the dossier may prepare this result now: before it is decided, one of the procedure's results or its
 * refusal, and nothing of it is signed. @throws Refusal `results.not-here`, `results.unknown`, `results.signed-already`.
 */
export function decidePreparation(
  { step, version }: Pick<Held, 'step' | 'version'>,
  current: Pick<DossierResult, 'state'> | undefined,
  resultKey: string,
  issuer: string,
): Preparable {
  if (!DRAFTING.includes(step.kind)) throw new Refusal('results.not-here', { step: step.name })
  const found = preparables(version.content, issuer).find((each) => each.key === resultKey)
  if (!found) throw new Refusal('results.unknown')
  if (current && current.state !== 'draft') throw new Refusal('results.signed-already')
  return found
}

/** What was typed into the form of a result, as data of its template. @throws Refusal `papers.no-template`. */
export const readTyped = async (call: Call, templateKey: string, typed: (path: string) => string | undefined) =>
  readFormLines((await resultTemplate(call, templateKey)).schema, typed)

/**
 * The paper of a result in place of the one before: the earlier says that it is replaced, and by which. Where the event stands in its book
 * already, the paper has its number.
 */
export async function replaceDraft(
  within: Call,
  house: PaperHouse,
  current: DossierResult | undefined,
  draft: Pick<DossierResult, 'dossierId' | 'resultKey' | 'outcome' | 'templateKey' | 'data'>,
  paperOf: { organisationId: string; title: string },
): Promise<{ result: DossierResult; paper: Paper }> {
  const { db, now, actor } = within
  const paper = await setPaper(within, house, {
    ...{ templateKey: draft.templateKey!, ...paperOf, data: draft.data },
    ...{ subjectKind: 'dossier', subjectId: draft.dossierId },
  })
  if (current) {
    await markResult(db, current.id, { state: 'replaced' })
    const change = { state: 'replaced' as const, reason: 'Đã soạn lại', replacedBy: paper.id }
    await setPaperState(db, current.paperId, change, now)
  }
  const { dossierId, resultKey, outcome, templateKey, data } = draft
  const result: DossierResult = {
    ...{ dossierId, resultKey, outcome, templateKey, data },
    ...{ id: newId(now), paperId: paper.id, state: 'draft', preparedAt: now, preparedBy: actor.id },
    ...{ stepFault: null, attachmentId: null },
  }
  await insertResult(db, result)
  const entry = await findEventEntry(db, dossierId, resultKey)
  if (!entry) return { result, paper }
  await numberPaper(db, paper.id, entry)
  const { number, notation, numberedOn } = entry
  return { result, paper: { ...paper, number, notation, numberedOn } }
}

/** Prepares the result of a dossier (soạn kết quả) from a template: saved again, the earlier draft is replaced. */
export function prepareResult(
  call: Call,
  house: PaperHouse,
  command: PrepareResult,
): Promise<{ result: DossierResult; paper: Paper }> {
  return inTransaction(call, async (within) => {
    const held = await holdDossier(within, command)
    const { dossier, directory } = held
    const issuer = issuerSymbol(directory.organisation(dossier.handlingId)?.name ?? '')
    const current = await findResultForUpdate(within.db, dossier.id)
    const { key, name, outcome, templateKey } = decidePreparation(held, current, command.resultKey, issuer)
    const prepared = await replaceDraft(
      within,
      house,
      current,
      { dossierId: dossier.id, resultKey: key, outcome, templateKey, data: command.data },
      { organisationId: dossier.handlingId, title: `${name}, hồ sơ ${dossier.code}` },
    )
    // What was printed says something else now: its blank may not stay used in silence.
    if (current && (current.resultKey !== key || !isDeepStrictEqual(current.data, command.data)))
      await askPrintedSpoiled(within, held, 'Kết quả đã soạn lại sau khi in')
    recordAudit(within, 'results.prepared', held.open.organisationId, dossier.id, { code: dossier.code, result: key })
    return prepared
  })
}
