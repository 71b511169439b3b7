import { listCertificates } from '#server/certificates/index.ts'
import { certificateState, KIND_WORDS } from '../../../../certificate-words.ts'
import { everyPage, spreadsheet } from '../../../../spreadsheet.ts'
import { certificateFilter } from '../filter.ts'
import type { RequestHandler } from './$types.js'

/** The register of certificates as a spreadsheet, with the filter of the page. */
export const GET: RequestHandler = async ({ locals, url }) => {
  const { call } = locals
  const filter = certificateFilter(url)
  await listCertificates(call, { ...filter, limit: 1 })
  return spreadsheet(call.now, {
    ...{ file: 'chung-thuc-so', title: 'Chứng thư số' },
    columns: [
      { header: 'Người đứng tên', of: (each) => each.holder },
      { header: 'Loại', of: (each) => KIND_WORDS[each.kind] },
      { header: 'Chức vụ', of: (each) => each.postTitle },
      { header: 'Đơn vị', width: 36, of: (each) => each.unit },
      { header: 'Số hiệu', width: 36, of: (each) => each.serial },
      { header: 'Cơ quan cấp', width: 36, of: (each) => each.issuer },
      { header: 'Số thiết bị', of: (each) => each.tokenSerial },
      { header: 'Từ', kind: 'date', of: (each) => each.notBefore },
      { header: 'Đến', kind: 'date', of: (each) => each.notAfter },
      { header: 'Tình trạng', of: (each) => certificateState(each, call.now).words },
    ],
    items: everyPage((after: string | undefined) => listCertificates(call, { ...filter, after, limit: 500 })),
  })
}
