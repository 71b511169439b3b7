import { randomBytes } from 'node:crypto'
import { type Directory, grantsOfPost, loadDirectory, loadPosts, type Post, queuesOf } from '#server/directory/index.ts'
import { HOUSE_CHAIN, recordAudit } from '#server/platform/audit.ts'
import { type Actor, type Call, type Db, inTransaction, may } from '#server/platform/call.ts'
import { announce, announcement } from '#server/platform/announcements.ts'
import { newId } from '#server/platform/ids.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { forgetTokens, rememberedToken } from './remembered-tokens.ts'
import { hashOfToken } from './sessions.ts'
import {
  findTokenPlace,
  insertToken,
  listHolderAccounts,
  listTokens,
  markTokenRevoked,
  markTokenUsed,
} from './token-queries.ts'

/** What a system may be let do; `read` is look-up and lists, `file` and `process` the acts of citizens and officials. */
export const TOKEN_SCOPES = ['read', 'file', 'process'] as const
export type TokenScope = (typeof TOKEN_SCOPES)[number]

/** Told when a token has been made that acts as a post: its holders learn of it. */
export const tokenMade = announcement<{
  accountIds: string[]
  name: string
  postTitle: string
  until: string
  /** Its steps wait until the holder confirms. */
  waits: boolean
}>('accounts.token-made')

const MOST_DAYS = 366

const ALLOWED: Record<TokenScope, (act: string) => boolean> = {
  read: (act) => act.endsWith('.view') || act === 'figures.view',
  file: (act) => act === 'dossiers.file-at-desk',
  process: (act) => act.startsWith('dossiers.'),
}

type Grants = ReadonlyMap<string, ReadonlySet<string>>

/** Acts that bind the agency: a token has them only after whoever holds the post has confirmed it. */
const BINDING = ['dossiers.decide', 'dossiers.number']

/** Whether `process` must be confirmed by the holder: the post decides or numbers where the token is bound. */
export const waitsForHolder = (post: Grants, bound: ReadonlySet<string>) =>
  BINDING.some((act) => [...(post.get(act) ?? [])].some((id) => bound.has(id)))

/**
 * What a token may do: the rights its post has, narrowed to its scopes and to the organisation it is bound to with what stands under it.
 * Signing and sealing are in no scope.
 */
export function decideTokenRights(post: Grants, scopes: readonly TokenScope[], bound: ReadonlySet<string>): Grants {
  const rights = new Map<string, ReadonlySet<string>>()
  for (const [act, reach] of post) {
    if (!scopes.some((scope) => ALLOWED[scope](act))) continue
    const here = reach.isSubsetOf(bound) ? reach : reach.intersection(bound)
    if (here.size > 0) rights.set(act, here)
  }
  return rights
}

export type CreateToken = {
  name: string
  postId: string
  organisationId: string
  scopes: TokenScope[]
  reason: string
  expiresAt: Date
}

/**
 * Makes a token for a system that acts as a post within one organisation, for a reason and until a day; it is shown once, and whoever
 * holds the post is told; where the post decides or numbers, `process` opens only when the holder confirms (`confirmToken`). Each scope must give something that the post may do there: a token never has more than its post.
 */
