import { own } from '#own-keys'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { type ListedProcedure, listByLifeEvent, listPublished, searchPublished } from '#server/procedures/index.ts'
import { tierWords } from '#ui/format.ts'
import { LIFE_EVENTS } from '../../life-events.ts'
import { type Column, spreadsheet } from '../../../spreadsheet.ts'
import { readList } from '../reading.ts'
import type { RequestHandler } from './$types.js'

const MOST = 20_000
const COLUMNS: Column<ListedProcedure>[] = [
  { header: 'Mã thủ tục', width: 16, of: (line) => line.code },
  { header: 'Tên thủ tục', width: 60, of: (line) => line.name },
  { header: 'Lĩnh vực', width: 30, of: (line) => line.field },
  { header: 'Cấp', width: 14, of: (line) => tierWords(line.tier) },
  { header: 'Cơ quan thực hiện', width: 44, of: (line) => line.agency },
  { header: 'Mức dịch vụ', kind: 'number', width: 12, of: (line) => line.level },
  { header: 'Nộp được tại đây', width: 16, of: (line) => (line.fillable ? 'Có' : '') },
]

/** The list of procedures under its filters, or what a search found, as a spreadsheet. */
export const GET: RequestHandler = async ({ locals: { call }, url }) => {
  const { phrase, event, filter } = readList(url)
  const on = vietnamDate(call.now)
  const items =
    event && own(LIFE_EVENTS, event)
      ? await listByLifeEvent(call.db, event as 'birth', on)
      : phrase
        ? await searchPublished(call.db, on, phrase, filter, 300)
        : await listPublished(call.db, on, filter, MOST + 1)
  return spreadsheet(call.now, { file: 'thu-tuc', title: 'Thủ tục', columns: COLUMNS, items, most: MOST })
}
