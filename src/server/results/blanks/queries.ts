import type { Db } from '#server/platform/call.ts'

/** Số, quyển số of an event in the book of its series. */
export type EventEntry = {
  dossierId: string
  resultKey: string
  number: number | null
  notation: string
  book: string
  numberedOn: string
}

export const findEventEntry = (db: Db, dossierId: string, resultKey: string): Promise<EventEntry | undefined> =>
  db
    .selectFrom('dossier_book_entry')
    .select(['dossier_id as dossierId', 'result_key as resultKey', 'number', 'notation', 'book'])
    .select('numbered_on as numberedOn')
    .where('dossier_id', '=', dossierId)
    .where('result_key', '=', resultKey)
    .executeTakeFirst()

export async function insertEventEntry(db: Db, entry: EventEntry, by: string, at: Date) {
  await db
    .insertInto('dossier_book_entry')
    .values({
      ...{ dossier_id: entry.dossierId, result_key: entry.resultKey, number: entry.number, notation: entry.notation },
      ...{ book: entry.book, numbered_on: entry.numberedOn, entered_at: at, entered_by: by },
    })
    .execute()
}
