import { sql } from 'kysely'
import type { Db } from '#server/platform/call.ts'
import type { Slip, SlipKind } from './schema.ts'

type Key = { dossierId: string; kind: SlipKind; occasion: number }

const columns = [
  ...(['dossier_id as dossierId', 'kind', 'occasion', 'number', 'year', 'issued_at as issuedAt'] as const),
  ...(['paper_id as paperId', 'data_hash as dataHash'] as const),
]

export const findSlip = async (db: Db, key: Key) =>
  (await db
    .selectFrom('slip')
    .select(columns)
    .where('dossier_id', '=', key.dossierId)
    .where('kind', '=', key.kind)
    .where('occasion', '=', key.occasion)
    .executeTakeFirst()) as Slip | undefined

/** Locks one slip: whoever asks for it meanwhile waits and gets the same paper. */
export const findSlipForUpdate = async (db: Db, key: Key) =>
  (await db
    .selectFrom('slip')
    .select(columns)
    .where('dossier_id', '=', key.dossierId)
    .where('kind', '=', key.kind)
    .where('occasion', '=', key.occasion)
    .forUpdate()
    .executeTakeFirst()) as Slip | undefined

export const findSlipOfPaper = async (db: Db, paperId: string) =>
  (await db.selectFrom('slip').select(columns).where('paper_id', '=', paperId).executeTakeFirst()) as Slip | undefined

/**
 * Makes room for a slip and gives it the next number of the series of its desk and year; false when it is there already, and then no
 * number is spent: a transaction that finds the row taken rolls its number back with it.
 */
export async function insertSlip(db: Db, slip: Slip): Promise<boolean> {
  const inserted = await db
    .insertInto('slip')
    .values({
      ...{ dossier_id: slip.dossierId, kind: slip.kind, occasion: slip.occasion, number: slip.number },
      ...{ year: slip.year, issued_at: slip.issuedAt, paper_id: slip.paperId, data_hash: slip.dataHash },
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('dossier_id')
    .executeTakeFirst()
  return inserted !== undefined
}

/** The next number of a series, without gaps: given to this transaction alone. */
export async function nextSlipNumber(db: Db, organisationId: string, series: string, year: number): Promise<number> {
  const { rows } = await sql<{ last: number }>`
    insert into slip_number (organisation_id, series, year, last) values (${organisationId}, ${series}, ${year}, 1)
    on conflict (organisation_id, series, year) do update set last = slip_number.last + 1 returning last`.execute(db)
  return rows[0]!.last
}

export async function markSlipNumber(db: Db, key: Key, number: number) {
  await db
    .updateTable('slip')
    .set({ number })
    .where('dossier_id', '=', key.dossierId)
    .where('kind', '=', key.kind)
    .where('occasion', '=', key.occasion)
    .execute()
}

export async function markSlipPaper(db: Db, key: Key, paperId: string, dataHash: string) {
  await db
    .updateTable('slip')
    .set({ paper_id: paperId, data_hash: dataHash })
    .where('dossier_id', '=', key.dossierId)
    .where('kind', '=', key.kind)
    .where('occasion', '=', key.occasion)
    .execute()
}

/** What a desk received in a period, for its follow-up book (sổ theo dõi hồ sơ), in the order of reception. */
export async function listForBook(db: Db, deskId: string, from: Date, until: Date, limit: number) {
  return db
    .selectFrom('dossier')
    .leftJoin('slip', (join) =>
      join.onRef('slip.dossier_id', '=', 'dossier.id').on('slip.kind', '=', 'receipt').on('slip.occasion', '=', 0),
    )
    .select([
      ...(['dossier.code', 'procedure_version_id as versionId', 'sets', 'owner_name as ownerName'] as const),
      ...(['owner_address as ownerAddress', 'owner_phone as ownerPhone', 'handling_id as handlingId'] as const),
      ...([
        'accepted_at as acceptedAt',
        'due_at as dueAt',
        'returned_at as returnedAt',
        'return_by as returnBy',
      ] as const),
      ...(['dossier.state', 'timeliness', 'slip.number as receiptNumber'] as const),
    ])
    .where('desk_id', '=', deskId)
    .where('accepted_at', '>=', from)
    .where('accepted_at', '<', until)
    .orderBy('accepted_at')
    .orderBy('dossier.id')
    .limit(limit)
    .execute()
}
export type BookLine = Awaited<ReturnType<typeof listForBook>>[number]

/** The slip of a kind that was made last: of completion slips the latest round. */
export const findLatestSlip = async (db: Db, dossierId: string, kind: SlipKind) =>
  (await db
    .selectFrom('slip')
    .select(columns)
    .where('dossier_id', '=', dossierId)
    .where('kind', '=', kind)
    .orderBy('occasion', 'desc')
    .executeTakeFirst()) as Slip | undefined
