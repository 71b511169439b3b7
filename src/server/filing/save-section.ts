import { type Call, inTransaction } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { type AnswerFault, getVersion, mendAnswers, validateAnswers } from '#server/procedures/index.ts'
import { keptUntil } from './open-draft.ts'
import { lockOwnDraft } from './own-draft.ts'
import { updateDraft } from './queries.ts'

export type SaveSection = {
  draftId: string
  version: number
  section: string
  answers: Record<string, unknown>
  complete: boolean
}

/**
 * Saves one page of the form, mended, with its faults: what cannot be read is kept as it was typed. Somebody who saved on another
 * device since `version` is not overwritten. @throws Refusal `filing.changed-elsewhere`.
 */
export function saveSection(call: Call, command: SaveSection): Promise<{ version: number; faults: AnswerFault[] }> {
  return inTransaction(call, async (within) => {
    const draft = await lockOwnDraft(within, command.draftId)
    const { content } = await getVersion(within.db, draft.procedureVersionId)
    if (!content.form || !Object.hasOwn(content.form.properties, command.section))
      throw new Refusal('filing.unknown-section')
    const typed = { ...draft.answers, [command.section]: command.answers }
    const answers = { ...draft.answers, ...mendAnswers(content.form, typed, command.section) }
    if (JSON.stringify(answers).length > 400_000) throw new Refusal('filing.too-long')
    const faults = command.complete
      ? validateAnswers(content.form, answers, vietnamDate(within.now), command.section)
      : []
    const done = new Set(draft.doneSections)
    if (command.complete && faults.length === 0) done.add(command.section)
    else done.delete(command.section)
    const saved = await updateDraft(
      within.db,
      draft.id,
      command.version,
      { answers, doneSections: [...done] },
      within.now,
      await keptUntil(within),
    )
    if (!saved) throw new Refusal('filing.changed-elsewhere')
    return { version: command.version + 1, faults }
  })
}
