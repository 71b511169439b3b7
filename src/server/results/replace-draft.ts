import { numberPaper, type Paper, type PaperHouse, setPaperState } from '#server/papers/index.ts'
import type { Call } from '#server/platform/call.ts'
import { newId } from '#server/platform/ids.ts'
import { findEventEntry } from './blanks/queries.ts'
import { isLaid } from './laid/scan-of-dossier.ts'
import { insertResult, markResult } from './queries.ts'
import { resultTemplate } from './result-template.ts'
import { setResultPaper } from './set-result-paper.ts'
import type { DossierResult } from './schema.ts'

type Draft = Pick<DossierResult, 'dossierId' | 'resultKey' | 'outcome' | 'templateKey' | 'data' | 'part' | 'laidOn'>

/**
 * The paper of a result in place of the one before: the earlier says that it is replaced, and by which. Where the event stands in its book
 * already, the paper has its number.
 */
export async function replaceDraft(
  within: Call,
  house: PaperHouse,
  current: DossierResult | undefined,
  draft: Draft,
  paperOf: { organisationId: string; title: string },
): Promise<{ result: DossierResult; paper: Paper }> {
  const { db, now, actor } = within
  const { dossierId, resultKey, outcome, templateKey, data, part } = draft
  const laidOn = isLaid(await resultTemplate(within, templateKey!)) ? draft.laidOn : null
  const paper = await setResultPaper(within, house, {
    ...{ dossierId, templateKey: templateKey!, data, laidOn, ...paperOf },
  })
  if (current) {
    await markResult(db, current.id, { state: 'replaced' })
    const change = { state: 'replaced' as const, reason: 'Đã soạn lại', replacedBy: paper.id }
    await setPaperState(db, current.paperId, change, now)
  }
  const result: DossierResult = {
    ...{ dossierId, resultKey, outcome, templateKey, data, part, laidOn },
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
