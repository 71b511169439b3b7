import { recordAudit } from '#server/platform/audit.ts'
import { type Call, inTransaction } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { findBookForUpdate } from './lists.ts'
import { markVolumeSize } from './queries.ts'
import { requireBooks } from './rights.ts'
import type { ChangeVolumeSize } from './schema.ts'

/**
 * Số việc mỗi quyển: how many entries a volume of this book takes, from the next entry on; the book of the next year begins with the same.
 * A volume that holds more already is full. @throws Refusal `books.size-wrong`, `books.unknown`.
 */
export async function changeVolumeSize(call: Call, command: ChangeVolumeSize): Promise<void> {
  const { organisationId, kind, year, perVolume } = command
  await requireBooks(call, 'books.keep', organisationId)
  if (perVolume < 1 || perVolume > 10_000) throw new Refusal('books.size-wrong')
  return inTransaction(call, async (within) => {
    const book = await findBookForUpdate(within.db, command)
    if (!book) throw new Refusal('books.unknown')
    await markVolumeSize(within.db, command, perVolume)
    recordAudit(within, 'books.volume-size', organisationId, kind, { year, from: book.perVolume, to: perVolume })
  })
}
