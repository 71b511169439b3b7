import { sql } from 'kysely'
import type { Call, Db } from '#server/platform/call.ts'
import type { ApprovalChain } from './schema.ts'

export type ChainRow = {
  effectiveOn: string
  chain: ApprovalChain
  basis: string
  revision: number
  changedAt: Date
  changedByName: string
}

/** Every chain ever chosen, the latest day first; those of days to come stand on top. */
export const listChainRows = (db: Db): Promise<ChainRow[]> =>
  db
    .selectFrom('approval_chain')
    .select([sql<ApprovalChain>`chain`.as('chain'), 'effective_on as effectiveOn', 'basis', 'revision'])
    .select(['changed_at as changedAt', 'changed_by_name as changedByName'])
    .orderBy('effective_on', 'desc')
    .execute()

/** The chain in force on a day; undefined where nobody has chosen one by then. */
export const findChainOn = (db: Db, day: string): Promise<Pick<ChainRow, 'chain' | 'effectiveOn'> | undefined> =>
  db
    .selectFrom('approval_chain')
    .select([sql<ApprovalChain>`chain`.as('chain'), 'effective_on as effectiveOn'])
    .where('effective_on', '<=', day)
    .orderBy('effective_on', 'desc')
    .limit(1)
    .executeTakeFirst()

/** Those who change chains do so one after the other, until the transaction ends. */
export const lockChains = (db: Db) => sql`select pg_advisory_xact_lock(4155043, 1)`.execute(db)

export const saveChain = (
  { db, now, actor }: Call,
  row: { effectiveOn: string; chain: ApprovalChain; basis: string },
) =>
  sql`insert into approval_chain (effective_on, chain, basis, changed_at, changed_by, changed_by_name)
    values (${row.effectiveOn}, ${JSON.stringify(row.chain)}::jsonb, ${row.basis}, ${now}, ${actor.id}, ${actor.name})
    on conflict (effective_on) do update set chain = excluded.chain, basis = excluded.basis, revision = approval_chain.revision + 1,
      changed_at = excluded.changed_at, changed_by = excluded.changed_by, changed_by_name = excluded.changed_by_name`.execute(
    db,
  )

export const removeChain = (db: Db, effectiveOn: string) =>
  db.deleteFrom('approval_chain').where('effective_on', '=', effectiveOn).execute()
