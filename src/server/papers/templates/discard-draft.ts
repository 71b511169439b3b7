import { type Call, inTransaction } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { removeTemplateDraft } from '../queries-templates.ts'
import { auditTemplate, getTemplateVersion, requireTemplateRight } from './in-hand.ts'

/** Throws a draft away (bỏ bản soạn); a template that was nothing but this draft goes with it. */
export function discardTemplateDraft(call: Call, command: { id: string; revision: number }): Promise<{ key: string }> {
  return inTransaction(call, async (within) => {
    requireTemplateRight(within)
    const version = await getTemplateVersion(within, command.id)
    if (version.state !== 'draft') throw new Refusal('papers.published-already')
    if (!(await removeTemplateDraft(within.db, { ...command, key: version.key })))
      throw new Refusal('papers.changed-meanwhile')
    auditTemplate(within, 'discarded', version)
    return { key: version.key }
  })
}
