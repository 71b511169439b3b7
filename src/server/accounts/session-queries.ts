import { sql } from 'kysely'
import type { Db } from '#server/platform/call.ts'
import { IDLE_MINUTES, type IdleMinutes, SECOND_FACTOR_ROLES } from './settings.ts'

export type SessionRow = {
  id: string
  tokenHash: Buffer
  accountId: string
  postId: string | null
  createdAt: Date
  seenAt: Date
  expiresAt: Date
  secondFactorAt: Date | null
  lockedAt: Date | null
  deviceHash: Buffer | null
  /** Since when identity papers may be read here: after a code, a second factor or the national identity. */
  identityOpenAt: Date | null
  kind: 'official' | 'citizen' | 'enterprise'
  fullName: string
  personId: string | null
  totpSet: boolean
  totpRequired: boolean
  passwordSet: boolean
  demonstration: boolean
  unread: number
  /** The setting `accounts.second-factor-roles`; null where none is kept. */
  secondFactorRoles: string[] | null
  /** The setting `accounts.idle-minutes`; null where none is kept. */
  idleMinutes: IdleMinutes | null
}

/**
 * The session of a token that has not expired, with its account, how many notices wait and the settings it is judged by, in one round trip.
 * `demonstration`: whether demonstration accounts are open here; where they are closed their sessions open nothing.
 */
export async function findSession(
  db: Db,
  tokenHash: Buffer,
  now: Date,
  demonstration: boolean,
): Promise<SessionRow | undefined> {
  const { rows } = await sql<SessionRow>`
    select s.id, s.token_hash as "tokenHash", s.account_id as "accountId", s.post_id as "postId", s.created_at as "createdAt",
      s.seen_at as "seenAt", s.expires_at as "expiresAt", s.second_factor_at as "secondFactorAt", s.locked_at as "lockedAt",
      s.device_hash as "deviceHash", s.identity_open_at as "identityOpenAt", a.kind, a.full_name as "fullName", a.person_id as "personId",
      a.totp_secret_sealed is not null as "totpSet", a.totp_required as "totpRequired", a.password_hash is not null as "passwordSet",
      a.demonstration, (select count(*) from (select 1 from notice n where n.account_id = a.id and n.read_at is null limit 100) u)::int as unread,
      (select value from setting where key = ${SECOND_FACTOR_ROLES}) as "secondFactorRoles",
      (select value from setting where key = ${IDLE_MINUTES}) as "idleMinutes"
    from session s join account a on a.id = s.account_id
    where s.token_hash = ${tokenHash} and s.expires_at > ${now} and a.disabled_at is null
      and (${demonstration}::boolean or not a.demonstration)`.execute(db)
  return rows[0]
}

export type NewSession = {
  tokenHash: Buffer
  id: string
  accountId: string
  postId: string | null
  now: Date
  expiresAt: Date
  secondFactorAt: Date | null
  identityOpenAt: Date | null
  deviceHash: Buffer
  ip: string | null
  device: string | null
}

export async function insertSession(db: Db, row: NewSession) {
  await db
    .insertInto('session')
    .values({
      token_hash: row.tokenHash,
      id: row.id,
      account_id: row.accountId,
      post_id: row.postId,
      created_at: row.now,
      seen_at: row.now,
      expires_at: row.expiresAt,
      second_factor_at: row.secondFactorAt,
      identity_open_at: row.identityOpenAt,
      device_hash: row.deviceHash,
      ip: row.ip,
      device: row.device,
    })
    .execute()
}

/** Puts a new token in the place of the one a session has; false when another request was first. */
export async function replaceToken(db: Db, id: string, before: Buffer, after: Buffer): Promise<boolean> {
  const result = await db
    .updateTable('session')
    .set({ token_hash: after })
    .where('id', '=', id)
    .where('token_hash', '=', before)
    .executeTakeFirst()
  return result.numUpdatedRows === 1n
}

export const touchSession = (db: Db, id: string, now: Date) =>
  db.updateTable('session').set({ seen_at: now }).where('id', '=', id).execute()
export const setSecondFactor = (db: Db, id: string, now: Date) =>
  db.updateTable('session').set({ second_factor_at: now, identity_open_at: now }).where('id', '=', id).execute()
export const setIdentityOpen = (db: Db, id: string, now: Date) =>
  db.updateTable('session').set({ identity_open_at: now }).where('id', '=', id).execute()
export const setLocked = (db: Db, id: string, at: Date | null) =>
  db.updateTable('session').set({ locked_at: at }).where('id', '=', id).execute()
export const setSessionPost = (db: Db, id: string, postId: string) =>
  db.updateTable('session').set({ post_id: postId }).where('id', '=', id).execute()
export const removeSession = (db: Db, id: string, accountId: string) =>
  db.deleteFrom('session').where('id', '=', id).where('account_id', '=', accountId).execute()
export const removeOtherSessions = (db: Db, accountId: string, keep: string | null) =>
  db
    .deleteFrom('session')
    .where('account_id', '=', accountId)
    .$if(keep !== null, (query) => query.where('id', '<>', keep!))
    .execute()
export const listSessionsOf = (db: Db, accountId: string, now: Date) =>
  db
    .selectFrom('session')
    .select(['id', 'created_at as createdAt', 'seen_at as seenAt', 'ip', 'device'])
    .where('account_id', '=', accountId)
    .where('expires_at', '>', now)
    .orderBy('seen_at', 'desc')
    .limit(50)
    .execute()
