import { listUnitTasks, type TaskPlace } from '#server/dossiers/index.ts'
import { everyPage, spreadsheet } from '../../../../spreadsheet.ts'
import { readFilter } from '../../../inbox-filter.ts'
import { INBOX_COLUMNS, inboxRows } from '../../../inbox-sheet.ts'
import { readHolder } from '../../holders.ts'
import type { RequestHandler } from './$types.js'

/** The open tasks of a unit under its filters as a spreadsheet. */
export const GET: RequestHandler = async ({ locals, params, url }) => {
  const { call } = locals
  const { filter } = await readFilter(call, url)
  const holder = readHolder(url.searchParams.get('nguoi'))
  const load = (after: TaskPlace | undefined) =>
    listUnitTasks(call, params.id, { ...filter, holder, after, limit: 500 })
  const first = await load(undefined)
  const lines = everyPage((after: TaskPlace | undefined) => (after ? load(after) : Promise.resolve(first)))
  return spreadsheet(call.now, {
    file: `viec-${params.id}`,
    title: 'Việc đang mở',
    columns: INBOX_COLUMNS,
    items: inboxRows(call, lines),
  })
}
