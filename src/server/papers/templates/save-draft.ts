import { z } from 'zod'
import { type Call, inTransaction } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { updateTemplateDraft } from '../queries-templates.ts'
import { Template } from '../schema.ts'
import { auditTemplate, getTemplateVersion, requireTemplateRight } from './in-hand.ts'

export const SaveTemplateDraft = Template.omit({ key: true, kind: true }).extend({
  id: z.string(),
  revision: z.number().int(),
  source: z.string().max(400_000),
})
export type SaveTemplateDraft = z.infer<typeof SaveTemplateDraft>

/** Keeps what was written of a draft, faulty or not. @throws Refusal `papers.changed-meanwhile` when somebody saved since; what was typed stays with the page. */
export function saveTemplateDraft(call: Call, command: SaveTemplateDraft): Promise<{ revision: number }> {
  return inTransaction(call, async (within) => {
    requireTemplateRight(within)
    const version = await getTemplateVersion(within, command.id)
    if (version.state !== 'draft') throw new Refusal('papers.published-already')
    const by = { by: within.actor.id, at: within.now }
    if (!(await updateTemplateDraft(within.db, command, command, by))) throw new Refusal('papers.changed-meanwhile')
    auditTemplate(within, 'saved', version)
    return { revision: command.revision + 1 }
  })
}
