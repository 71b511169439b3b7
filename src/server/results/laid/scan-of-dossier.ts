import { type DossierView, findAttachment } from '#server/dossiers/index.ts'
import type { PaperHouse, Template } from '#server/papers/index.ts'
import type { Db } from '#server/platform/call.ts'
import { readStoredFile } from '#server/platform/files.ts'
import { Refusal } from '#server/platform/refusal.ts'

/** Templates whose words stand on another paper. */
export const isLaid = ({ kind }: Pick<Template, 'kind'>) => kind === 'attestation' || kind === 'note'

const SCANS = new Set(['application/pdf', 'image/jpeg', 'image/png'])
/** Laid in memory: what desks scan is far smaller. */
const MOST_BYTES = 60 * 1024 * 1024

export type ScanChoice = { id: string; name: string }

/** The files of a dossier on which words may be laid (bản quét của bản chính, của giấy tờ cần ghi chú). */
export function scansOf({ papers, attachments }: Pick<DossierView, 'papers' | 'attachments'>): ScanChoice[] {
  return attachments
    .filter((each) => each.kind !== 'result' && SCANS.has(each.mediaType))
    .map((each) => ({
      id: each.id,
      name: `${papers.find((paper) => paper.key === each.documentKey)?.name ?? each.documentName}: ${each.fileName}`,
    }))
}

/** The bytes of the chosen file. @throws Refusal `results.scan-needed`, `results.scan-unknown`, `results.scan-unfit`. */
export async function readScan(
  db: Db,
  { dataDir }: Pick<PaperHouse, 'dataDir'>,
  { dossierId, laidOn }: { dossierId: string; laidOn: string | null },
): Promise<{ bytes: Uint8Array; mediaType: string }> {
  if (!laidOn) throw new Refusal('results.scan-needed')
  const found = await findAttachment(db, laidOn)
  if (!found || found.dossierId !== dossierId || found.kind === 'result' || !SCANS.has(found.mediaType))
    throw new Refusal('results.scan-unknown')
  if (Number(found.sizeBytes) > MOST_BYTES)
    throw new Refusal('results.scan-unfit', { reason: 'tệp lớn hơn 60 MB. Quét lại ở 300 dpi, đen trắng hoặc xám' })
  const parts: Uint8Array[] = []
  for await (const part of readStoredFile(dataDir, found.fileSha256)) parts.push(part as Uint8Array)
  return { bytes: new Uint8Array(Buffer.concat(parts)), mediaType: found.mediaType }
}