export async function createToken(call: Call, command: CreateToken): Promise<{ id: string; token: string }> {
  const { actor, db, now } = call
  const on = vietnamDate(now)
  const [posts, directory] = await Promise.all([loadPosts(db, on), loadDirectory(db, on)])
  const post = posts.all.get(command.postId)
  if (!post || !directory.organisation(command.organisationId) || command.scopes.length === 0 || !command.name.trim())
    throw new Refusal('accounts.token-incomplete')
  for (const each of [command.organisationId, post.organisationId])
    if (!may(actor, 'tokens.change', each)) throw new Refusal('accounts.out-of-reach')
  if (command.reason.trim().length < 5) throw new Refusal('accounts.token-reason')
  const days = (command.expiresAt.getTime() - now.getTime()) / 86_400_000
  if (!(days > 0 && days <= MOST_DAYS)) throw new Refusal('accounts.token-end', { most: MOST_DAYS })
  const grants = await grantsOfPost(db, post.id, on)
  const bound = directory.subtree(command.organisationId)
  const beyond = command.scopes.find((scope) => decideTokenRights(grants, [scope], bound).size === 0)
  if (beyond) throw new Refusal('accounts.token-beyond-post', { post: post.title, scope: beyond })
  const token = `dinh_${randomBytes(32).toString('base64url')}`
  return inTransaction(call, async (within) => {
    const accountIds = await listHolderAccounts(within.db, post.id, on)
    if (accountIds.length === 0) throw new Refusal('accounts.token-nobody-to-tell', { post: post.title })
    const id = newId(within.now)
    const { name, postId, organisationId, scopes, expiresAt } = command
    await insertToken(within.db, {
      ...{ id, name: name.trim(), postId, organisationId, scopes, expiresAt, reason: command.reason.trim() },
      ...{ tokenHash: hashOfToken(token), accountId: actor.id, now: within.now },
    })
    const waits = scopes.includes('process') && waitsForHolder(grants, bound)
    announce(within, tokenMade, {
      ...{ accountIds, name: name.trim(), postTitle: post.title, until: vietnamDate(expiresAt), waits },
    })
    recordAudit(within, 'accounts.token-made', HOUSE_CHAIN, id, {
      postId,
      organisationId,
      scopes,
      until: vietnamDate(expiresAt),
    })
    return { id, token }
  })
}

export async function revokeToken(call: Call, id: string) {
  await inTransaction(call, async (within) => {
    const place = await findTokenPlace(within.db, id)
    if (!place?.organisationId || !may(call.actor, 'tokens.change', place.organisationId))
      throw new Refusal('accounts.token-unknown')
    if (!(await markTokenRevoked(within.db, id, within.now))) throw new Refusal('accounts.token-revoked-already')
    recordAudit(within, 'accounts.token-revoked', HOUSE_CHAIN, id)
  })
  forgetTokens(call.db)
}

/** Tokens of the organisations this post administers. @throws Refusal `accounts.no-right`. */
export async function listApiTokens(call: Call) {
  const reach = call.actor.grants.get('tokens.change')
  if (!reach || reach.size === 0) throw new Refusal('accounts.no-right')
  return listTokens(call.db, [...reach])
}

type TokenActor = { actor: Actor; scopes: TokenScope[] }
type Rights = { post: Post; directory: Directory; grants: Grants; given: TokenActor }

/** The actor behind a bearer token: the rights of its post today, narrowed to its scopes and its organisation. */
export async function findTokenActor(
  db: Db,
  token: string,
  now: Date,
  demonstration: boolean,
): Promise<TokenActor | undefined> {
  const kept = await rememberedToken<Rights>(db, hashOfToken(token), now, demonstration)
  const row = kept?.row
  if (!row?.postId) return undefined
  const on = vietnamDate(now)
  const post = (await loadPosts(db, on)).all.get(row.postId)
  if (!post) return undefined
  if (row.lastUsedOn !== on) {
    await markTokenUsed(db, row.id, on)
    row.lastUsedOn = on
  }
  const directory = await loadDirectory(db, on)
  const grants = await grantsOfPost(db, post.id, on)
  const { rights } = kept!
  // The directory gives the same objects until it changes: then the rights are the same too.
  if (rights?.post === post && rights.directory === directory && rights.grants === grants) return rights.given
  const bound = directory.subtree(row.organisationId ?? post.organisationId)
  const confirmed = row.confirmedBy !== null && (await listHolderAccounts(db, post.id, on)).includes(row.confirmedBy)
  const waits = !confirmed && waitsForHolder(grants, bound)
  const scopes = TOKEN_SCOPES.filter((scope) => row.scopes.includes(scope) && !(waits && scope === 'process'))
  const queues = scopes.includes('process') || scopes.includes('read') ? queuesOf(post) : []
  const actor: Actor = {
    ...{ kind: 'official' as const, id: row.id, name: row.name, postId: post.id, postTitle: post.title },
    ...{
      organisationId: post.organisationId,
      grants: decideTokenRights(grants, scopes, bound),
      queues: queues.filter((queue) => bound.has(queue.split('/')[0]!)),
    },
  }
  const given = { actor, scopes }
  kept!.rights = { post, directory, grants, given }
  return given
}
