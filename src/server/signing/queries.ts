import { sql } from 'kysely'
import type { Db } from '#server/platform/call.ts'
import type { KeyKind, SigningKey } from './schema.ts'

const keyColumns = [
  ...(['id', 'certificate_id as certificateId', 'kind', 'sealed', 'salt', 'tries'] as const),
  ...(['locked_at as lockedAt', 'facts'] as const),
]

export const findKeyOf = async (db: Db, certificateId: string) =>
  (await db
    .selectFrom('signing_key')
    .select(keyColumns)
    .where('certificate_id', '=', certificateId)
    .executeTakeFirst()) as SigningKey | undefined

/** The key, its row held: PINs of one key are tried one after the other. */
export const findKeyForUpdate = async (db: Db, id: string) =>
  (await db.selectFrom('signing_key').select(keyColumns).where('id', '=', id).forUpdate().executeTakeFirst()) as
    SigningKey | undefined

/** Where a key is: slot and label on a token, or the credential of a remote service. */
export type KeyFacts = Record<string, string>
export async function insertKey(
  db: Db,
  key: { id: string; certificateId: string; kind: KeyKind; sealed?: Buffer; salt?: Buffer; facts?: KeyFacts },
  at: Date,
) {
  await db
    .insertInto('signing_key')
    .values({
      ...{ id: key.id, certificate_id: key.certificateId, kind: key.kind, created_at: at },
      ...{ sealed: key.sealed ?? null, salt: key.salt ?? null, facts: JSON.stringify(key.facts ?? {}) },
    })
    .execute()
}

export async function setTries(db: Db, id: string, tries: number, lockedAt: Date | null) {
  await db.updateTable('signing_key').set({ tries, locked_at: lockedAt }).where('id', '=', id).execute()
}

/** The same private key, sealed anew under the newest key of the house. */
export async function setSealedKey(db: Db, id: string, { sealed, salt }: { sealed: Buffer; salt: Buffer }) {
  await db.updateTable('signing_key').set({ sealed, salt }).where('id', '=', id).execute()
}

/** Whether a demonstration key was made for this holder already: one that was revoked is not made again by itself. */
export const hasDemonstrationKey = async (db: Db, holder: string) =>
  (await db
    .selectFrom('signing_key')
    .select('id')
    .where(sql<string>`facts ->> 'demonstration'`, '=', holder)
    .executeTakeFirst()) !== undefined

/** The holders whose demonstration key has been made. */
export const listDemonstrationKeys = async (db: Db): Promise<ReadonlySet<string>> => {
  const { rows } = await sql<{ holder: string }>`select facts ->> 'demonstration' as holder from signing_key
    where facts ? 'demonstration'`.execute(db)
  return new Set(rows.map((row) => row.holder))
}

/** Officials of the demonstration who can sign in. */
export const listDemonstrationPeople = async (db: Db) =>
  (await db
    .selectFrom('account')
    .select(['id as accountId', 'person_id as personId'])
    .where('demonstration', '=', true)
    .where('kind', '=', 'official')
    .where('person_id', 'is not', null)
    .orderBy('id')
    .execute()) as { accountId: string; personId: string }[]

/** Holds the making of a demonstration key until the transaction ends: two at once make one. */
export const holdDemonstrationKey = (db: Db, holder: string) =>
  sql`select pg_advisory_xact_lock(4155033, hashtext(${holder}))`.execute(db)
