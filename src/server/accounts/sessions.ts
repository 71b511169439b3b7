import { createHash, randomBytes } from 'node:crypto'
import { grantsOfPost, loadPosts, type Post, queuesOf } from '#server/directory/index.ts'
import { HOUSE_CHAIN, recordAudit } from '#server/platform/audit.ts'
import { type Actor, type Call, type Db, inTransaction } from '#server/platform/call.ts'
import { newId } from '#server/platform/ids.ts'
import { spend } from '#server/platform/rate-limit.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { findAccount, type Account } from './queries.ts'
import { STANDARD_SECOND_FACTOR_ROLES } from './settings.ts'
import { passwordMatches } from './passwords.ts'
import {
  findSession,
  insertSession,
  listSessionsOf,
  removeOtherSessions,
  removeSession,
  type SessionRow,
  setLocked,
  setSessionPost,
  touchSession,
} from './session-queries.ts'

const HOUR = 3_600_000
/** Officials: at most twelve hours, locked after thirty idle minutes. Citizens: thirty days. */
const LIFE = { official: 12 * HOUR, citizen: 30 * 24 * HOUR, enterprise: 30 * 24 * HOUR }
const IDLE = 30 * 60_000

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

function owed(session: SessionRow, posts: readonly Post[], now: Date): SignedIn['owes'] {
  if (!isOfficial(session)) return session.totpSet && !session.secondFactorAt ? 'second-factor' : null
  const roles: readonly string[] = session.secondFactorRoles ?? STANDARD_SECOND_FACTOR_ROLES
  const must = session.totpRequired || posts.some((post) => post.duties.some((duty) => roles.includes(duty.role)))
  if (session.totpSet && !session.secondFactorAt) return 'second-factor'
  if (must && !session.totpSet) return 'second-factor-setup'
  if (session.lockedAt || now.getTime() - session.seenAt.getTime() > IDLE) return 'unlock'
  if (!posts.some((post) => post.id === session.postId)) return posts.length > 0 ? 'post' : null
  return null
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
  }
  return { session, actor, posts, owes }
}

/** Opens a session for an account that has proved itself; the token goes into the cookie and is kept nowhere. A sole post is taken at once. */
export async function startSession(
  call: Call,
  account: Account,
  secondFactorAt: Date | null = null,
): Promise<{ token: string; expiresAt: Date }> {
  const { db, now, origin } = call
  const token = randomBytes(32).toString('base64url')
  const expiresAt = new Date(now.getTime() + LIFE[account.kind as keyof typeof LIFE])
  const posts = await postsOf(db, account.personId, now)
  const id = newId(now)
  await insertSession(db, {
    ...{
      tokenHash: hashOfToken(token),
      id,
      accountId: account.id,
      postId: posts.length === 1 ? posts[0]!.id : null,
      now,
      expiresAt,
    },
    ...{ secondFactorAt, ip: origin?.ip ?? null, device: origin?.device?.slice(0, 300) ?? null },
  })
  recordAudit(
    { ...call, actor: { ...call.actor, id: account.id, kind: account.kind === 'official' ? 'official' : 'citizen' } },
    'accounts.signed-in',
    HOUSE_CHAIN,
    account.id,
    { session: id },
  )
  return { token, expiresAt }
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

/** The same person opens a locked page with the password. */
export async function unlockSession({ db, now }: Call, session: SessionRow, password: string) {
  await spend(db, `unlock ${session.accountId}`, { most: 10, seconds: 600 }, now)
  const account = await findAccount(db, session.accountId)
  if (!(await passwordMatches(account?.passwordHash, password))) throw new Refusal('accounts.wrong-password')
  await setLocked(db, session.id, null)
  await touchSession(db, session.id, now)
}

/** Somebody with several posts acts as one at a time. @throws Refusal `accounts.not-your-post`. */
export async function choosePost(call: Call, { session, posts }: Pick<SignedIn, 'session' | 'posts'>, postId: string) {
  if (!posts.some((post) => post.id === postId)) throw new Refusal('accounts.not-your-post')
  await inTransaction(call, async (within) => {
    await setSessionPost(within.db, session.id, postId)
    recordAudit(within, 'accounts.post-chosen', HOUSE_CHAIN, session.accountId, { postId })
  })
}
