import type { AuditPlace } from '#server/platform/operator-queries.ts'
import { type Column, everyPage, spreadsheet } from '../../../../spreadsheet.ts'
import { type AuditLine, auditPage, readAuditFilter } from '../reading.ts'
import type { RequestHandler } from './$types.js'

const COLUMNS: Column<AuditLine>[] = [
  { header: 'Lúc', kind: 'moment', of: (line) => line.at },
  { header: 'Cơ quan', of: (line) => line.organisationId },
  { header: 'Số', kind: 'number', of: (line) => line.seq },
  { header: 'Việc', width: 30, of: (line) => line.line.act },
  { header: 'Ai', width: 40, of: (line) => line.line.actor },
  { header: 'Chức vụ', width: 30, of: (line) => line.line.post },
  { header: 'Về', width: 40, of: (line) => line.line.subject },
  { header: 'Từ', of: (line) => line.line.from },
]

/** The audit trail under its filters as a spreadsheet. */
export const GET: RequestHandler = async ({ locals: { call }, url }) => {
  const { filter } = readAuditFilter(url)
  const load = (after: AuditPlace | undefined) => auditPage(call, { filter, after }, 1000)
  const first = await load(undefined)
  const items = everyPage((after: AuditPlace | undefined) => (after ? load(after) : Promise.resolve(first)))
  return spreadsheet(call.now, { file: 'nhat-ky-kiem-toan', title: 'Nhật ký kiểm toán', columns: COLUMNS, items })
}
