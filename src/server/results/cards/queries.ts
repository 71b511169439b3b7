import { sql } from 'kysely'
import type { Db } from '#server/platform/call.ts'
import type { BatchCard, BatchState, CardBatch, CardState, WaitingCard } from './schema.ts'

const batchColumns = [
  ...(['id', 'organisation_id as organisationId', 'year', 'number', 'template_key as templateKey'] as const),
  ...(['blank_kind as blankKind', 'fields', 'sha256', 'cards', 'state', 'made_at as madeAt'] as const),
  ...(['made_by_name as madeByName', 'printed_at as printedAt', 'delivered_at as deliveredAt'] as const),
  ...(['delivered_to as deliveredTo', 'revision'] as const),
]
const cardColumns = [
  ...(['batch_id as batchId', 'position', 'result_id as resultId', 'dossier_id as dossierId', 'series'] as const),
  ...(['serial', 'serial_words as serialWords', 'data', 'state', 'reason', 'minutes'] as const),
]
const cardOf = (row: unknown) => ({ ...(row as BatchCard), serial: Number((row as BatchCard).serial) })

/**
 * Signed card results of open dossiers that came to their printing in one of these organisations and have no card; those due first come
 * first. `only`: of these results.
 */
export async function listWaiting(
  db: Db,
  organisations: readonly string[],
  most: number,
  only?: readonly string[],
): Promise<WaitingCard[]> {
  const { rows } = await sql<WaitingCard>`
    select r.id as "resultId", d.id as "dossierId", d.code, d.owner_name as "ownerName", t.organisation_id as "organisationId",
      r.template_key as "templateKey", r.paper_id as "paperId", r.data, d.decided_at as "decidedAt", d.due_at as "dueAt",
      (select count(*)::int from card c where c.result_id = r.id) as spoiled
    from dossier_result r
    join paper_template k on k.key = r.template_key and k.kind = 'card'
    join dossier d on d.id = r.dossier_id
    cross join lateral (select organisation_id from task where thing_id = d.id and step_kind = 'print' and not side
      order by seq desc limit 1) t
    where r.outcome = 'grant' and r.state in ('signed', 'sealed', 'complete') and d.ended_at is null
      and t.organisation_id = any(${organisations})
      and (${only === undefined} or r.id = any(${only ?? []}::uuid[]))
      and not exists (select 1 from card c where c.result_id = r.id and c.state <> 'spoiled')
    order by d.due_at, d.id limit ${most}`.execute(db)
  return rows
}

/** Holds results until the transaction ends; what became of them is read afterwards, in a statement of its own. */
export const lockResults = (db: Db, ids: readonly string[]) =>
  db.selectFrom('dossier_result').select('id').where('id', 'in', ids).orderBy('id').forUpdate().execute()

