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
    now: Date
    expiresAt: Date | null
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
      ...{ organisation_id: row.organisationId, scopes: row.scopes, created_at: row.now, expires_at: row.expiresAt },
    })
    .execute()
}

export const findToken = (db: Db, tokenHash: Buffer, now: Date) =>
  db
    .selectFrom('api_token')
    .select(['id', 'name', 'post_id as postId', 'scopes'])
    .where('token_hash', '=', tokenHash)
    .where('revoked_at', 'is', null)
    .where((eb) => eb.or([eb('expires_at', 'is', null), eb('expires_at', '>', now)]))
    .executeTakeFirst()

export const markTokenRevoked = (db: Db, id: string, at: Date) =>
  db.updateTable('api_token').set({ revoked_at: at }).where('id', '=', id).where('revoked_at', 'is', null).execute()

export const listTokens = (db: Db) =>
  db
    .selectFrom('api_token')
    .select([
      'id',
      'name',
      'post_id as postId',
      'scopes',
      'created_at as createdAt',
      'expires_at as expiresAt',
      'revoked_at as revokedAt',
    ])
    .orderBy('created_at', 'desc')
    .limit(200)
    .execute()
