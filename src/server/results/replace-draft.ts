import { findTemplateOn, type Paper, type PaperHouse, setPaper, setPaperState } from '#server/papers/index.ts'
import type { Call } from '#server/platform/call.ts'
import { newId } from '#server/platform/ids.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { isLaid } from './laid/scan-of-dossier.ts'
import { setOnScan } from './laid/set-on-scan.ts'
import { insertResult, markResult } from './queries.ts'
import type { DossierResult } from './schema.ts'

/** The template of a result as of today. @throws Refusal `papers.no-template`. */
export async function resultTemplate({ db, now }: Call, templateKey: string) {
  const version = await findTemplateOn(db, templateKey, vietnamDate(now))
  if (!version) throw new Refusal('papers.no-template', { key: templateKey })
  return version
}

type Draft = Pick<DossierResult, 'dossierId' | 'resultKey' | 'outcome' | 'templateKey' | 'data' | 'part' | 'laidOn'>

/** The paper of a result in place of the one before: the earlier says that it is replaced, and by which. */
export async function replaceDraft(
  within: Call,
  house: PaperHouse,
  current: DossierResult | undefined,
  draft: Draft,
  paperOf: { organisationId: string; title: string },
): Promise<{ result: DossierResult; paper: Paper }> {
  const { db, now, actor } = within
  const { dossierId, resultKey, outcome, templateKey, data, part } = draft
  const template = await resultTemplate(within, templateKey!)
  const laidOn = isLaid(template) ? draft.laidOn : null
  const command = {
    ...{ templateKey: templateKey!, ...paperOf, data, subjectKind: 'dossier', subjectId: dossierId },
  }
  const paper = isLaid(template)
    ? await setOnScan(within, house, command, { dossierId, laidOn })
    : await setPaper(within, house, command)
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
  return { result, paper }
}
