import { type Call, inTransaction } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { hasInk } from '#server/platform/values/index.ts'
import {
  type AnswerFault,
  answerAt,
  APPLICANT_PHONE,
  fieldsOf,
  type FormSchema,
  getVersion,
  liveSection,
  mendAnswers,
  validateAnswers,
  validateAtDesk,
} from '#server/procedures/index.ts'
import { keptUntil } from './open-draft.ts'
import { lockOwnDraft } from './own-draft.ts'
import { updateDraft } from './queries.ts'

export type SaveSection = {
  draftId: string
  version: number
  section: string
  answers: Record<string, unknown>
  complete: boolean
  /** At a counter: the person said that they have no telephone. */
  withoutPhone?: boolean
}

/** At a counter a telephone is written down or said not to be there: it is never left out by haste, and never invented. */
function phoneFault(
  form: FormSchema,
  { answers, on, withoutPhone }: { answers: Record<string, unknown>; on: string; withoutPhone: boolean },
): AnswerFault | undefined {
  const field = fieldsOf(liveSection(form, 'applicant', answers, on)?.fields ?? []).find(
    ({ path }) => path === APPLICANT_PHONE,
  )
  if (!field) return undefined
  const isThere = hasInk(String(answerAt(answers, APPLICANT_PHONE) ?? ''))
  if (isThere !== withoutPhone) return undefined
  const words = isThere
    ? 'Đã ghi số điện thoại: bỏ chọn “Không có điện thoại”, hoặc xóa số.'
    : 'Ghi số điện thoại, hoặc chọn “Không có điện thoại”.'
  return { path: APPLICANT_PHONE, title: field.title, words }
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
    const on = vietnamDate(within.now)
    const check = draft.deskId === null ? validateAnswers : validateAtDesk
    const faults = command.complete ? check(content.form, answers, on, command.section) : []
    if (command.complete && draft.deskId !== null && command.section === 'applicant') {
      const fault = phoneFault(content.form, { answers, on, withoutPhone: command.withoutPhone ?? false })
      if (fault && !faults.some(({ path }) => path === APPLICANT_PHONE)) faults.push(fault)
    }
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
