import { createHash, randomBytes } from 'node:crypto'
import { grantsOfPost, loadPosts, type Post, queuesOf } from '#server/directory/index.ts'
import { HOUSE_CHAIN, recordAudit } from '#server/platform/audit.ts'
import { type Actor, type Call, type Db, inTransaction } from '#server/platform/call.ts'
import { newId } from '#server/platform/ids.ts'
import { networkOf } from '#server/platform/network.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { findDevice, rememberPlace } from './place-queries.ts'
import { deviceOf } from './places.ts'
import type { Account } from './queries.ts'
import { STANDARD_IDLE_MINUTES, STANDARD_SECOND_FACTOR_ROLES } from './settings.ts'
import {
  findSession,
  insertSession,
  listSessionsOf,
  removeOtherSessions,
  removeSession,
  replaceToken,
  type SessionRow,
  setLocked,
  setSessionPost,
  touchSession,
} from './session-queries.ts'

const HOUR = 3_600_000
/** Officials: at most twelve hours. Citizens: thirty days. Both lock after the idle minutes of the setting. */
const LIFE = { official: 12 * HOUR, citizen: 30 * 24 * HOUR, enterprise: 30 * 24 * HOUR }

export const hashOfToken = (token: string) => createHash('sha256').update(token).digest()

/** Who is signed in, and what stands between him and his work. */
export type SignedIn = {
  session: SessionRow
  actor: Actor
  posts: Post[]
  /** What must be done first: give the second factor, set it up, unlock, choose a post. */
  owes: 'second-factor' | 'second-factor-setup' | 'unlock' | 'post' | null
}

export const postsOf = async (db: Db, personId: string | null, now: Date): Promise<Post[]> =>
  personId ? (await loadPosts(db, vietnamDate(now))).heldBy(personId) : []

const isOfficial = (session: SessionRow) => session.kind === 'official'

/** Minutes without a page after which this session asks for the password. */
export const idleMinutesOf = (session: SessionRow): number =>
  (session.idleMinutes ?? STANDARD_IDLE_MINUTES)[isOfficial(session) ? 'official' : 'citizen']

function owed(session: SessionRow, posts: readonly Post[], now: Date): SignedIn['owes'] {
  if (session.totpSet && !session.secondFactorAt) return 'second-factor'
  const roles: readonly string[] = session.secondFactorRoles ?? STANDARD_SECOND_FACTOR_ROLES
  const must = session.totpRequired || posts.some((post) => post.duties.some((duty) => roles.includes(duty.role)))
  if (isOfficial(session) && must && !session.totpSet) return 'second-factor-setup'
  const idle = now.getTime() - session.seenAt.getTime() > idleMinutesOf(session) * 60_000
  if (session.lockedAt || idle) return 'unlock'
  if (!isOfficial(session) || posts.some((post) => post.id === session.postId)) return null
  return posts.length > 0 ? 'post' : null
}

/** The person behind a session token, acting as one post; undefined when the token opens nothing (`demonstration`: whether its accounts are open here). One round trip while the directory is remembered. */
export async function findSignedIn(
  db: Db,
  token: string,
  now: Date,
  demonstration: boolean,
): Promise<SignedIn | undefined> {
  const session = await findSession(db, hashOfToken(token), now, demonstration)
  if (!session) return undefined
  const posts = await postsOf(db, session.personId, now)
  const owes = owed(session, posts, now)
  const post = owes ? undefined : posts.find((each) => each.id === session.postId)
  if (!owes && now.getTime() - session.seenAt.getTime() > 60_000) await touchSession(db, session.id, now)
  const actor: Actor = {
    ...{
      kind: isOfficial(session) ? ('official' as const) : ('citizen' as const),
      id: session.accountId,
      name: session.fullName,
    },
    ...(post ? { postId: post.id, postTitle: post.title, organisationId: post.organisationId } : {}),
    grants: post ? await grantsOfPost(db, post.id, vietnamDate(now)) : new Map(),
    queues: post ? queuesOf(post) : [],
    ...(isOfficial(session) || session.identityOpenAt ? {} : { owesIdentityCode: true as const }),
  }
  return { session, actor, posts, owes }
}

