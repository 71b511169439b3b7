import { randomBytes } from 'node:crypto'
import { grantsOfPost, loadPosts, queuesOf } from '#server/directory/index.ts'
import { HOUSE_CHAIN, recordAudit } from '#server/platform/audit.ts'
import { type Actor, type Call, type Db, inTransaction, mayAnywhere } from '#server/platform/call.ts'
import { newId } from '#server/platform/ids.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { hashOfToken } from './sessions.ts'
import { findToken, insertToken, listTokens, markTokenRevoked } from './token-queries.ts'

/** What a system may be let do; `read` is look-up and lists, `file` and `process` the acts of citizens and officials. */
export const TOKEN_SCOPES = ['read', 'file', 'process'] as const
export type TokenScope = (typeof TOKEN_SCOPES)[number]

/** Makes a token for a system that acts as a post; it is shown once. */
export async function createToken(
  call: Call,
  command: { name: string; postId: string; scopes: TokenScope[]; expiresAt: Date | null },
): Promise<{ id: string; token: string }> {
  if (!mayAnywhere(call.actor, 'tokens.change')) throw new Refusal('accounts.no-right')
  const post = (await loadPosts(call.db, vietnamDate(call.now))).all.get(command.postId)
  if (!post || command.scopes.length === 0 || !command.name.trim()) throw new Refusal('accounts.token-incomplete')
  const token = `dinh_${randomBytes(32).toString('base64url')}`
  return inTransaction(call, async (within) => {
    const id = newId(within.now)
    await insertToken(within.db, {
      ...command,
      id,
      tokenHash: hashOfToken(token),
      organisationId: post.organisationId,
      accountId: call.actor.id,
      now: within.now,
    })
    recordAudit(within, 'accounts.token-made', HOUSE_CHAIN, id, { postId: command.postId, scopes: command.scopes })
    return { id, token }
  })
}

export async function revokeToken(call: Call, id: string) {
  if (!mayAnywhere(call.actor, 'tokens.change')) throw new Refusal('accounts.no-right')
  await inTransaction(call, async (within) => {
    await markTokenRevoked(within.db, id, within.now)
    recordAudit(within, 'accounts.token-revoked', HOUSE_CHAIN, id)
  })
}

export const listApiTokens = (call: Call) => {
  if (!mayAnywhere(call.actor, 'tokens.change')) throw new Refusal('accounts.no-right')
  return listTokens(call.db)
}

const ALLOWED: Record<TokenScope, (act: string) => boolean> = {
  read: (act) => act.endsWith('.view') || act === 'figures.view',
  file: (act) => act === 'dossiers.file-at-desk',
  process: (act) => act.startsWith('dossiers.'),
}

/** The actor behind a bearer token: the rights of its post, narrowed to its scopes. */
export async function findTokenActor(
  db: Db,
  token: string,
  now: Date,
): Promise<{ actor: Actor; scopes: TokenScope[] } | undefined> {
  const row = await findToken(db, hashOfToken(token), now)
  if (!row?.postId) return undefined
  const on = vietnamDate(now)
  const post = (await loadPosts(db, on)).all.get(row.postId)
  if (!post) return undefined
  const scopes = row.scopes.filter((scope): scope is TokenScope => (TOKEN_SCOPES as readonly string[]).includes(scope))
  const grants = new Map(
    [...(await grantsOfPost(db, post.id, on))].filter(([act]) => scopes.some((scope) => ALLOWED[scope](act))),
  )
  const actor: Actor = {
    ...{ kind: 'official' as const, id: row.id, name: row.name, postId: post.id, postTitle: post.title },
    ...{
      organisationId: post.organisationId,
      grants,
      queues: scopes.includes('process') || scopes.includes('read') ? queuesOf(post) : [],
    },
  }
  return { actor, scopes }
}
