import { z } from 'zod'
import { ruleSetOn } from '#server/directory/index.ts'
import { type Call, inTransaction, may } from '#server/platform/call.ts'
import { newId } from '#server/platform/ids.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { insertVersion, listVersionsOfCode, lockCode } from '../queries-publication.ts'
import { ProcedureContent } from '../schema.ts'
import { contentColumns } from '../version-row.ts'
import { putDown, requireSoundForm, rootOver } from './in-hand.ts'

export const DraftVersion = z.strictObject({
  /** The department that drafts and keeps it. */
  organisationId: z.string(),
  /** Bộ quy tắc it is written for: that of today when none is named. */
  ruleSetId: z.string().optional(),
  content: ProcedureContent,
})
export type DraftVersion = z.infer<typeof DraftVersion>

/** Drafts (dự thảo) a version of a procedure, new or known, for the department that keeps it. One draft of a code is open at a time. */
export function draftVersion(call: Call, command: DraftVersion): Promise<{ id: string; revision: number }> {
  return inTransaction(call, async (within) => {
    const { db, actor, now } = within
    const { organisationId: keeperId, content } = command
    const ruleSetId = command.ruleSetId ?? (await ruleSetOn(db, vietnamDate(now))).id
    if (!may(actor, 'procedures.draft', keeperId)) throw new Refusal('procedures.no-right', { act: 'Soạn' })
    requireSoundForm(content)
    await lockCode(db, content.code, now)
    const versions = await listVersionsOfCode(db, content.code)
    if (versions.some((each) => each.ruleSetId === ruleSetId && ['draft', 'submitted', 'checked'].includes(each.state)))
      throw new Refusal('procedures.draft-open', { code: content.code })
    const keeper = versions.find((each) => each.keeperId)?.keeperId
    if (keeper && keeper !== keeperId && !may(actor, 'procedures.draft', keeper))
      throw new Refusal('procedures.no-right', { act: 'Soạn' })
    const id = newId(now)
    const version = (versions[0]?.version ?? 0) + 1
    await insertVersion(db, {
      id,
      ...contentColumns(content),
      version,
      state: 'draft',
      rule_set_id: ruleSetId,
      source: 'edited',
      organisation_id: keeperId,
      drafted_by: actor.id,
      created_at: now,
    })
    const rootId = await rootOver(db, keeperId, vietnamDate(now))
    await putDown(within, 'draft', { id, code: content.code, version, revision: 1, keeperId, rootId }, null)
    return { id, revision: 1 }
  })
}
