import { recordAudit } from '#server/platform/audit.ts'
import { type Call, inTransaction } from '#server/platform/call.ts'
import { Refusal, refuseAll } from '#server/platform/refusal.ts'
import { bookWords } from './enter.ts'
import { countVolume, findBookForUpdate, listVolumes } from './lists.ts'
import { insertClosed, openNextVolume } from './queries.ts'
import { requireBooks } from './rights.ts'
import type { BookVolume, CloseVolume } from './schema.ts'

/**
 * Whether a volume may be closed: it holds entries, is open, and was counted as it is.
 * @throws Refusal `books.volume-unknown`, `books.closed-already`, `books.count-differs`, `books.pages-missing`, `books.signer-missing`.
 */
export function decideClosing(
  volume: BookVolume | undefined,
  counted: number,
  command: Pick<CloseVolume, 'pages' | 'entries' | 'signedBy'>,
): BookVolume {
  if (!volume) throw new Refusal('books.volume-unknown')
  if (volume.closed) throw new Refusal('books.closed-already')
  const { entries, pages, signedBy } = command
  refuseAll([
    (pages < 1 || pages > 10_000) && new Refusal('books.pages-missing'),
    entries !== counted && new Refusal('books.count-differs', { typed: entries, counted }),
    !signedBy.trim() && new Refusal('books.signer-missing'),
  ])
  return volume
}

/**
 * Khóa sổ (a full volume, or at the end of the year): with the number of pages and of entries; the closing line is signed by hand on the
 * printed book. No entry comes into it any more: the next number stands in the next volume, and numbers go on without a gap.
 * TT 04/2020 for books of civil status, unverified. @throws Refusal
 */
export async function closeVolume(call: Call, command: CloseVolume): Promise<{ book: string }> {
  await requireBooks(call, 'books.keep', command.organisationId)
  return inTransaction(call, async (within) => {
    const { db, actor, now } = within
    // The row of the book: who enters meanwhile waits, and then enters the next volume.
    const book = await findBookForUpdate(db, command)
    const [found] = book ? await listVolumes(db, command, 1, command.volume + 1) : []
    const counted = await countVolume(db, command, command.volume)
    const volume = decideClosing(found?.volume === command.volume ? found : undefined, counted, command)
    const closed = { ...volume, pages: command.pages, signedBy: command.signedBy.trim() }
    await insertClosed(db, command, closed, actor.id, now)
    if (book!.volume === volume.volume) await openNextVolume(db, command)
    const words = bookWords(command.kind, volume.volume, command.year)
    const facts = { kind: command.kind, pages: command.pages, first: volume.first, last: volume.last }
    recordAudit(within, 'books.closed', command.organisationId, words, facts)
    return { book: words }
  })
}