/** The next number of an organisation's batches of a year: whoever makes another waits until this transaction ends. */
export async function nextBatchNumber(db: Db, organisationId: string, year: number): Promise<number> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`card batch ${organisationId}`}, 42))`.execute(db)
  const row = await db
    .selectFrom('card_batch')
    .select((eb) => eb.fn.max('number').as('last'))
    .where('organisation_id', '=', organisationId)
    .where('year', '=', year)
    .executeTakeFirst()
  return (row?.last ?? 0) + 1
}

export async function insertBatch(db: Db, batch: CardBatch, cards: readonly BatchCard[], by: string) {
  const at = batch.madeAt
  await db
    .insertInto('card_batch')
    .values({
      ...{ id: batch.id, organisation_id: batch.organisationId, year: batch.year, number: batch.number },
      ...{ template_key: batch.templateKey, blank_kind: batch.blankKind, fields: JSON.stringify(batch.fields) },
      ...{ sha256: batch.sha256, cards: batch.cards, state: batch.state, made_at: at, made_by: by },
      made_by_name: batch.madeByName,
    })
    .execute()
  await db
    .insertInto('card')
    .values(
      cards.map((card) => ({
        ...{ batch_id: card.batchId, position: card.position, result_id: card.resultId, dossier_id: card.dossierId },
        ...{ blank_kind: batch.blankKind, series: card.series, serial: card.serial, serial_words: card.serialWords },
        ...{ data: JSON.stringify(card.data), state: card.state, changed_at: at, changed_by: by },
      })),
    )
    .execute()
}

export const findBatch = async (db: Db, id: string) =>
  (await db.selectFrom('card_batch').select(batchColumns).where('id', '=', id).executeTakeFirst()) as
    CardBatch | undefined

export const findBatchForUpdate = async (db: Db, id: string) =>
  (await db.selectFrom('card_batch').select(batchColumns).where('id', '=', id).forUpdate().executeTakeFirst()) as
    CardBatch | undefined

/** The batches of organisations, newest first. */
export const listBatches = async (db: Db, organisations: readonly string[], most: number) =>
  (await db
    .selectFrom('card_batch as b')
    .select(batchColumns)
    .select((eb) =>
      eb
        .selectFrom('card as c')
        .whereRef('c.batch_id', '=', 'b.id')
        .where('c.state', '=', 'spoiled')
        .select(sql<number>`count(*)::int`.as('n'))
        .as('spoiled'),
    )
    .where('organisation_id', 'in', organisations)
    .orderBy('made_at', 'desc')
    .orderBy('id', 'desc')
    .limit(most)
    .execute()) as (CardBatch & { spoiled: number })[]

/** The cards of a batch in the order of their serials, with the code of each dossier. */
export async function listCards(db: Db, batchId: string): Promise<(BatchCard & { code: string })[]> {
  const rows = await db
    .selectFrom('card')
    .innerJoin('dossier', 'dossier.id', 'card.dossier_id')
    .select(cardColumns.map((each) => `card.${each}` as `card.${typeof each}`))
    .select('dossier.code')
    .where('batch_id', '=', batchId)
    .orderBy('position')
    .execute()
  return rows.map((row) => ({ ...cardOf(row), code: row.code ?? '' }))
}

export async function markCard(
  db: Db,
  of: { batchId: string; position: number },
  change: { state: CardState; reason?: string; minutes?: string },
  by: string,
  at: Date,
) {
  await db
    .updateTable('card')
    .set({ ...change, changed_at: at, changed_by: by })
    .where('batch_id', '=', of.batchId)
    .where('position', '=', of.position)
    .execute()
}

export async function markBatch(
  db: Db,
  id: string,
  change: { state: BatchState; printedAt?: Date; deliveredAt?: Date; deliveredBy?: string; deliveredTo?: string },
) {
  await db
    .updateTable('card_batch')
    .set({
      state: change.state,
      ...(change.printedAt ? { printed_at: change.printedAt } : {}),
      ...(change.deliveredAt ? { delivered_at: change.deliveredAt } : {}),
      ...(change.deliveredBy ? { delivered_by: change.deliveredBy } : {}),
      ...(change.deliveredTo ? { delivered_to: change.deliveredTo } : {}),
      revision: sql<number>`revision + 1`,
    })
    .where('id', '=', id)
    .execute()
}

/** Results among these that are no longer the ones their dossiers stand on, or lost their signature. */
export const listGone = (db: Db, resultIds: readonly string[]) =>
  db
    .selectFrom('dossier_result')
    .select('id')
    .where('id', 'in', resultIds)
    .where('state', 'in', ['draft', 'replaced'])
    .execute()

/** The card of a result that is not spoiled, with the state of its batch. */
export const findCard = async (db: Db, resultId: string) =>
  (await db
    .selectFrom('card')
    .innerJoin('card_batch', 'card_batch.id', 'card.batch_id')
    .select(['card.serial_words as serialWords', 'card.state', 'card_batch.state as batchState'])
    .select(['card_batch.id as batchId', 'card_batch.number', 'card_batch.year'])
    .where('card.result_id', '=', resultId)
    .where('card.state', '<>', 'spoiled')
    .executeTakeFirst()) as
    | { serialWords: string; state: CardState; batchState: BatchState; batchId: string; number: number; year: number }
    | undefined

/** Lots of blanks with some left, the one in use first. */
export async function listFreeBlanks(db: Db, organisations: readonly string[]) {
  const rows = await db
    .selectFrom('blank_lot')
    .select(['organisation_id as organisationId', 'kind', 'series', 'digits', 'next', 'last'])
    .where('organisation_id', 'in', organisations)
    .whereRef('next', '<=', 'last')
    .orderBy('received_at')
    .orderBy('id')
    .execute()
  return rows.map((row) => ({
    ...row,
    kind: row.kind as CardBatch['blankKind'],
    next: Number(row.next),
    last: Number(row.last),
  }))
}
