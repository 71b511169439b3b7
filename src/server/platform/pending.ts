import type { Sealing } from './sealing.ts'

/** One line of the audit trail (nhật ký kiểm toán) before it is chained: `entry` is the canonical text that is hashed. */
export type AuditEntry = {
  organisationId: string
  at: Date
  act: string
  actorId: string
  subjectId: string | null
  entry: string
}

/** An announcement on its way: written in the same transaction as the change it tells of. */
export type Announced = { id: string; name: string; facts: Record<string, unknown>; at: Date }

/**
 * Khoá chống gửi lặp: one key per actor and act, with a hash of the body. The answer is kept 30 days; the same key with another body is refused.
 * Written as the last statement of the transaction it belongs to, so a repeated call rolls back and gets the stored answer.
 */
export type Idempotency = {
  act: string
  key: string
  bodyHash: string
  /** The hashes under every version of the house's key, where it is keyed: an answer kept before the key was changed is found too. */
  bodyHashes?: readonly string[]
  /** Answers may hold a code that is shown once: with this they are kept sealed. */
  sealing?: Pick<Sealing, 'seal' | 'unseal'>
}
