import { type Call, HOUSE } from './call.ts'
import type { AuditEntry } from './pending.ts'

/** The chain of things that belong to no organisation: accounts of citizens, settings of the house. */
export const HOUSE_CHAIN = HOUSE

/** One line before it is chained: who, as which post, did what to what, when, from where. */
export function auditEntry(
  { actor, now, origin }: Pick<Call, 'actor' | 'now' | 'origin'>,
  act: string,
  organisationId: string,
  subjectId: string | null,
  facts: Record<string, unknown>,
): AuditEntry {
  const line = {
    act,
    actor: actor.id,
    kind: actor.kind,
    post: actor.postId ?? null,
    organisation: organisationId,
    subject: subjectId,
    at: now.toISOString(),
    from: origin?.ip ?? null,
    request: origin?.requestId ?? null,
    facts,
  }
  return { organisationId, at: now, act, actorId: actor.id, subjectId, entry: JSON.stringify(line) }
}

/**
 * Who, as which post, did what to what, when, from where: written with the transaction it tells of, in the hash chain of the organisation.
 * `facts` hold no personal data beyond ids.
 */
export function recordAudit(
  call: Call,
  act: string,
  organisationId: string,
  subjectId: string | null,
  facts: Record<string, unknown> = {},
) {
  if (!call.pending) throw new Error(`audit of ${act} outside a transaction`)
  call.pending.audits.push(auditEntry(call, act, organisationId, subjectId, facts))
}
