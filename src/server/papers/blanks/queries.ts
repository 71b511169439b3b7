import { sql } from 'kysely'
import type { Db } from '#server/platform/call.ts'
import type { Blank, BlankKind, BlankLot } from './schema.ts'

const lotColumns = [
  ...(['id', 'organisation_id as organisationId', 'kind', 'series', 'first', 'last', 'digits', 'next'] as const),
  ...(['received_on as receivedOn', 'received_from as receivedFrom', 'document'] as const),
]
const numbers = (row: unknown) => {
  const lot = row as BlankLot
  return { ...lot, first: Number(lot.first), last: Number(lot.last), next: Number(lot.next) }
}

/** False when serials of this lot are in another lot of the series already. */
export async function insertLot(db: Db, lot: BlankLot, by: string, at: Date): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('blank_lot')
    .values({
      ...{ id: lot.id, organisation_id: lot.organisationId, kind: lot.kind, series: lot.series, first: lot.first },
      ...{ last: lot.last, digits: lot.digits, next: lot.next, received_on: lot.receivedOn },
      ...{ received_from: lot.receivedFrom, document: lot.document, received_by: by, received_at: at },
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return numInsertedOrUpdatedRows === 1n
}

/** The lot in use: the oldest with blanks left, locked until the transaction ends; who comes second waits and then sees the next serial. */
export async function lockLotInUse(db: Db, organisationId: string, kind: BlankKind): Promise<BlankLot | undefined> {
  const rows = await db
    .selectFrom('blank_lot')
    .select(lotColumns)
    .where('organisation_id', '=', organisationId)
    .where('kind', '=', kind)
    .orderBy('received_at')
    .orderBy('id')
    .forUpdate()
    .execute()
  return rows.map(numbers).find((lot) => lot.next <= lot.last)
}

export const moveLot = (db: Db, lotId: string) =>
  db
    .updateTable('blank_lot')
    .set({ next: sql<number>`next + 1` })
    .where('id', '=', lotId)
    .execute()

export async function insertBlank(db: Db, blank: Blank, by: string) {
  await db
    .insertInto('blank')
    .values({
      ...{ kind: blank.kind, series: blank.series, serial: blank.serial, lot_id: blank.lotId, state: blank.state },
      ...{ paper_id: blank.paperId, subject: blank.subject, reason: blank.reason, minutes: blank.minutes },
      ...{ subject_kind: blank.of?.kind ?? null, subject_id: blank.of?.id ?? null, copy: blank.of?.copy ?? null },
      printer: blank.printer,
      ...{ taken_at: blank.takenAt, taken_by: by, changed_at: blank.takenAt, changed_by: by },
    })
    .execute()
}

/** A blank taken of this organisation, locked. */
export async function lockBlank(db: Db, of: { organisationId: string; kind: string; series: string; serial: number }) {
  return db
    .selectFrom('blank as b')
    .innerJoin('blank_lot as l', 'l.id', 'b.lot_id')
    .select(['b.state', 'b.subject', 'l.digits', 'l.series'])
    .where('b.kind', '=', of.kind)
    .where('b.series', '=', of.series)
    .where('b.serial', '=', of.serial)
    .where('l.organisation_id', '=', of.organisationId)
    .forUpdate('b')
    .executeTakeFirst()
}

export async function markSpoiled(
  db: Db,
  of: { kind: string; series: string; serial: number; reason: string; minutes: string },
  by: string,
  at: Date,
) {
  await db
    .updateTable('blank')
    .set({ state: 'spoiled', reason: of.reason, minutes: of.minutes, changed_at: at, changed_by: by })
    .where('kind', '=', of.kind)
    .where('series', '=', of.series)
    .where('serial', '=', of.serial)
    .execute()
}

/** The lots of an organisation with what became of them, newest first. */
export async function listLots(db: Db, organisationId: string) {
  const rows = await db
    .selectFrom('blank_lot as l')
    .select(lotColumns)
    .select((eb) => [
      eb
        .selectFrom('blank as b')
        .whereRef('b.lot_id', '=', 'l.id')
        .where('b.state', '=', 'used')
        .select(sql<number>`count(*)::int`.as('n'))
        .as('used'),
      eb
        .selectFrom('blank as b')
        .whereRef('b.lot_id', '=', 'l.id')
        .where('b.state', '=', 'spoiled')
        .select(sql<number>`count(*)::int`.as('n'))
        .as('spoiled'),
    ])
    .where('organisation_id', '=', organisationId)
    .orderBy('received_at', 'desc')
    .orderBy('id')
    .execute()
  return rows.map((row) => ({ ...numbers(row), used: row.used ?? 0, spoiled: row.spoiled ?? 0 }))
}

/** The blanks taken last, newest first; before them those whose result was sent back and that wait to be marked spoiled. */
export async function listTaken(db: Db, organisationId: string, most: number) {
  const rows = await db
    .selectFrom('blank as b')
    .innerJoin('blank_lot as l', 'l.id', 'b.lot_id')
    .select(['b.kind', 'b.series', 'b.serial', 'b.state', 'b.subject', 'b.reason', 'b.minutes', 'l.digits'])
    .select(['b.taken_at as takenAt', 'b.subject_kind as subjectKind', 'b.paper_id as paperId'])
    .select(['b.returned_reason as returnedReason', 'b.copy'])
    .where('l.organisation_id', '=', organisationId)
    .orderBy(sql`b.state = 'used' and b.returned_at is not null`, 'desc')
    .orderBy('b.taken_at', 'desc')
    .orderBy('b.serial', 'desc')
    .limit(most)
    .execute()
  return rows.map((row) => ({ ...row, serial: Number(row.serial), kind: row.kind as BlankKind }))
}

export const findCalibration = async (db: Db, organisationId: string, printer: string, kind: string) => {
  const row = await db
    .selectFrom('printer_calibration')
    .select(['x', 'y'])
    .where('organisation_id', '=', organisationId)
    .where('printer', '=', printer)
    .where('kind', '=', kind)
    .executeTakeFirst()
  return { x: Number(row?.x ?? 0), y: Number(row?.y ?? 0) }
}
export const listCalibrations = async (db: Db, organisationId: string) =>
  (
    await db
      .selectFrom('printer_calibration')
      .select(['printer', 'kind', 'x', 'y'])
      .where('organisation_id', '=', organisationId)
      .orderBy('printer')
      .orderBy('kind')
      .execute()
  ).map((row) => ({ ...row, kind: row.kind as BlankKind, x: Number(row.x), y: Number(row.y) }))

export async function putCalibration(
  db: Db,
  row: { organisationId: string; printer: string; kind: string; x: number; y: number },
  by: string,
  at: Date,
) {
  const values = { x: String(row.x), y: String(row.y), changed_at: at, changed_by: by }
  await db
    .insertInto('printer_calibration')
    .values({ organisation_id: row.organisationId, printer: row.printer, kind: row.kind, ...values } as never)
    .onConflict((conflict) => conflict.columns(['organisation_id', 'printer', 'kind']).doUpdateSet(values as never))
    .execute()
}
