import { sql } from 'kysely'
import type { Db } from './call.ts'
import { GONE_WORDS, SECRET_WORDS } from './outbox.ts'

const messageColumns = [
  ...(['id', 'channel', 'recipient', 'subject', 'state', 'tries'] as const),
  ...(['created_at as createdAt', 'last_error as lastError'] as const),
  sql<string>`case when secret_until is not null then ${sql.lit(SECRET_WORDS)} when body = '' then ${sql.lit(GONE_WORDS)} else body end`.as(
    'body',
  ),
  // A secret, and words that have gone, are not sent again.
  sql<boolean>`body <> ''`.as('repeatable'),
]

/** Messages put on their way, newest first, from after a place on; `kept` ones had no channel. */
export const listOutbox = (db: Db, limit: number, after?: { at: Date; id: string }) =>
  db
    .selectFrom('outbox_message')
    .select(messageColumns)
    .$if(after !== undefined, (query) =>
      query.where(sql<boolean>`(created_at, id) < (${after?.at}::timestamptz(3), ${after?.id}::uuid)`),
    )
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()

/** Messages that were given up, newest first, however many came after them. */
export const listFailedMessages = (db: Db, limit: number) =>
  db
    .selectFrom('outbox_message')
    .select(messageColumns)
    .where('state', '=', sql.lit('failed'))
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()

/** Announcements that failed and wait, or are parked. */
export const listFailingAnnouncements = (db: Db) =>
  db
    .selectFrom('announcement')
    .select(['id', 'name', 'tries', 'last_error as lastError', 'at'])
    .where('tries', '>', sql.lit(0))
    .orderBy('at')
    .limit(100)
    .execute()

/** @returns how many announcements begin anew: one or none. */
export const restartAnnouncement = async (db: Db, id: string) =>
  Number(
    (
      await db
        .updateTable('announcement')
        .set({ tries: 0, retry_at: null })
        .where('id', '=', id)
        .where('tries', '>', 0)
        .executeTakeFirst()
    ).numUpdatedRows,
  )

/** @returns how many messages wait anew: one or none. */
export const restartMessage = async (db: Db, id: string) =>
  Number(
    (
      await db
        .updateTable('outbox_message')
        .set({ state: 'waiting', tries: 0, retry_at: null })
        .where('id', '=', id)
        .where('state', 'in', ['failed', 'kept'])
        .where('body', '<>', '')
        .executeTakeFirst()
    ).numUpdatedRows,
  )

export type JobLine = { name: string; runAt: Date; attempts: number; lastError: string | null }
export const listJobs = async (db: Db): Promise<JobLine[]> =>
  (
    await sql<JobLine>`select task_identifier as name, run_at as "runAt", attempts, last_error as "lastError" from graphile_worker.jobs order by run_at limit 100`.execute(
      db,
    )
  ).rows

/** A place in the audit trail. */
export type AuditPlace = { at: Date; organisationId: string; seq: number }

/** The audit trail, newest first, narrowed by organisation, act or subject; from after a place on. */
export async function listAudit(
  db: Db,
  filter: {
    organisationId?: string | undefined
    /** Only chains of these organisations; all when not given. */
    within?: readonly string[] | undefined
    act?: string | undefined
    subjectId?: string | undefined
    after?: AuditPlace | undefined
  },
  limit: number,
) {
  const rows = await db
    .selectFrom('audit_entry')
    .select(['organisation_id as organisationId', 'seq', 'at', 'entry'])
    .$if(filter.organisationId !== undefined, (query) => query.where('organisation_id', '=', filter.organisationId!))
    .$if(filter.within !== undefined, (query) =>
      query.where(sql<boolean>`organisation_id = any(${[...(filter.within ?? [])]}::text[])`),
    )
    .$if(filter.act !== undefined, (query) => query.where('act', '=', filter.act!))
    .$if(filter.subjectId !== undefined, (query) => query.where('subject_id', '=', filter.subjectId!))
    .$if(filter.after !== undefined, (query) =>
      query.where(
        sql<boolean>`(at, organisation_id, seq) < (${filter.after?.at}::timestamptz(3), ${filter.after?.organisationId}::text, ${filter.after?.seq}::bigint)`,
      ),
    )
    .orderBy('at', 'desc')
    .orderBy('organisation_id', 'desc')
    .orderBy('seq', 'desc')
    .limit(limit)
    .execute()
  return rows.map(({ entry, ...row }) => ({
    ...row,
    line: JSON.parse(entry.toString('utf8')) as {
      act: string
      actor: string
      post: string | null
      subject: string | null
      from: string | null
    },
  }))
}

/** Workers that were alive within the last minute. */
export async function listBeating(db: Db, now: Date): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select worker_id as id from worker_heartbeat
    where seen_at > ${now}::timestamptz - interval '1 minute' order by 1`.execute(db)
  return rows.map(({ id }) => id)
}
