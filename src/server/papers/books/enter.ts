import { recordAudit } from '#server/platform/audit.ts'
import { type Call, inTransaction } from '#server/platform/call.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { insertEntry, nextOfBook } from './queries.ts'

export type BookEntry = { number: number; volume: number; year: number; book: string }

/**
 * Quyển số as printed: "02/2026" in civil-status books; certification books carry their kind, "01/2026-SCT/BS" for copies and
 * "01/2026-SCT/CK,ĐC" for signatures (NĐ 23/2015 art. 14, TT 01/2020).
 */
export const bookWords = (kind: string, volume: number, year: number) =>
  `${String(volume).padStart(2, '0')}/${year}${kind.startsWith('SCT/') ? `-${kind}` : ''}`

/**
 * What is written into a book: whose, which, about what; of the day of its date, today unless the paper says another; and what else its
 * columns ask for.
 */
export type ToEnter = {
  organisationId: string
  kind: string
  subject: string
  paperId?: string
  on?: string
  facts?: Record<string, unknown>
}

/**
 * Vào sổ: the next number of the unit's book of the year, without gaps through all volumes, and the volume it stands in. The only source of
 * numbers: of signed papers, of results without a paper, of certifications. The caller has asked for the right; within his transaction, so
 * that a paper that fails takes no number.
 */
export function enterInBook(call: Call, command: ToEnter): Promise<BookEntry> {
  return inTransaction(call, async (within) => {
    const { organisationId, kind, subject } = command
    const year = Number((command.on ?? vietnamDate(within.now)).slice(0, 4))
    const { number, volume } = await nextOfBook(within.db, { organisationId, kind, year })
    const row = { organisationId, kind, year, number, volume, paperId: command.paperId ?? null, subject }
    const facts = command.facts ?? {}
    await insertEntry(within.db, { ...row, facts }, within.actor.id, within.now)
    const book = bookWords(kind, volume, year)
    recordAudit(within, 'books.entered', organisationId, `${number} ${book}`, {
      kind,
      ...(command.paperId ? { paper: command.paperId } : {}),
    })
    return { number, volume, year, book }
  })
}
