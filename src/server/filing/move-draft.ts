import { type Directory, loadDirectory } from '#server/directory/index.ts'
import { type Call, inTransaction } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import {
  carryOver,
  getVersion,
  type LeftBehind,
  type ProcedureVersion,
  validateAnswers,
} from '#server/procedures/index.ts'
import { keptUntil } from './open-draft.ts'
import { findOutdated } from './outdated.ts'
import { lockOwnDraft } from './own-draft.ts'
import { type Draft, type DraftAttachment, listDraftAttachments, updateDraft } from './queries.ts'

/** What the newer version makes of a draft: answers and papers that still have their place, and all that have not. */
export function decideMove(
  draft: Pick<Draft, 'answers' | 'doneSections' | 'leftBehind'>,
  papers: readonly Pick<DraftAttachment, 'documentKey' | 'fileName'>[],
  from: ProcedureVersion,
  to: ProcedureVersion,
  on: string,
  directory: Directory,
) {
  const form = to.content.form!
  const place = (id: string) => directory.organisation(directory.successor(id))?.shortName ?? id
  const { answers, left } = carryOver(from.content.form!, form, draft.answers, place)
  const nameOf = (key: string) => from.content.requiredDocuments.find((each) => each.key === key)?.name ?? key
  const lost = papers
    .filter((paper) => !to.content.requiredDocuments.some((each) => each.key === paper.documentKey))
    .map((paper): LeftBehind => ({
      ...{ path: `giay-to.${paper.documentKey}`, title: nameOf(paper.documentKey), words: `Tệp ${paper.fileName}` },
    }))
  const doneSections = draft.doneSections.filter(
    (key) => Object.hasOwn(form.properties, key) && validateAnswers(form, answers, on, key).length === 0,
  )
  return { answers, doneSections, leftBehind: [...draft.leftBehind, ...left, ...lost] }
}

/**
 * Moves a draft to the version in force (chuyển sang mẫu mới): carries over every answer that still has a question and keeps a list of what
 * has none. Asked twice, or by two devices at once, it is done once. @throws Refusal `filing.procedure-ended`, `filing.changed-elsewhere`.
 */
export function moveDraft(
  call: Call,
  command: { draftId: string; version: number },
): Promise<{ version: number; leftBehind: LeftBehind[] }> {
  return inTransaction(call, async (within) => {
    const { db, now } = within
    const on = vietnamDate(now)
    const draft = await lockOwnDraft(within, command.draftId)
    const outdated = await findOutdated(db, draft, on)
    if (!outdated) return { version: draft.version, leftBehind: draft.leftBehind }
    if (!outdated.newer) throw new Refusal('filing.procedure-ended')
    const directory = await loadDirectory(db, on)
    const papers = await listDraftAttachments(db, draft.id)
    const begun = await getVersion(db, draft.procedureVersionId)
    const patch = {
      ...decideMove(draft, papers, begun, outdated.newer, on, directory),
      procedureVersionId: outdated.newer.id,
    }
    if (!(await updateDraft(db, draft.id, command.version, patch, now, await keptUntil(within))))
      throw new Refusal('filing.changed-elsewhere')
    return { version: command.version + 1, leftBehind: patch.leftBehind }
  })
}
