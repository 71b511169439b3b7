import { type Call, mayForHouse } from '#server/platform/call.ts'
import { readNumberPlace } from '#server/platform/identifiers.ts'
import { type AuditPlace, listAudit } from '#server/platform/operator-queries.ts'
import { Refusal } from '#server/platform/refusal.ts'

export type AuditLine = Awaited<ReturnType<typeof listAudit>>[number]

/** What the audit trail is asked for, out of an address; the place is `instant|unit|number`. */
export function readAuditFilter(url: URL) {
  const given = (name: string) => url.searchParams.get(name)?.trim().slice(0, 100) || undefined
  const after: AuditPlace | undefined = readNumberPlace(url.searchParams.get('sau'))
  return { filter: { organisationId: given('co-quan'), act: given('viec'), subjectId: given('ve') }, after }
}

/** One page of the audit trail: of the units in the reach of the post; the chain of the house and all else for who reaches the province. @throws Refusal `accounts.no-right`. */
export async function auditPage(
  { db, actor }: Call,
  { filter, after }: ReturnType<typeof readAuditFilter>,
  limit: number,
): Promise<{ items: AuditLine[]; next: AuditPlace | null }> {
  const reach = actor.grants.get('audit.view')
  if (!reach || reach.size === 0) throw new Refusal('accounts.no-right')
  const within = mayForHouse(actor, 'audit.view') ? undefined : [...reach]
  const lines = await listAudit(db, { ...filter, within, after }, limit + 1)
  const items = lines.slice(0, limit)
  const last = items.at(-1)
  const next = lines.length > limit && last ? { at: last.at, organisationId: last.organisationId, seq: last.seq } : null
  return { items, next }
}
