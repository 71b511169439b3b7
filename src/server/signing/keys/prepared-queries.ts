import { sql } from 'kysely'
import type { Db } from '#server/platform/call.ts'

/** A software key that waits for its certificate; `postId` null: of the organisation's seal. */
export type PreparedKey = {
  id: string
  organisationId: string
  postId: string | null
  spkiSha256: string
  request: Buffer
  sealed: Buffer
  salt: Buffer
  madeAt: Date
}
export type KeyOwner = Pick<PreparedKey, 'organisationId' | 'postId'>
const columns = [
  ...(['id', 'organisation_id as organisationId', 'post_id as postId', 'spki_sha256 as spkiSha256'] as const),
  ...(['request', 'sealed', 'salt', 'made_at as madeAt'] as const),
]

/** In place of the one that waits for the same holder; two at once come one after the other, and the later stays. */
export async function putPrepared(db: Db, { id, organisationId, postId, ...key }: PreparedKey, by: string) {
  await sql`select pg_advisory_xact_lock(4155034, hashtext(${`${organisationId} ${postId ?? ''}`}))`.execute(db)
  await removePreparedOf(db, { organisationId, postId })
  await db
    .insertInto('prepared_key')
    .values({
      ...{ id, organisation_id: organisationId, post_id: postId, spki_sha256: key.spkiSha256, request: key.request },
      ...{ sealed: key.sealed, salt: key.salt, made_by: by, made_at: key.madeAt },
    })
    .execute()
}

const removePreparedOf = (db: Db, { organisationId, postId }: KeyOwner) =>
  db
    .deleteFrom('prepared_key')
    .where('organisation_id', '=', organisationId)
    .where('post_id', postId === null ? 'is' : '=', postId)
    .execute()

export const findPreparedOf = (db: Db, { organisationId, postId }: KeyOwner): Promise<PreparedKey | undefined> =>
  db
    .selectFrom('prepared_key')
    .select(columns)
    .where('organisation_id', '=', organisationId)
    .where('post_id', postId === null ? 'is' : '=', postId)
    .executeTakeFirst()

/** Takes the key of a public key away, for its certificate: of two at once one gets it. */
export const takePrepared = (db: Db, spkiSha256: string, of: KeyOwner): Promise<PreparedKey | undefined> =>
  db
    .deleteFrom('prepared_key')
    .where('spki_sha256', '=', spkiSha256)
    .where('organisation_id', '=', of.organisationId)
    .where('post_id', of.postId === null ? 'is' : '=', of.postId)
    .returning(columns)
    .executeTakeFirst()
