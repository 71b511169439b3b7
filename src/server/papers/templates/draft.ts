import { z } from 'zod'
import { type Call, inTransaction } from '#server/platform/call.ts'
import { newId } from '#server/platform/ids.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { insertTemplate, insertTemplateVersion, listVersionsOf } from '../queries.ts'
import { lockTemplate } from '../queries-templates.ts'
import { Template } from '../schema.ts'
import { auditTemplate, getTemplateVersion, requireTemplateRight } from './in-hand.ts'

export const DraftTemplate = z.strictObject({
  /** The version it begins as a copy of. */
  fromVersionId: z.string(),
  /** For a new template of the same kind: its key. The draft is a version of the old one when none is given. */
  newKey: Template.shape.key.optional(),
})
export type DraftTemplate = z.infer<typeof DraftTemplate>

/** Begins a draft of a template (dự thảo mẫu giấy tờ) as a copy of a version. One draft of a template is open at a time. */
export function draftTemplate(call: Call, command: DraftTemplate): Promise<{ id: string; key: string }> {
  return inTransaction(call, async (within) => {
    const { db, actor, now } = within
    requireTemplateRight(within)
    const from = await getTemplateVersion(within, command.fromVersionId)
    const key = command.newKey ?? from.key
    if (command.newKey && (await listVersionsOf(db, key)).length > 0) throw new Refusal('papers.key-taken', { key })
    if (command.newKey) await insertTemplate(db, { key, kind: from.kind }, now)
    await lockTemplate(db, key)
    const versions = await listVersionsOf(db, key)
    if (versions.some((each) => each.state === 'draft')) throw new Refusal('papers.draft-open')
    const draft = {
      ...{ id: newId(now), key, version: (versions[0]?.version ?? 0) + 1, state: 'draft' as const },
      ...{ name: from.name, legalBasis: from.legalBasis, verified: false, source: from.source, schema: from.schema },
      ...{
        example: from.example,
        signs: from.signs,
        from: from.from,
        effectiveFrom: null,
        changedBy: actor.id,
        writtenBy: [actor.id],
        at: now,
      },
    }
    await insertTemplateVersion(db, draft)
    auditTemplate(within, 'drafted', draft)
    return { id: draft.id, key }
  })
}
