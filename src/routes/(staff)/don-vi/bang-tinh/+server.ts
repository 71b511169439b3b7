import { listHolders } from '#server/dossiers/index.ts'
import { type Column, everyPage, spreadsheet } from '../../../spreadsheet.ts'
import { type ShownHolder, shownHolders } from '../holders.ts'
import type { RequestHandler } from './$types.js'

const COLUMNS: Column<ShownHolder>[] = [
  { header: 'Người giữ', width: 48, of: (load) => load.words },
  { header: 'Họ tên', width: 28, of: (load) => load.person },
  { header: 'Đang mở', kind: 'number', of: (load) => load.open },
  { header: 'Trễ', kind: 'number', of: (load) => load.late },
  { header: 'Chưa nhận bàn giao', kind: 'number', of: (load) => load.notReceived },
  { header: 'Hạn sớm nhất', kind: 'moment', of: (load) => load.oldestDue },
]

/** Who holds what, as a spreadsheet. */
export const GET: RequestHandler = ({ locals, url }) => {
  const { call } = locals
  const lateOnly = url.searchParams.get('tre') === '1'
  const items = everyPage(async (skip: number | undefined) => {
    const page = await listHolders(call, { lateOnly, skip: skip ?? 0, limit: 500 })
    return { items: await shownHolders(call, page.items), next: page.next }
  })
  return spreadsheet(call.now, { file: 'ai-giu-gi', title: 'Ai đang giữ gì', columns: COLUMNS, items })
}
