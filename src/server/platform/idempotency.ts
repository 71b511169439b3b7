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

const withDates = (_name: string, value: unknown) =>
  typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value) ? new Date(value) : value

/** The answer kept under the key of this call. @throws Refusal `platform.key-reused` when the body was another one. */
export async function storedAnswer(
  db: Db,
  actorId: string,
  { act, key, bodyHash, bodyHashes = [bodyHash], sealing }: Idempotency,
): Promise<{ answer: unknown } | undefined> {
  const row = await db
    .selectFrom('idempotency_key')
    .select(['answer', 'body_hash'])
    .where('actor_id', '=', actorId)
    .where('act', '=', act)
    .where('key', '=', key)
    .executeTakeFirst()
  if (!row) return undefined
  if (!bodyHashes.includes(row.body_hash.toString('hex'))) throw new Refusal('platform.key-reused')
  const sealed = (row.answer as { sealed?: unknown } | null)?.sealed
  if (!sealing || typeof sealed !== 'string') return { answer: row.answer }
  return { answer: JSON.parse(sealing.unseal(Buffer.from(sealed, 'base64')), withDates) as unknown }
}

/** What is kept of an answer: itself, or sealed where the call says so. */
export const answerToKeep = (answer: unknown, { sealing }: Idempotency) =>
  sealing ? { sealed: sealing.seal(JSON.stringify(answer ?? null)).toString('base64') } : (answer ?? null)

const taken = new WeakSet<Idempotency>()

/** The key of a call belongs to its first transaction; what the same request does afterwards is not kept under it. */
export function takeKey({ idempotency: given }: { idempotency?: Idempotency }): Idempotency | undefined {
  if (!given || taken.has(given)) return undefined
  taken.add(given)
  return given
}
