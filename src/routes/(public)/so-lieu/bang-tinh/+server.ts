import { figuresForPublic, type PublicFigures } from '#server/insight/index.ts'
import { type Column, spreadsheet } from '../../../spreadsheet.ts'
import type { RequestHandler } from './$types.js'

type Unit = Omit<PublicFigures['units'][number], 'organisationId'>

const COLUMNS: Column<Unit>[] = [
  { header: 'Cơ quan', width: 48, of: (unit) => unit.name },
  { header: 'Đã nhận', kind: 'number', of: (unit) => unit.received },
  { header: 'Đã xong', kind: 'number', of: (unit) => unit.settled },
  { header: 'Xong trễ', kind: 'number', of: (unit) => unit.late },
  { header: 'Đang làm', kind: 'number', of: (unit) => unit.open },
  { header: 'Đang quá hạn', kind: 'number', of: (unit) => unit.openLate },
]

/** The figures by unit, as a spreadsheet; the last line sums them up. */
export const GET: RequestHandler = async ({ locals: { call } }) => {
  const { units } = await figuresForPublic(call.db, call.now)
  const sum = (name: 'received' | 'settled' | 'late' | 'open' | 'openLate') =>
    units.reduce((total, unit) => total + unit[name], 0)
  const total: Unit = {
    name: 'Cộng',
    ...{ received: sum('received'), settled: sum('settled'), late: sum('late') },
    ...{ open: sum('open'), openLate: sum('openLate') },
  }
  return spreadsheet(call.now, { file: 'so-lieu', title: 'Số liệu', columns: COLUMNS, items: [...units, total] })
}
