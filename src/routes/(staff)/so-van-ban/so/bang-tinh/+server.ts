import { exportBook, listEntries } from '#server/results/index.ts'
import { everyPage, spreadsheet } from '../../../../spreadsheet.ts'
import { bookName, filterOf, keyOf } from '../../book-address.ts'
import type { RequestHandler } from './$types.js'

/** A book under its filters as a spreadsheet; the export stands in the audit trail. */
export const GET: RequestHandler = async ({ locals, url }) => {
  const { call } = locals
  const key = keyOf(url.searchParams)
  const { filter } = filterOf(url)
  const { columns } = await exportBook(call, key, filter)
  const items = everyPage((after: number | undefined) =>
    listEntries(call, key, filter, { after: after ?? 0, upwards: true, limit: 500 }),
  )
  return spreadsheet(call.now, {
    ...{
      file: `so-${key.year}`,
      title: bookName(key.kind)
        .slice(0, 31)
        .replaceAll(/[\\/?*[\]:]/g, ' '),
      items,
    },
    columns: columns.map((column) => ({ header: column.head, of: column.of })),
  })
}
