import { listInbox, type TaskPlace } from '#server/dossiers/index.ts'
import { everyPage, spreadsheet } from '../../../spreadsheet.ts'
import { readFilter } from '../../inbox-filter.ts'
import { INBOX_COLUMNS, inboxRows } from '../../inbox-sheet.ts'
import type { RequestHandler } from './$types.js'

/** The inbox under its filters as a spreadsheet. */
export const GET: RequestHandler = async ({ locals, url }) => {
  const { call } = locals
  const { filter } = await readFilter(call, url)
  const lines = everyPage((after: TaskPlace | undefined) => listInbox(call, { ...filter, after, limit: 500 }))
  return spreadsheet(call.now, { file: 'viec', title: 'Việc', columns: INBOX_COLUMNS, items: inboxRows(call, lines) })
}
