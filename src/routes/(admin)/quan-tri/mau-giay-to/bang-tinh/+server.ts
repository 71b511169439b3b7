import { listTemplateWork } from '#server/papers/index.ts'
import { spreadsheet } from '../../../../spreadsheet.ts'
import { kindWords, readKind } from '../kind-words.ts'
import type { RequestHandler } from './$types.js'

/** The templates of the list, with its filter. */
export const GET: RequestHandler = async ({ locals, url }) => {
  const kind = readKind(url.searchParams.get('loai'))
  const words = (url.searchParams.get('q') ?? '').slice(0, 200)
  return spreadsheet(locals.call.now, {
    ...{ file: 'mau-giay-to', title: 'Mẫu giấy tờ', items: await listTemplateWork(locals.call, { kind, words }) },
    columns: [
      { header: 'Khóa', of: (item) => item.key },
      { header: 'Tên', width: 50, of: (item) => item.name },
      { header: 'Loại', of: (item) => kindWords(item.kind) },
      { header: 'Bản', kind: 'number', width: 8, of: (item) => item.version },
      { header: 'Tình trạng', of: (item) => (item.state === 'draft' ? 'Đang soạn' : 'Đã công bố') },
      { header: 'Có hiệu lực từ', kind: 'date', of: (item) => item.effectiveFrom },
      { header: 'Đã đối chiếu', of: (item) => (item.verified ? 'có' : 'chưa') },
      { header: 'Căn cứ', width: 50, of: (item) => item.legalBasis },
      { header: 'Người ký', width: 30, of: (item) => item.signs.map(({ key }) => key).join(', ') },
    ],
  })
}
