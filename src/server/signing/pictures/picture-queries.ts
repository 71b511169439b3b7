import { sql } from 'kysely'
import type { Db } from '#server/platform/call.ts'

export type PictureOwner = { ownerKind: 'person' | 'organisation'; ownerId: string }
/** A picture of a signature or a seal, and the days it was in use. */
export type SigningPicture = {
  id: string
  mediaType: 'image/png' | 'image/svg+xml'
  bytes: Buffer
  validFrom: Date
  validTo: Date | null
}
const columns = ['id', 'media_type as mediaType', 'bytes', 'valid_from as validFrom', 'valid_to as validTo'] as const

/** The picture in use. */
export const findPicture = async (db: Db, ownerKind: PictureOwner['ownerKind'], ownerId: string) =>
  (await db
    .selectFrom('signing_picture')
    .select(columns)
    .where('owner_kind', '=', ownerKind)
    .where('owner_id', '=', ownerId)
    .where('valid_to', 'is', null)
    .executeTakeFirst()) as SigningPicture | undefined

/** All that were ever kept, the latest first. */
export const listPictures = async (db: Db, of: PictureOwner) =>
  (await db
    .selectFrom('signing_picture')
    .select(['id', 'valid_from as validFrom', 'valid_to as validTo'])
    .where('owner_kind', '=', of.ownerKind)
    .where('owner_id', '=', of.ownerId)
    .orderBy('valid_from', 'desc')
    .orderBy('id', 'desc')
    .limit(50)
    .execute()) as Pick<SigningPicture, 'id' | 'validFrom' | 'validTo'>[]

export async function insertPicture(
  db: Db,
  row: PictureOwner & Pick<SigningPicture, 'id' | 'mediaType' | 'bytes'>,
  at: Date,
  by: string,
) {
  await db
    .insertInto('signing_picture')
    .values({
      ...{ id: row.id, owner_kind: row.ownerKind, owner_id: row.ownerId, media_type: row.mediaType, bytes: row.bytes },
      ...{ valid_from: at, kept_by: by },
    })
    .execute()
}

/** Ends the picture in use. False where there is none. */
export async function endPicture(db: Db, of: PictureOwner, at: Date): Promise<boolean> {
  const ended = await db
    .updateTable('signing_picture')
    .set({ valid_to: at })
    .where('owner_kind', '=', of.ownerKind)
    .where('owner_id', '=', of.ownerId)
    .where('valid_to', 'is', null)
    .returning('id')
    .execute()
  return ended.length > 0
}

export const findKeptPicture = async (db: Db, id: string) =>
  (await db
    .selectFrom('signing_picture')
    .select([...columns, 'owner_kind as ownerKind', 'owner_id as ownerId'])
    .where('id', '=', id)
    .executeTakeFirst()) as (SigningPicture & PictureOwner) | undefined

/** Holds the pictures of an owner until the transaction ends: of two that come at once, the later one is in use. */
export const holdPictures = (db: Db, of: PictureOwner) =>
  sql`select pg_advisory_xact_lock(4155038, hashtext(${`${of.ownerKind} ${of.ownerId}`}))`.execute(db)
