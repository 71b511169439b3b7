import { own } from '#own-keys'
import { searchUnits } from '#server/directory/index.ts'
import { spreadsheet } from '../../../../spreadsheet.ts'
import { KINDS, TIERS } from '../../directory-words.ts'
import type { RequestHandler } from './$types.js'

/** Units found, those that ended too, as a spreadsheet. */
export const GET: RequestHandler = async ({ locals: { call }, url }) =>
  spreadsheet(call.now, {
    ...{ file: 'don-vi', title: 'Đơn vị' },
    columns: [
      { header: 'Mã', of: (each) => each.id },
      { header: 'Tên', width: 50, of: (each) => each.name },
      { header: 'Loại', of: (each) => own(KINDS, each.kind) ?? each.kind },
      { header: 'Cấp', of: (each) => own(TIERS, each.tier) ?? each.tier },
      { header: 'Thuộc', width: 40, of: (each) => each.above },
      { header: 'Tên khác', width: 40, of: (each) => each.formerly.join('; ') },
      { header: 'Thành lập', kind: 'date', of: (each) => each.establishedOn },
      { header: 'Không còn từ', kind: 'date', of: (each) => each.abolishedOn },
    ],
    items: await searchUnits(call, url.searchParams.get('q')?.slice(0, 200) ?? ''),
  })