/** A session just opened: tokens of the session and of the device, for their cookies; neither is kept readable. */
export type Opened = { token: string; expiresAt: Date; device: string }
type Opening = { device?: string | undefined; secondFactorAt?: Date | null; identityOpen?: boolean }

/**
 * Opens a session for an account that has proved itself. A sole post is taken at once. The place becomes the account's own, unless a second
 * factor is still owed. `identityOpen`: a code or the national identity was given just now.
 */
export async function startSession(call: Call, account: Account, opening: Opening = {}): Promise<Opened> {
  const { db, now, origin } = call
  const { secondFactorAt = null, identityOpen = false } = opening
  const token = randomBytes(32).toString('base64url')
  const { device, deviceHash } = deviceOf(opening.device)
  const expiresAt = new Date(now.getTime() + LIFE[account.kind as keyof typeof LIFE])
  const posts = await postsOf(db, account.personId, now)
  const known = await findDevice(db, account.id, deviceHash, now)
  const codeAt = identityOpen || secondFactorAt ? now : null
  const id = newId(now)
  await insertSession(db, {
    tokenHash: hashOfToken(token),
    id,
    accountId: account.id,
    postId: posts.length === 1 ? posts[0]!.id : null,
    now,
    expiresAt,
    secondFactorAt,
    identityOpenAt: codeAt ?? known?.codeAt ?? null,
    deviceHash,
    ip: origin?.ip ?? null,
    device: origin?.device?.slice(0, 300) ?? null,
  })
  if (!account.totpSecretSealed || secondFactorAt)
    await rememberPlace(db, { accountId: account.id, deviceHash, network: networkOf(origin?.ip), codeAt, now })
  recordAudit(
    { ...call, actor: { ...call.actor, id: account.id, kind: account.kind === 'official' ? 'official' : 'citizen' } },
    'accounts.signed-in',
    HOUSE_CHAIN,
    account.id,
    { session: id },
  )
  return { token, expiresAt, device }
}

/** A new token of the same session, for its cookie; null when another request of the browser was first. */
export type Renewed = { token: string; expiresAt: Date } | null

/** After each step up (second factor, unlocking, a post) the session goes on under a new token; the old one opens nothing. */
export async function renewToken(db: Db, session: SessionRow): Promise<Renewed> {
  const token = randomBytes(32).toString('base64url')
  const changed = await replaceToken(db, session.id, session.tokenHash, hashOfToken(token))
  return changed ? { token, expiresAt: session.expiresAt } : null
}

export async function endSession(call: Call, session: Pick<SessionRow, 'id' | 'accountId'>) {
  await inTransaction(call, async (within) => {
    await removeSession(within.db, session.id, session.accountId)
    recordAudit(within, 'accounts.signed-out', HOUSE_CHAIN, session.accountId, { session: session.id })
  })
}

export async function endOtherSessions(call: Call, accountId: string, keep: string | null) {
  await inTransaction(call, async (within) => {
    await removeOtherSessions(within.db, accountId, keep)
    recordAudit(within, 'accounts.sessions-ended', HOUSE_CHAIN, accountId)
  })
}

export const listSessions = (db: Db, accountId: string, now: Date) => listSessionsOf(db, accountId, now)
export const lockSession = (db: Db, sessionId: string, now: Date) => setLocked(db, sessionId, now)

/** Somebody with several posts acts as one at a time. @throws Refusal `accounts.not-your-post`. */
export async function choosePost(
  call: Call,
  { session, posts }: Pick<SignedIn, 'session' | 'posts'>,
  postId: string,
): Promise<Renewed> {
  if (!posts.some((post) => post.id === postId)) throw new Refusal('accounts.not-your-post')
  return inTransaction(call, async (within) => {
    await setSessionPost(within.db, session.id, postId)
    recordAudit(within, 'accounts.post-chosen', HOUSE_CHAIN, session.accountId, { postId })
    return renewToken(within.db, session)
  })
}
