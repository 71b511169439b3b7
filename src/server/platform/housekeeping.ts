import { sql } from 'kysely'
import type { Db } from './call.ts'

/**
 * Removes what has had its time: answers kept 30 days, sessions, one-time codes, sign-ins in flight and drafts that expired; secrets of
 * messages that were not sent in their minutes, and the words of every message after `messageDays`.
 */
export async function removeExpired(db: Db, now: Date, { messageDays = 30 } = {}) {
  await sql`update outbox_message set sealed = null, state = case when state = 'waiting' then 'failed' else state end
    where sealed is not null and secret_until < ${now}`.execute(db)
  await sql`update outbox_message set body = '' where body <> '' and state <> 'waiting'
    and created_at < ${now}::timestamptz - ${messageDays}::int * interval '1 day'`.execute(db)
  await sql`delete from idempotency_key where at < ${now}::timestamptz - interval '30 days'`.execute(db)
  await sql`delete from session where expires_at < ${now}`.execute(db)
  await sql`delete from one_time_code where expires_at < ${now}::timestamptz - interval '1 day'`.execute(db)
  await sql`delete from sign_in_flow where expires_at < ${now}`.execute(db)
  await sql`delete from draft where expires_at < ${now} and sent_dossier_id is null`.execute(db)
  await sql`delete from upload_bytes where on_day < ${now}::timestamptz - interval '2 days'`.execute(db)
  await sql`delete from parked_form where expires_at < ${now}`.execute(db)
  // One that begins in the future was written while the clock stood wrong: it is over.
  await sql`delete from rate_limit where window_start < ${now}::timestamptz - interval '1 day' or window_start > ${now}::timestamptz + interval '1 minute'`.execute(
    db,
  )
  await sql`delete from try_delay where last_at < ${now}::timestamptz - interval '1 day'
    or last_at > ${now}::timestamptz + interval '1 hour'`.execute(db)
  await sql`delete from known_device where last_at < ${now}::timestamptz - interval '400 days'`.execute(db)
  await sql`delete from known_network where last_at < ${now}::timestamptz - interval '400 days'`.execute(db)
}
