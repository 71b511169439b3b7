import { createHash, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { Db } from '#server/platform/call.ts'
import { newId } from '#server/platform/ids.ts'
import { demonstrationAccounts } from '../../seeds/accounts.ts'

export type BenchStep = {
  dossierId: string
  code: string
  queue: string
  postId: string | null
  stepKey: string
  versionId: string
}

/** Open main steps that are neither received at a desk nor the return, spread over all units. */
export async function listBenchSteps(db: Db, limit: number): Promise<BenchStep[]> {
  const { rows } = await sql<BenchStep>`
    select d.id as "dossierId", d.code, t.queue, t.post_id as "postId", t.step_key as "stepKey", d.procedure_version_id as "versionId"
    from open_task t join dossier d on d.id = t.thing_id
    where not t.side and t.step_kind not in ('receive', 'return') and d.state in ('accepted', 'processing')
      and not exists (select from dossier_result r where r.dossier_id = d.id) order by md5(d.id::text) limit ${limit}`.execute(
    db,
  )
  return rows
}

export async function listBenchCodes(db: Db, limit: number): Promise<string[]> {
  const { rows } = await sql<{
    code: string
  }>`select code from dossier tablesample system (5) where code is not null limit ${limit}`.execute(db)
  if (rows.length > 0) return rows.map((row) => row.code)
  const all = await sql<{ code: string }>`select code from dossier where code is not null limit ${limit}`.execute(db)
  return all.rows.map((row) => row.code)
}

/** The demonstration official with the longest inbox. */
export async function findBusiestPost(db: Db): Promise<{ login: string; password: string }> {
  const { rows } = await sql<{
    queue: string
    count: number
  }>`select queue, count(*)::int as count from open_task group by queue`.execute(db)
  const counts = new Map(rows.map((row) => [row.queue, row.count]))
  const officials = demonstrationAccounts().filter((each) => each.post && !each.totpSecret)
  const duties = await db.selectFrom('post_duty').select(['post_id', 'organisation_id', 'role', 'function']).execute()
  const load = (post: string) => {
    const queues = new Set(
      duties
        .filter((each) => each.post_id === post)
        .flatMap((each) => [
          `${each.organisation_id}/${each.role}`,
          `${each.organisation_id}/${each.role}/${each.function}`,
        ]),
    )
    return [...queues].reduce((sum, queue) => sum + (counts.get(queue) ?? 0), 0)
  }
  const busiest = officials.toSorted((a, b) => load(b.post!) - load(a.post!))[0]!
  return { login: busiest.login, password: busiest.password }
}

/** Published procedures in force. */
export async function countPublished(db: Db): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(distinct code)::int as count from procedure_version
    where state = 'published' and effective_from <= current_date and (effective_to is null or effective_to >= current_date)`.execute(
    db,
  )
  return rows[0]!.count
}

/** Published versions that nobody can file here: only their facts are known. */
export async function listPlainVersionIds(db: Db): Promise<string[]> {
  const rows = await db
    .selectFrom('procedure_version')
    .select('id')
    .where('state', '=', 'published')
    .where('fillable', '=', false)
    .where('code', 'not like', 'TT.TAI.%')
    .orderBy('code')
    .limit(400)
    .execute()
  return rows.map((row) => row.id)
}

/** Some official: who made the tokens of the bench. */
export const findOfficialAccount = async (db: Db): Promise<string> =>
  (await db.selectFrom('account').select('id').where('kind', '=', 'official').orderBy('id').executeTakeFirstOrThrow())
    .id

/** A token of a system that acts as a post for an hour. Laid in by hand: most posts of the demonstration have no account to be told of it. */
export async function insertBenchToken(db: Db, postId: string, accountId: string, scopes: string[]): Promise<string> {
  const token = `dinh_${randomBytes(32).toString('base64url')}`
  const now = new Date()
  await db
    .insertInto('api_token')
    .values({
      ...{ id: newId(now), token_hash: createHash('sha256').update(token).digest(), name: 'npm run bench' },
      ...{ account_id: accountId, post_id: postId, organisation_id: 'ubnd-tinh', scopes, reason: 'npm run bench' },
      ...{ created_at: now, expires_at: new Date(now.getTime() + 3_600_000) },
    })
    .execute()
  return token
}
