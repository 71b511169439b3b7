import { searchUnits } from '#server/directory/index.ts'
import { dateWords } from '#ui/format.ts'
import { KINDS, TIERS } from '../../directory-words.ts'
import { spreadsheet } from '../../spreadsheet.ts'
import type { RequestHandler } from './$types.js'

export const GET: RequestHandler = async ({ locals, url }) => {
  const found = await searchUnits(locals.call, url.searchParams.get('q')?.slice(0, 200) ?? '')
  const head = ['Mã', 'Tên', 'Loại', 'Cấp', 'Thuộc', 'Tên khác', 'Thành lập', 'Không còn từ']
  const rows = found.map((each) => [
    ...[each.id, each.name, KINDS[each.kind] ?? each.kind, TIERS[each.tier] ?? each.tier, each.above],
    ...[each.formerly.join('; '), dateWords(each.establishedOn), dateWords(each.abolishedOn)],
  ])
  return spreadsheet('don-vi', head, rows)
}
