import { sql } from 'kysely'
import type { Db } from '#server/platform/call.ts'
import { newId } from '#server/platform/ids.ts'
import type { Sealing } from '#server/platform/sealing.ts'
import { hashOfToken } from './sessions.ts'

const HOURS = 12
/** Forms that are kept for one account; the oldest goes first. */
const MOST = 20

/** Whose session a token was, also when it has run out or is locked. */
async function accountOfToken(db: Db, token: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('session')
    .select('account_id')
    .where('token_hash', '=', hashOfToken(token))
    .executeTakeFirst()
  return row?.account_id
}

/**
 * Keeps a form that was sent after the session had run out: sealed, for its author alone, twelve hours. The form is read only when it is known
 * whose it is. Gives the id to come back to, or undefined when nobody knows whose it is, or it cannot be kept.
 */
export async function parkForm(
  db: Db,
  sealing: Sealing,
  form: { token: string; path: string; body: () => Promise<string | undefined>; now: Date },
): Promise<string | undefined> {
  const accountId = await accountOfToken(db, form.token)
  const body = accountId && (await form.body())
  if (!accountId || body === undefined) return undefined
  const id = newId(form.now)
  await sql`delete from parked_form where expires_at < ${form.now} or id in (
    select id from parked_form where account_id = ${accountId} order by created_at desc offset ${MOST - 1})`.execute(db)
  await db
    .insertInto('parked_form')
    .values({
      id,
      account_id: accountId,
      path: form.path,
      sealed: sealing.seal(body),
      created_at: form.now,
      expires_at: new Date(form.now.getTime() + HOURS * 3_600_000),
    })
    .execute()
  return id
}

/** The form of an id, to the account that typed it; the fields in order. */
export async function findParkedForm(db: Db, sealing: Sealing, id: string, accountId: string, now: Date) {
  if (!/^[0-9a-f-]{36}$/.test(id)) return undefined
  const row = await db
    .selectFrom('parked_form')
    .select(['path', 'sealed'])
    .where('id', '=', id)
    .where('account_id', '=', accountId)
    .where('expires_at', '>', now)
    .executeTakeFirst()
  return (
    row && {
      path: row.path,
      fields: [...new URLSearchParams(sealing.unseal(row.sealed))].map(([name, value]) => ({ name, value })),
    }
  )
}
