import { type ExpressionBuilder, sql } from 'kysely'
import type { Db } from '#server/platform/call.ts'
import type { Tables } from '#server/platform/db/tables.ts'
import { queryTokens } from './search/tokens.ts'

export type ListFilter = { tier?: string; field?: string; level?: number; audience?: string; fillable?: boolean }

const columns = [
  'id',
  'code',
  'name',
  'field',
  'tier',
  'level',
  'implementing_body as implementingBody',
  'fillable',
  'fold_name as foldName',
] as const

const inForce = (on: string) => (eb: ExpressionBuilder<Tables, 'procedure_version'>) =>
  eb.and([
    eb('state', '=', 'published'),
    eb('effective_from', '<=', on),
    eb.or([eb('effective_to', 'is', null), eb('effective_to', '>=', on)]),
  ])

const filtered = (db: Db, on: string, filter: ListFilter) => {
  let query = db.selectFrom('procedure_version').where(inForce(on))
  if (filter.tier) query = query.where(sql<boolean>`${filter.tier} = any(tiers)`)
  if (filter.field) query = query.where('field', '=', filter.field)
  if (filter.level) query = query.where('level', '=', filter.level)
  if (filter.audience) query = query.where(sql<boolean>`${filter.audience} = any(audiences)`)
  if (filter.fillable !== undefined) query = query.where('fillable', '=', filter.fillable)
  return query
}

/** Published procedures in order of name, from after a place on. */
export const listPublished = (
  db: Db,
  on: string,
  filter: ListFilter,
  limit: number,
  after?: { foldName: string; code: string },
) =>
  filtered(db, on, filter)
    .select(columns)
    .$if(after !== undefined, (query) =>
      query.where(sql<boolean>`(fold_name, code) > (${after?.foldName ?? ''}, ${after?.code ?? ''})`),
    )
    .orderBy('fold_name')
    .orderBy('code')
    .limit(limit)
    .execute()

/** Published procedures that hold the words, the closest first. */
export async function searchPublished(db: Db, on: string, phrase: string, filter: ListFilter, limit: number) {
  const tokens = queryTokens(phrase)
  if (tokens.length === 0) return []
  const any = tokens.map((token) => `'${token}'`).join(' | ')
  return filtered(db, on, filter)
    .where(sql<boolean>`search @@ ${any}::tsquery`)
    .select(columns)
    .select(
      sql<number>`ts_rank('{0.05, 0.2, 0.6, 1.0}', search, ${any}::tsquery, 1) + case when fillable then 0.02 else 0 end`.as(
        'rank',
      ),
    )
    .orderBy('rank', 'desc')
    .orderBy('code')
    .limit(limit)
    .execute()
}

export const findVersionRow = (db: Db, id: string) =>
  db
    .selectFrom('procedure_version')
    .select([
      'id',
      'code',
      'version',
      'state',
      'rule_set_id as ruleSetId',
      'content',
      'effective_from as effectiveFrom',
      'effective_to as effectiveTo',
    ])
    .select([
      'publishing_number as publishingNumber',
      'publishing_on as publishingOn',
      'process_number as processNumber',
      'process_on as processOn',
      'source',
      'fillable',
    ])
    .where('id', '=', id)
    .executeTakeFirst()

export async function findPublishedId(db: Db, code: string, on: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('procedure_version')
    .select('id')
    .where('code', '=', code)
    .where(inForce(on))
    .executeTakeFirst()
  return row?.id
}

export const listFieldsOn = (db: Db, on: string) =>
  filtered(db, on, {})
    .select(['field', (eb) => eb.fn.countAll<number>().as('count')])
    .groupBy('field')
    .orderBy('field')
    .execute()
