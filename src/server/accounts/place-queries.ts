import type { Db } from '#server/platform/call.ts'

/** A device or network counts as an account's own for so many days after its last use there. */
const DAYS = 180
const since = (now: Date) => new Date(now.getTime() - DAYS * 86_400_000)

/** Whether the account was used from this device; `codeAt`: since when a code was given there. */
export const findDevice = (db: Db, accountId: string, deviceHash: Buffer, now: Date) =>
  db
    .selectFrom('known_device')
    .select('code_at as codeAt')
    .where('account_id', '=', accountId)
    .where('device_hash', '=', deviceHash)
    .where('last_at', '>', since(now))
    .executeTakeFirst()

export const isKnownNetwork = async (db: Db, accountId: string, network: string, now: Date) =>
  (await db
    .selectFrom('known_network')
    .select('network')
    .where('account_id', '=', accountId)
    .where('network', '=', network)
    .where('last_at', '>', since(now))
    .executeTakeFirst()) !== undefined

export async function rememberPlace(
  db: Db,
  place: { accountId: string; deviceHash: Buffer; network: string; codeAt: Date | null; now: Date },
) {
  const { accountId, deviceHash, network, codeAt, now } = place
  await db
    .insertInto('known_device')
    .values({ account_id: accountId, device_hash: deviceHash, first_at: now, last_at: now, code_at: codeAt })
    .onConflict((conflict) =>
      conflict
        .columns(['account_id', 'device_hash'])
        .doUpdateSet(codeAt ? { last_at: now, code_at: codeAt } : { last_at: now }),
    )
    .execute()
  await db
    .insertInto('known_network')
    .values({ account_id: accountId, network, last_at: now })
    .onConflict((conflict) => conflict.columns(['account_id', 'network']).doUpdateSet({ last_at: now }))
    .execute()
}

/** Devices and networks of an account are strangers again: its password was taken back or lost. */
export async function forgetPlaces(db: Db, accountId: string) {
  await db.deleteFrom('known_device').where('account_id', '=', accountId).execute()
  await db.deleteFrom('known_network').where('account_id', '=', accountId).execute()
}
