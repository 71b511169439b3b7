import type { Db } from '#server/platform/call.ts'
import { rootOf } from '#server/platform/db/connection.ts'
import { countRevokedTokens, findToken } from './token-queries.ts'

export type OpenToken = NonNullable<Awaited<ReturnType<typeof findToken>>>
type Kept<Rights> = { row: OpenToken; readAt: number; rights?: Rights }
type Memory = { revoked: number; checkedAt: number; tokens: Map<string, Kept<unknown>> }

const memories = new WeakMap<Db, Memory>()
const FRESH_MS = 1000
const KEPT_MS = 60_000
const MOST = 5000

/** Drops the tokens this program remembers of a database: whoever has just revoked one sees it closed at once. */
export const forgetTokens = (db: Db) => void memories.delete(rootOf(db))

const within = (now: Date, since: number, ms: number) => Math.abs(now.getTime() - since) <= ms

async function memoryOf(db: Db, now: Date): Promise<Memory> {
  const owner = rootOf(db)
  const known = memories.get(owner)
  if (known && within(now, known.checkedAt, FRESH_MS)) return known
  const revoked = await countRevokedTokens(db)
  const memory = known?.revoked === revoked ? known : { revoked, checkedAt: 0, tokens: new Map() }
  memory.checkedAt = now.getTime()
  memories.set(owner, memory)
  return memory
}

/**
 * The token that is open now, remembered for a minute: of a token only its revocation ever changes, and whether one was revoked, by this
 * program or another, is looked at no more than once a second. The end of a token is judged at every use. `rights` is what the caller keeps with it.
 */
export async function rememberedToken<Rights>(
  db: Db,
  tokenHash: Buffer,
  now: Date,
  demonstration: boolean,
): Promise<Kept<Rights> | undefined> {
  const { tokens } = await memoryOf(db, now)
  const key = `${tokenHash.toString('base64')} ${demonstration}`
  const known = tokens.get(key)
  if (known && within(now, known.readAt, KEPT_MS))
    return !known.row.expiresAt || known.row.expiresAt > now ? (known as Kept<Rights>) : undefined
  const row = await findToken(db, tokenHash, now, demonstration)
  tokens.delete(key)
  if (!row) return undefined
  if (tokens.size >= MOST) tokens.delete(tokens.keys().next().value!)
  const kept: Kept<Rights> = { row, readAt: now.getTime() }
  tokens.set(key, kept)
  return kept
}
