import { type ExpressionBuilder, sql } from 'kysely'
import type { Db } from '#server/platform/call.ts'
import type { Tables } from '#server/platform/db/tables.ts'

/** How often the published procedures have changed. */
export const findCatalogueRevision = async (db: Db): Promise<number> =>
  (await db.selectFrom('procedure_catalogue').select('revision').executeTakeFirstOrThrow()).revision

/** Every version that is or was published, with the days it is in force: its own, within those of its rule set when that is in use. */
export const listCatalogueDates = (db: Db) =>
  db
    .selectFrom('procedure_version as v')
    .leftJoin('rule_set_in_use as r', 'r.id', 'v.rule_set_id')
    .select(['v.id'])
    .select(
      sql<string | null>`case when r.id is not null then greatest(v.effective_from, r.effective_from) end`.as('from'),
    )
    .select(sql<string | null>`least(v.effective_to, r.effective_to)`.as('to'))
    .where('v.state', '=', 'published')
    .execute()

/** What search and lists need of versions. */
export const listCatalogueLines = (db: Db, ids: readonly string[]) =>
  db
    .selectFrom('procedure_version')
    .select(['id', 'code', 'name', 'field', 'tier', 'tiers', 'level', 'audiences', 'fillable'])
    .select(['implementing_body as implementingBody', 'fold_name as foldName', 'rule_set_id as ruleSetId'])
    .select(sql<string | null>`content ->> 'shortName'`.as('shortName'))
    .select(sql<string | null>`content ->> 'summary'`.as('summary'))
    .select(sql<string[] | null>`content -> 'aliases'`.as('aliases'))
    .select(sql<string[] | null>`content -> 'lifeEvents'`.as('lifeEvents'))
    .where('id', '=', sql<string>`any(${ids}::uuid[])`)
    .orderBy('id')
    .execute()

export type CatalogueRow = Awaited<ReturnType<typeof listCatalogueLines>>[number]

/** Codes by how often they were filed since a day, the most first. */
export const listUseSince = (db: Db, since: string, limit: number) =>
  db
    .selectFrom('procedure_use')
    .select(['code', (eb: ExpressionBuilder<Tables, 'procedure_use'>) => eb.fn.sum<number>('filed').as('filed')])
    .where('on_day', '>=', since)
    .groupBy('code')
    .orderBy('filed', 'desc')
    .orderBy('code')
    .limit(limit)
    .execute()

/** One more search that found nothing; a flood of phrases is not kept. */
export const upsertSearchMiss = (db: Db, phrase: string, now: Date) =>
  sql`insert into search_miss (phrase, times, last_at)
    select ${phrase}, 1, ${now} where (select count(*) from search_miss) < 10000 or exists (select 1 from search_miss where phrase = ${phrase})
    on conflict (phrase) do update set times = search_miss.times + 1, last_at = excluded.last_at`.execute(db)
