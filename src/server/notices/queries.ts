import { sql } from 'kysely'
import type { Call, Db } from '#server/platform/call.ts'
import { newId } from '#server/platform/ids.ts'

export type Notice = {
  id: string
  kind: string
  title: string
  body: string
  href: string | null
  createdAt: Date
  readAt: Date | null
}

/** Leaves a message in the page of a person (thông báo). */
export async function insertNotice(
  { db, now }: Pick<Call, 'db' | 'now'>,
  notice: { accountId: string; kind: string; title: string; body: string; href: string | null },
) {
  await db
    .insertInto('notice')
    .values({
      id: newId(now),
      account_id: notice.accountId,
      kind: notice.kind,
      title: notice.title,
      body: notice.body,
      href: notice.href,
      created_at: now,
    })
    .execute()
}

/** Newest first. */
export const listNotices = (db: Db, accountId: string, limit = 50): Promise<Notice[]> =>
  db
    .selectFrom('notice')
    .select(['id', 'kind', 'title', 'body', 'href', 'created_at as createdAt', 'read_at as readAt'])
    .where('account_id', '=', accountId)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()

export const markNoticesRead = (db: Db, accountId: string, now: Date) =>
  sql`update notice set read_at = ${now} where account_id = ${accountId}::uuid and read_at is null`.execute(db)
