import { viewBooks } from '#server/results/index.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { bookAddress, bookName } from './book-address.ts'
import type { PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals, url }) => {
  const books = await viewBooks(locals.call)
  const thisYear = Number(vietnamDate(locals.call.now).slice(0, 4))
  const years = [...new Set([thisYear, ...books.map((book) => book.year)])].toSorted((a, b) => b - a)
  const asked = Number(url.searchParams.get('nam'))
  const year = years.includes(asked) ? asked : (books[0]?.year ?? thisYear)
  return {
    year,
    years,
    books: books
      .filter((book) => book.year === year)
      .map((book) => ({
        ...{ name: bookName(book.kind), unit: book.unit, family: book.family, last: book.last, volume: book.volume },
        ...{ href: bookAddress('/so-van-ban/so', book), volumes: bookAddress('/so-van-ban/quyen', book) },
      })),
  }
}
