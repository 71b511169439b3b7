import type { Db } from '#server/platform/call.ts'
import type { Scan } from './schema.ts'

const columns = [
  ...(['id', 'dossier_id as dossierId', 'pictures', 'file_sha256 as fileSha256', 'file_name as fileName'] as const),
  ...(['size_bytes as sizeBytes', 'pages', 'dpi', 'state', 'added_at as addedAt', 'added_by as addedBy'] as const),
  ...(['added_by_name as addedByName', 'changed_at as changedAt', 'copy_id as copyId'] as const),
]
const scanOf = (row: object | undefined) =>
  row && ({ ...row, sizeBytes: Number((row as { sizeBytes: unknown }).sizeBytes) } as Scan)

/** The scan of a dossier that waits for its signature; there is one at a time. */
export const findWaitingScan = async (db: Db, dossierId: string) =>
  scanOf(
    await db
      .selectFrom('result_scan')
      .select(columns)
      .where('dossier_id', '=', dossierId)
      .where('state', '=', 'waiting')
      .executeTakeFirst(),
  )

export const findWaitingScanForUpdate = async (db: Db, dossierId: string) =>
  scanOf(
    await db
      .selectFrom('result_scan')
      .select(columns)
      .where('dossier_id', '=', dossierId)
      .where('state', '=', 'waiting')
      .forUpdate()
      .executeTakeFirst(),
  )

export async function insertScan(db: Db, scan: Scan) {
  await db
    .insertInto('result_scan')
    .values({
      ...{ id: scan.id, dossier_id: scan.dossierId, pictures: JSON.stringify(scan.pictures), dpi: scan.dpi },
      ...{ file_sha256: scan.fileSha256, file_name: scan.fileName, size_bytes: scan.sizeBytes, pages: scan.pages },
      ...{ state: scan.state, added_at: scan.addedAt, added_by: scan.addedBy, added_by_name: scan.addedByName },
      ...{ changed_at: scan.changedAt, copy_id: scan.copyId },
    })
    .execute()
}

/** The scan with a picture more. */
export async function changeScan(
  db: Db,
  id: string,
  change: Pick<Scan, 'pictures' | 'fileSha256' | 'sizeBytes' | 'pages' | 'dpi' | 'changedAt'>,
) {
  await db
    .updateTable('result_scan')
    .set({
      ...{ pictures: JSON.stringify(change.pictures), file_sha256: change.fileSha256, pages: change.pages },
      ...{ size_bytes: change.sizeBytes, dpi: change.dpi, changed_at: change.changedAt },
    })
    .where('id', '=', id)
    .execute()
}

export async function markScan(db: Db, id: string, state: 'removed' | { copyId: string }, at: Date) {
  await db
    .updateTable('result_scan')
    .set(state === 'removed' ? { state, changed_at: at } : { state: 'signed', copy_id: state.copyId, changed_at: at })
    .where('id', '=', id)
    .execute()
}
