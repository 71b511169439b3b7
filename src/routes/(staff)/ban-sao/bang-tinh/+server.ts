import { loadDirectory } from '#server/directory/index.ts'
import { listCopies } from '#server/signing/index.ts'
import { formName } from '../../../copy-words.ts'
import { everyPage, spreadsheet } from '../../../spreadsheet.ts'
import { copyFilter } from '../reading.ts'
import type { RequestHandler } from './$types.js'

/** The register of copies under its filter. */
export const GET: RequestHandler = async ({ locals, url }) => {
  const { call } = locals
  const filter = copyFilter(url)
  const first = await listCopies(call, filter)
  const directory = await loadDirectory(call.db)
  type Next = { at: Date; id: string }
  return spreadsheet(call.now, {
    ...{ file: 'so-ban-sao', title: 'Sổ bản sao điện tử' },
    items: everyPage((after: Next | undefined) => (after ? listCopies(call, filter, after) : Promise.resolve(first))),
    columns: [
      { header: 'Ký lúc', kind: 'moment', of: (item) => item.signedAt },
      { header: 'Cơ quan sao', width: 36, of: (item) => directory.organisation(item.organisationId)?.name },
      { header: 'Hình thức sao', of: (item) => formName(item.form) },
      { header: 'Số bản sao', of: (item) => item.notation },
      { header: 'Văn bản được sao', width: 50, of: (item) => item.title },
      { header: 'Hồ sơ, văn bản', width: 30, of: (item) => item.subjectWords },
      { header: 'Số trang', kind: 'number', width: 10, of: (item) => item.pages },
      { header: 'Người ký', width: 30, of: (item) => item.signedByName },
      { header: 'Mã tra cứu', of: (item) => item.code },
      { header: 'Tình trạng', of: (item) => (item.state === 'valid' ? 'Có hiệu lực' : 'Đã thu hồi') },
      { header: 'Thu hồi lúc', kind: 'moment', of: (item) => (item.state === 'withdrawn' ? item.stateAt : null) },
      { header: 'Lý do thu hồi', width: 40, of: (item) => item.stateReason },
      { header: 'SHA-256 của tệp', width: 70, of: (item) => item.fileSha256 },
    ],
  })
}
