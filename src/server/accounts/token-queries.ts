import { sql } from 'kysely'
import type { Db } from '#server/platform/call.ts'

export async function insertToken(
  db: Db,
  row: {
    id: string
    tokenHash: Buffer
    name: string
    accountId: string
    postId: string
    organisationId: string
    scopes: string[]
    reason: string
    now: Date
    expiresAt: Date
  },
) {
  await db
    .insertInto('api_token')
    .values({
      ...{
        id: row.id,
        token_hash: row.tokenHash,
        name: row.name.slice(0, 200),
        account_id: row.accountId,
        post_id: row.postId,
      },
      ...{ organisation_id: row.organisationId, scopes: row.scopes, created_at: row.now },
      ...{ expires_at: row.expiresAt, reason: row.reason },
    })
    .execute()
}

/** The token that is open now. Those that a demonstration account made close with the demonstration. */
export const findToken = (db: Db, tokenHash: Buffer, now: Date, demonstration: boolean) =>
  db
    .selectFrom('api_token as t')
    .leftJoin('account as a', 'a.id', 't.account_id')
    .select([
      't.id',
      't.name',
      't.post_id as postId',
      't.organisation_id as organisationId',
      't.scopes',
      't.last_used_on as lastUsedOn',
      't.expires_at as expiresAt',
      't.confirmed_by as confirmedBy',
    ])
    .where('t.token_hash', '=', tokenHash)
    .where('t.revoked_at', 'is', null)
    .where((eb) => eb.or([eb('t.expires_at', 'is', null), eb('t.expires_at', '>', now)]))
    .where((eb) => eb.or([eb.val(demonstration), eb('a.demonstration', 'is not', true)]))
    .executeTakeFirst()

/** How many tokens have been revoked: a number that only grows. */
export const countRevokedTokens = async (db: Db): Promise<number> =>
  (
    await db
      .selectFrom('api_token')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('revoked_at', 'is not', null)
      .executeTakeFirstOrThrow()
  ).count

export async function markTokenRevoked(db: Db, id: string, at: Date): Promise<boolean> {
  const result = await db
    .updateTable('api_token')
    .set({ revoked_at: at })
    .where(sql<boolean>`id::text = ${id}`)
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
  return result.numUpdatedRows === 1n
}

/** Tokens bound to the organisations given, newest first, revoked ones too. */
export const listTokens = (db: Db, organisations: readonly string[]) =>
  db
    .selectFrom('api_token')
    .select(['id', 'name', 'post_id as postId', 'organisation_id as organisationId', 'scopes', 'reason'])
    .select([
      'created_at as createdAt',
      'confirmed_at as confirmedAt',
      'expires_at as expiresAt',
      'revoked_at as revokedAt',
      'last_used_on as lastUsedOn',
    ])
    .where('organisation_id', 'in', [...organisations])
    .orderBy('created_at', 'desc')
    .limit(200)
    .execute()

/** Tokens that act as a post and are open, newest first. */
export const listTokensOfPost = (db: Db, postId: string, now: Date) =>
  db
    .selectFrom('api_token')
    .select(['id', 'name', 'reason', 'scopes', 'organisation_id as organisationId', 'created_at as createdAt'])
    .select(['expires_at as expiresAt', 'last_used_on as lastUsedOn', 'confirmed_at as confirmedAt'])
    .where('post_id', '=', postId)
    .where('revoked_at', 'is', null)
    .where((eb) => eb.or([eb('expires_at', 'is', null), eb('expires_at', '>', now)]))
    .orderBy('created_at', 'desc')
    .limit(100)
    .execute()

export const findOpenTokenOfPost = async (db: Db, id: string, postId: string, now: Date) =>
  (await listTokensOfPost(db, postId, now)).find((each) => each.id === id)

/** Confirms a token, once. */
export async function markTokenConfirmed(db: Db, id: string, by: string, at: Date): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('api_token')
    .set({ confirmed_by: by, confirmed_at: at })
    .where('id', '=', id)
    .where('confirmed_at', 'is', null)
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

export const findTokenPlace = (db: Db, id: string) =>
  db
    .selectFrom('api_token')
    .select('organisation_id as organisationId')
    .where(sql<boolean>`id::text = ${id}`)
    .executeTakeFirst()

/** Open accounts of those who hold a post on a day. */
export const listHolderAccounts = async (db: Db, postId: string, on: string): Promise<string[]> =>
  (
    await db
      .selectFrom('appointment as h')
      .innerJoin('account as a', 'a.person_id', 'h.person_id')
      .select('a.id')
      .where('h.post_id', '=', postId)
      .where('h.valid_from', '<=', on)
      .where((eb) => eb.or([eb('h.valid_to', 'is', null), eb('h.valid_to', '>', on)]))
      .where('a.disabled_at', 'is', null)
      .execute()
  ).map((row) => row.id)

export const markTokenUsed = (db: Db, id: string, on: string) =>
  db
    .updateTable('api_token')
    .set({ last_used_on: on })
    .where('id', '=', id)
    .where((eb) => eb.or([eb('last_used_on', 'is', null), eb('last_used_on', '<', on)]))
    .execute()
