import { createHash } from 'node:crypto'
import { loadDirectory } from '#server/directory/index.ts'
import {
  type BookKey,
  findPaper,
  listPapersOf,
  listVolumes,
  type Paper,
  type PaperHouse,
  setPaper,
} from '#server/papers/index.ts'
import { recordAudit } from '#server/platform/audit.ts'
import { type Call, inTransaction } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { columnsOfBook, volumeWords } from './book-words.ts'
import { listLines } from './queries.ts'
import { viewBook } from './view-books.ts'

/** Entries of one printed book: several volumes; a year of more is printed volume by volume, as books are bound. */
export const MOST_PRINTED = 1000
export const OFFICE_BOOK = 'office-book'
const TEMPLATE = 'so-van-ban'

/** Which entries are printed: a volume, or numbers from and to. */
export type PrintedPart = {
  volume?: number | undefined
  fromNumber?: number | undefined
  toNumber?: number | undefined
}

const day = (on: string) => on.split('-').toReversed().join('/')

/**
 * Sets a volume (or a run of numbers) of a book for print, in the order of the numbers; a closed volume carries its closing line, to be
 * signed by hand. The same again is the same paper. Printing names of people is in the audit trail. @throws Refusal
 */
export async function setOfficeBook(call: Call, house: PaperHouse, key: BookKey, part: PrintedPart): Promise<Paper> {
  const book = await viewBook(call, key)
  const lines = await listLines(call.db, key, { ...part, upwards: true, limit: MOST_PRINTED + 1 }, book.names)
  if (lines.length === 0) throw new Refusal('books.nothing-to-print')
  if (lines.length > MOST_PRINTED) throw new Refusal('books.too-long-to-print', { most: MOST_PRINTED })
  const [found] = part.volume ? await listVolumes(call.db, key, 1, part.volume + 1) : []
  const closed = found?.volume === part.volume ? found?.closed : undefined
  const columns = columnsOfBook(book.family)
  const directory = await loadDirectory(call.db)
  const unit = directory.organisation(key.organisationId)
  const over = unit?.parentId ? directory.organisation(unit.parentId)?.name : undefined
  const volumes = [...new Set(lines.map((line) => volumeWords(key.kind, line.volume, key.year)))]
  const data = {
    ...{
      over: over ?? '',
      issuer: book.unit,
      title: key.kind.replace(/ của năm( \(.*\))?$/, ''),
      year: String(key.year),
    },
    ...{ book: volumes.length > 1 ? `${volumes[0]} đến ${volumes.at(-1)}` : volumes[0]! },
    ...{ from: String(lines[0]!.number), to: String(lines.at(-1)!.number) },
    heads: columns.map((column) => column.head),
    widths: columns.map((column) => column.width),
    rows: lines.map((line) => columns.map((column) => column.of(line))),
    closing: closed
      ? [
          `Quyển sổ này có ${closed.pages} trang, ${lines.length} việc, từ số ${lines[0]!.number} đến số ${lines.at(-1)!.number}; khóa ngày ${day(vietnamDate(closed.at))}.`,
          closed.signedBy,
        ]
      : [],
  }
  const subject = createHash('sha256')
    .update(JSON.stringify([key, book.names, data]))
    .digest('hex')
  const [same] = await listPapersOf(call.db, OFFICE_BOOK, subject)
  return inTransaction(call, async (within) => {
    recordAudit(within, 'books.printed', key.organisationId, key.kind, {
      ...{ year: key.year, from: lines[0]!.number, to: lines.at(-1)!.number, names: book.names },
    })
    if (same) return (await findPaper(within.db, { id: same.id }))!
    return setPaper(within, house, {
      ...{
        templateKey: TEMPLATE,
        organisationId: key.organisationId,
        subjectKind: OFFICE_BOOK,
        subjectId: subject,
        data,
      },
      ...{ on: vietnamDate(call.now), title: `${data.title} ${data.book}, số ${data.from} - ${data.to}` },
    })
  })
}
