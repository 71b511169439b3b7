import { HOUSE_CHAIN, recordAudit } from '#server/platform/audit.ts'
import { type Call, inTransaction } from '#server/platform/call.ts'
import { rootOf } from '#server/platform/db/connection.ts'

/**
 * Remembers that a secret was wrong, in a transaction of its own: it stays although the act is refused, and the key of a form sent once is not
 * spent on it.
 */
export async function recordRefusedTry(
  { db, actor, now, origin }: Call,
  act: string,
  accountId: string | null,
  facts: Record<string, unknown> = {},
) {
  const call: Call = { db: rootOf(db), actor, now }
  if (origin) call.origin = origin
  await inTransaction(call, async (within) => recordAudit(within, act, HOUSE_CHAIN, accountId, facts))
}
