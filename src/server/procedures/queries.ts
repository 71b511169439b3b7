import { type ExpressionBuilder } from 'kysely'
import type { Db } from '#server/platform/call.ts'
import type { Tables } from '#server/platform/db/tables.ts'

/** Published, on one of its days, under the rule set of that day. */
const inForce = (on: string) => (eb: ExpressionBuilder<Tables, 'procedure_version'>) =>
  eb.and([
    eb('state', '=', 'published'),
    eb('effective_from', '<=', on),
    eb.or([eb('effective_to', 'is', null), eb('effective_to', '>=', on)]),
    eb.exists(
      eb
        .selectFrom('rule_set_in_use as r')
        .select('r.id')
        .whereRef('r.id', '=', 'procedure_version.rule_set_id')
        .where('r.effective_from', '<=', on)
        .where((or) => or.or([or('r.effective_to', 'is', null), or('r.effective_to', '>=', on)])),
    ),
  ])

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
