import { createHash } from 'node:crypto'
import type { Db } from './db/connection.ts'
import type { Idempotency } from './pending.ts'
import { Refusal } from './refusal.ts'

/** `body` is any JSON value; keys are hashed in the order given. */
export const idempotency = (act: string, key: string, body: unknown): Idempotency => ({
  act,
  key,
  bodyHash: createHash('sha256').update(JSON.stringify(body)).digest('hex'),
})

/** The answer kept under the key of this call. @throws Refusal `platform.key-reused` when the body was another one. */
export async function storedAnswer(
  db: Db,
  actorId: string,
  { act, key, bodyHash }: Idempotency,
): Promise<{ answer: unknown } | undefined> {
  const row = await db
    .selectFrom('idempotency_key')
    .select(['answer', 'body_hash'])
    .where('actor_id', '=', actorId)
    .where('act', '=', act)
    .where('key', '=', key)
    .executeTakeFirst()
  if (!row) return undefined
  if (row.body_hash.toString('hex') !== bodyHash) throw new Refusal('platform.key-reused')
  return { answer: row.answer }
}
