import { loadDirectory } from '#server/directory/index.ts'
import {
  type BookFamily,
  type BookKey,
  familyOf,
  findBook,
  listBooks,
  listVolumes,
  mayWithBooks,
  ownUnits,
  type PaperBook,
  requireBooks,
} from '#server/papers/index.ts'
import { type Call, may } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { fold } from '#server/platform/vietnamese-text.ts'
import { nextDate } from '#server/platform/vietnam-time.ts'
import { type BookLine, type EntryFilter, listLines, listNumbersOf, listOwned, listSaid } from './queries.ts'

/** What somebody looks for in a book: days and numbers from and to, and words. */
export type BookFilter = {
  from?: string | undefined
  to?: string | undefined
  fromNumber?: number | undefined
  toNumber?: number | undefined
  volume?: number | undefined
  words?: string | undefined
}

export type ViewedBook = PaperBook & { family: BookFamily; unit: string; mayKeep: boolean; names: boolean }

/** Sổ của đơn vị: the books that the actor may see, latest year first. @throws Refusal `books.no-right`. */
export async function viewBooks(call: Call): Promise<(PaperBook & { family: BookFamily; unit: string })[]> {
  const directory = await loadDirectory(call.db)
  const units = [...ownUnits(call.actor, directory)].filter((id) => may(call.actor, 'books.view', id))
  if (units.length === 0) throw new Refusal('books.no-right')
  const books = await listBooks(call.db, units)
  return books.map((book) => ({
    ...book,
    family: familyOf(book.kind),
    unit: directory.organisation(book.organisationId)?.name ?? book.organisationId,
  }))
}

/** One book, and what the actor may do in it. @throws Refusal `books.no-right`, `books.unknown`. */
export async function viewBook(call: Call, key: BookKey): Promise<ViewedBook> {
  await requireBooks(call, 'books.view', key.organisationId)
  const book = await findBook(call.db, key)
  if (!book) throw new Refusal('books.unknown')
  const [directory, mayKeep, names] = await Promise.all([
    loadDirectory(call.db),
    mayWithBooks(call, 'books.keep', key.organisationId),
    mayWithBooks(call, 'books.names', key.organisationId),
  ])
  const unit = directory.organisation(key.organisationId)?.name ?? key.organisationId
  return { ...book, family: familyOf(book.kind), unit, mayKeep, names }
}

const instantOf = (day: string) => new Date(`${day}T00:00:00+07:00`)

/** Lines with words that are looked up first; of more, words are met soon enough in the order of the numbers. */
const MOST_FOUND = 10_000

/** Words of the lines, and for who may read names the owners so called. */
async function saidIn(call: Call, book: ViewedBook, typed: string): Promise<Pick<EntryFilter, 'words' | 'numbers'>> {
  const folded = fold(typed.slice(0, 200))
  const words = folded.split(' ').slice(0, 8)
  const owned = book.names ? await listOwned(call.db, book.organisationId, folded, 500) : []
  const [said, theirs] = await Promise.all([
    listSaid(call.db, book, words, MOST_FOUND + 1),
    listNumbersOf(call.db, book, owned),
  ])
  return said.length > MOST_FOUND ? { words, numbers: theirs } : { numbers: [...said, ...theirs] }
}

/** What a filter means to the query. */
async function conditionsOf(call: Call, book: ViewedBook, filter: BookFilter): Promise<Omit<EntryFilter, 'limit'>> {
  return {
    ...(filter.from ? { from: instantOf(filter.from) } : {}),
    ...(filter.to ? { until: instantOf(nextDate(filter.to)) } : {}),
    ...{ fromNumber: filter.fromNumber, toNumber: filter.toNumber, volume: filter.volume },
    ...(fold(filter.words ?? '') ? await saidIn(call, book, filter.words!) : {}),
  }
}

/** A page of the lines of a book, newest first; `next` is the number to go on behind. @throws Refusal */
export async function listEntries(
  call: Call,
  key: BookKey,
  filter: BookFilter,
  page: { after?: number | undefined; upwards?: boolean; limit: number },
): Promise<{ book: ViewedBook; items: BookLine[]; next: number | null }> {
  const book = await viewBook(call, key)
  const wanted = { ...(await conditionsOf(call, book, filter)), ...page, limit: page.limit + 1 }
  const lines = await listLines(call.db, key, wanted, book.names)
  const items = lines.slice(0, page.limit)
  return { book, items, next: lines.length > page.limit ? (items.at(-1)?.number ?? null) : null }
}

/** Quyển của một sổ, latest first. @throws Refusal */
export async function viewVolumes(call: Call, key: BookKey, before?: number) {
  const book = await viewBook(call, key)
  const volumes = await listVolumes(call.db, key, 51, before)
  return { book, volumes: volumes.slice(0, 50), next: volumes.length > 50 ? volumes[49]!.volume : null }
}
