import { createHash } from 'node:crypto'
import type { Call } from './call.ts'
import { Refusal } from './refusal.ts'

/**
 * Khoá chống gửi lặp: one key per actor and act, with a hash of the body. The answer is kept 30 days; the same key with another body is refused.
 * Written as the last statement of the transaction it belongs to, so a repeated call rolls back and gets the stored answer.
 */
export type Idempotency = { act: string; key: string; bodyHash: string }

/** `body` is any JSON value; keys are hashed in the order given. */
export const idempotency = (act: string, key: string, body: unknown): Idempotency => ({
  act,
  key,
  bodyHash: createHash('sha256').update(JSON.stringify(body)).digest('hex'),
})

/** The answer kept under the key of this call. @throws Refusal `platform.key-reused` when the body was another one. */
export async function storedAnswer(call: Call): Promise<{ answer: unknown } | undefined> {
  if (!call.idempotency) return undefined
  const { act, key, bodyHash } = call.idempotency
  const row = await call.db
    .selectFrom('idempotency_key')
    .select(['answer', 'body_hash'])
    .where('actor_id', '=', call.actor.id)
    .where('act', '=', act)
    .where('key', '=', key)
    .executeTakeFirst()
  if (!row) return undefined
  if (row.body_hash.toString('hex') !== bodyHash) throw new Refusal('platform.key-reused')
  return { answer: row.answer }
}
