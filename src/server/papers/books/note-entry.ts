import { recordAudit } from '#server/platform/audit.ts'
import { type Call, inTransaction } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { markNote } from './queries.ts'
import { requireBooks } from './rights.ts'
import type { NoteEntry } from './schema.ts'

/**
 * Ghi chú vào sổ: beside an entry, also of a closed volume (a civil-status entry is noted for decades). Number, day and paper of an entry
 * never change, and no entry goes away. @throws Refusal `books.entry-unknown`.
 */
export async function noteEntry(call: Call, command: NoteEntry): Promise<void> {
  await requireBooks(call, 'books.keep', command.organisationId)
  return inTransaction(call, async (within) => {
    const { actor, now, db } = within
    if (!(await markNote(db, command, actor.id, now)))
      throw new Refusal('books.entry-unknown', { number: command.number })
    const { organisationId, kind, year, number } = command
    recordAudit(within, 'books.noted', organisationId, `${number}/${year}`, { kind })
  })
}
