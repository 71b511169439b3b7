import { sql } from 'kysely'
import type { Db } from '#server/platform/call.ts'
import { newId } from '#server/platform/ids.ts'

export type Outage = { id: string; beganAt: Date; lastError: string }

/** The outage that goes on now. */
export const findOutage = async (db: Db): Promise<Outage | undefined> =>
  db
    .selectFrom('signing_outage')
    .select(['id', 'began_at as beganAt', 'last_error as lastError'])
    .where('ended_at', 'is', null)
    .executeTakeFirst()

/** A completion failed: the outage begins, or goes on with what was said last. */
export async function noteOutage(db: Db, why: string, now: Date) {
  const error = why.slice(0, 300)
  await sql`insert into signing_outage (id, began_at, last_error) values (${newId(now)}, ${now}, ${error})
    on conflict ((true)) where ended_at is null do update set last_error = excluded.last_error`.execute(db)
}

/**
 * A completion went through: the outage ends when nothing waits any more that failed before. Gives its id when it ended. Its row is held first:
 * of the last two that come at once, the second sees that the first is through.
 */
export async function endOutage(db: Db, now: Date): Promise<string | undefined> {
  const held = await db.selectFrom('signing_outage').select('id').where('ended_at', 'is', null).forUpdate().execute()
  if (held.length === 0) return undefined
  const row = await db
    .updateTable('signing_outage')
    .set({ ended_at: now })
    .where('ended_at', 'is', null)
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('signature_job').select('id').where('state', '=', 'waiting').where('tries', '>', 0))),
    )
    .returning('id')
    .executeTakeFirst()
  return row?.id
}

/** Remembers that an account was told of an outage; false when it was told before. */
export async function markTold(db: Db, outageId: string, accountId: string, now: Date): Promise<boolean> {
  const row = await db
    .insertInto('signing_outage_told')
    .values({ outage_id: outageId, account_id: accountId, told_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .returning('account_id')
    .executeTakeFirst()
  return row !== undefined
}

export const listTold = async (db: Db, outageId: string): Promise<string[]> =>
  (await db.selectFrom('signing_outage_told').select('account_id').where('outage_id', '=', outageId).execute()).map(
    (row) => row.account_id,
  )
