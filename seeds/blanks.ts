import { sql } from 'kysely'
import type { Db } from '#server/platform/call.ts'
import { namedId } from './directory.ts'

type Kind = 'birth' | 'marriage' | 'land'
/** Units, what they keep, and the serial their lot begins with; the serials are invented. */
const LOTS: [organisationId: string, kind: Kind, series: string, first: number, from: string][] = [
  ['xa-liem-phong', 'birth', 'KS', 12001, 'Phòng Tư pháp huyện Thanh Liêm'],
  ['xa-liem-phong', 'marriage', 'KH', 4001, 'Phòng Tư pháp huyện Thanh Liêm'],
  ['phuong-minh-khai', 'birth', 'KS', 13001, 'Phòng Tư pháp thành phố Phủ Lý'],
  ['phuong-minh-khai', 'marriage', 'KH', 5001, 'Phòng Tư pháp thành phố Phủ Lý'],
  ['cnvpdk-phu-ly', 'land', 'DM', 700001, 'Văn phòng Đăng ký đất đai tỉnh'],
]
const PRINTERS: [organisationId: string, printer: string, kind: Kind, x: string, y: string][] = [
  ['xa-liem-phong', 'Máy in phòng tư pháp', 'birth', '1.50', '-0.75'],
  ['xa-liem-phong', 'Máy in phòng tư pháp', 'marriage', '1.50', '-0.75'],
  ['xa-liem-phong', 'Máy in một cửa', 'birth', '0.00', '2.00'],
  ['phuong-minh-khai', 'Máy in tầng 1', 'birth', '0.50', '0.50'],
  ['phuong-minh-khai', 'Máy in tầng 1', 'marriage', '0.50', '0.50'],
  ['cnvpdk-phu-ly', 'Máy in khổ A3', 'land', '-1.00', '1.25'],
]
const PER_LOT = 50

/** Lots of State blanks (phôi) and calibrated printers of two communes and a land registration branch, so that the demonstration prints on blanks. */
export async function seedBlanks(db: Db, now: Date) {
  const day = sql<string>`(${now}::timestamptz - interval '20 days')::date`
  const by = { received_by: 'system', received_at: now }
  await db
    .insertInto('blank_lot')
    .values(
      LOTS.map(([organisationId, kind, series, first, from]) => ({
        ...{ id: namedId(`blanks ${organisationId} ${kind}`), organisation_id: organisationId, kind, series, first },
        ...{ last: first + PER_LOT - 1, digits: 6, next: first, received_on: day, received_from: from, ...by },
        document: `Phiếu xuất kho phôi (trình diễn), ${PER_LOT} phôi`,
      })),
    )
    .execute()
  await db
    .insertInto('printer_calibration')
    .values(
      PRINTERS.map(([organisationId, printer, kind, x, y]) => ({
        ...{ organisation_id: organisationId, printer, kind, x, y, changed_at: now, changed_by: 'system' },
      })),
    )
    .execute()
}
