import { HOUSE_CHAIN, recordAudit } from '#server/platform/audit.ts'
import { type Call, mayAnywhere } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { findTemplateVersion } from '../queries.ts'
import type { TemplateVersion } from '../schema.ts'

/** Templates belong to the house: whoever holds the right holds it for all. @throws Refusal `papers.no-right`. */
export function requireTemplateRight({ actor }: Call) {
  if (!mayAnywhere(actor, 'papers.change-templates')) throw new Refusal('papers.no-right')
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** A version by its id. @throws Refusal `papers.no-version`. */
export async function getTemplateVersion(call: Call, id: string): Promise<TemplateVersion> {
  const version = UUID.test(id) ? await findTemplateVersion(call.db, id) : undefined
  if (!version) throw new Refusal('papers.no-version')
  return version
}

export const auditTemplate = (within: Call, act: string, version: Pick<TemplateVersion, 'id' | 'key' | 'version'>) =>
  recordAudit(within, `papers.template-${act}`, HOUSE_CHAIN, version.id, {
    key: version.key,
    version: version.version,
  })
