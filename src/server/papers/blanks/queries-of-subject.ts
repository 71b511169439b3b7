import { sql } from 'kysely'
import type { Db } from '#server/platform/call.ts'
import { type BlankKind, type BlankOfSubject, serialWords } from './schema.ts'

type Subject = { kind: string; id: string }

/** Every blank that was taken for a thing, in the order they were taken: those in use and those spoiled. */
export async function listBlanksOf(db: Db, subject: Subject): Promise<BlankOfSubject[]> {
  const rows = await db
    .selectFrom('blank as b')
    .innerJoin('blank_lot as l', 'l.id', 'b.lot_id')
    .select(['b.kind', 'b.series', 'b.serial', 'b.state', 'b.copy', 'b.paper_id as paperId', 'b.printer', 'b.reason'])
    .select(['b.minutes', 'b.returned_reason as returnedReason', 'b.taken_at as takenAt', 'l.digits'])
    .select('l.organisation_id as organisationId')
    .where('b.subject_kind', '=', subject.kind)
    .where('b.subject_id', '=', subject.id)
    .orderBy('b.taken_at')
    .orderBy('b.serial')
    .execute()
  return rows.map(({ digits, ...row }) => ({
    ...row,
    serial: Number(row.serial),
    words: serialWords({ series: row.series, digits }, Number(row.serial)),
    kind: row.kind as BlankKind,
    state: row.state as BlankOfSubject['state'],
    copy: row.copy ?? 1,
  }))
}

/** The blanks in use for a thing are to be marked spoiled from now on; returns how many. Those that are asked already stay as they are. */
export async function askSpoiling(db: Db, subject: Subject, reason: string, at: Date): Promise<string[]> {
  const rows = await db
    .updateTable('blank')
    .set({ returned_at: at, returned_reason: reason })
    .where('subject_kind', '=', subject.kind)
    .where('subject_id', '=', subject.id)
    .where('state', '=', 'used')
    .where('returned_at', 'is', null)
    .returning(['series', 'serial'])
    .execute()
  return rows.map((row) => `${row.series} ${row.serial}`)
}

/** Whether a unit keeps blanks of a kind: it has received a lot of them, be it used up. */
export async function hasReceivedLots(db: Db, organisationId: string, kind: BlankKind): Promise<boolean> {
  const row = await db
    .selectFrom('blank_lot')
    .select('id')
    .where('organisation_id', '=', organisationId)
    .where('kind', '=', kind)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** The serial that would be taken now, and how many are left; nothing is held. */
export async function foreseeBlank(
  db: Db,
  organisationId: string,
  kind: BlankKind,
): Promise<{ words: string; left: number } | undefined> {
  const rows = await db
    .selectFrom('blank_lot')
    .select(['series', 'digits', 'next', 'last'])
    .where('organisation_id', '=', organisationId)
    .where('kind', '=', kind)
    .where('next', '<=', sql<number>`last`)
    .orderBy('received_at')
    .orderBy('id')
    .execute()
  const [first] = rows
  if (!first) return undefined
  const left = rows.reduce((sum, lot) => sum + Number(lot.last) - Number(lot.next) + 1, 0)
  return { words: serialWords(first, Number(first.next)), left }
}

export const findPrinterChoice = async (db: Db, accountId: string, organisationId: string, kind: BlankKind) =>
  (
    await db
      .selectFrom('blank_printer_choice')
      .select('printer')
      .where('account_id', '=', accountId)
      .where('organisation_id', '=', organisationId)
      .where('kind', '=', kind)
      .executeTakeFirst()
  )?.printer

export async function putPrinterChoice(
  db: Db,
  choice: { accountId: string; organisationId: string; kind: BlankKind; printer: string | null },
) {
  const { accountId, organisationId, kind, printer } = choice
  await db
    .insertInto('blank_printer_choice')
    .values({ account_id: accountId, organisation_id: organisationId, kind, printer })
    .onConflict((conflict) => conflict.columns(['account_id', 'organisation_id', 'kind']).doUpdateSet({ printer }))
    .execute()
}
