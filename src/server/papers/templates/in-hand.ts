import { HOUSE_CHAIN, recordAudit } from '#server/platform/audit.ts'
import { type Call, mayForHouse } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { findTemplateVersion } from '../queries.ts'
import type { TemplateVersion } from '../schema.ts'

/** Templates belong to the house as a whole: only who reaches the whole province writes them. @throws Refusal `papers.no-right`. */
export function requireTemplateRight({ actor }: Call) {
  if (!mayForHouse(actor, 'papers.change-templates')) throw new Refusal('papers.no-right')
}

/** Who writes templates and who publishes them both see and try them. @throws Refusal `papers.no-right`. */
export function requireTemplateSight({ actor }: Call) {
  if (!(['papers.change-templates', 'papers.publish-templates'] as const).some((act) => mayForHouse(actor, act)))
    throw new Refusal('papers.no-right')
}

/**
 * Whether somebody may publish a draft: the right for the whole province, and never who wrote in it (hai người: người soạn, người công bố).
 * @throws Refusal `papers.no-right`, `papers.second-person`.
 */
export function decidePublisher({ actor }: Pick<Call, 'actor'>, writtenBy: readonly string[]) {
  if (!mayForHouse(actor, 'papers.publish-templates')) throw new Refusal('papers.no-right')
  if (writtenBy.includes(actor.id)) throw new Refusal('papers.second-person')
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
