import type { BookKey } from '#server/papers/index.ts'
import { recordAudit } from '#server/platform/audit.ts'
import { type Call, inTransaction } from '#server/platform/call.ts'
import { columnsOfBook } from './book-words.ts'
import { type BookFilter, viewBook } from './view-books.ts'

/** Xuất sổ ra bảng tính: the columns, once the export stands in the audit trail. @throws Refusal */
export async function exportBook(call: Call, key: BookKey, filter: BookFilter) {
  const book = await viewBook(call, key)
  await inTransaction(call, async (within) => {
    const { from = null, to = null } = filter
    recordAudit(within, 'books.exported', key.organisationId, key.kind, { year: key.year, from, to, names: book.names })
  })
  return { book, columns: columnsOfBook(book.family) }
}
