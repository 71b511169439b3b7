import { viewUnit } from '#server/directory/index.ts'
import { spreadsheet } from '../../../../../spreadsheet.ts'
import { spanWords } from '../../../directory-words.ts'
import type { RequestHandler } from './$types.js'

/** The posts of a unit as a spreadsheet. */
export const GET: RequestHandler = async ({ locals: { call }, params }) => {
  const { unit, posts } = await viewUnit(call, params.id)
  return spreadsheet(call.now, {
    ...{ file: `chuc-vu-${unit.id}`, title: 'Chức vụ' },
    columns: [
      { header: 'Mã', width: 40, of: (each) => each.id },
      { header: 'Chức vụ', width: 40, of: (each) => each.title },
      { header: 'Người giữ', of: (each) => each.holder },
      { header: 'Thời gian', width: 40, of: (each) => spanWords(each.from, each.to) },
    ],
    items: posts,
  })
}
