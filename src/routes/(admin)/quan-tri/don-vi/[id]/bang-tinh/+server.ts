import { viewUnit } from '#server/directory/index.ts'
import { spanWords } from '../../../directory-words.ts'
import { spreadsheet } from '../../../spreadsheet.ts'
import type { RequestHandler } from './$types.js'

export const GET: RequestHandler = async ({ locals, params }) => {
  const { unit, posts } = await viewUnit(locals.call, params.id)
  const rows = posts.map((each) => [each.id, each.title, each.holder ?? '', spanWords(each.from, each.to)])
  return spreadsheet(`chuc-vu-${unit.id}`, ['Mã', 'Chức vụ', 'Người giữ', 'Thời gian'], rows)
}
