import { findDossier, holdForCopy, viewDossier } from '#server/dossiers/index.ts'
import { one, pictureSize, setScan } from '#server/papers/index.ts'
import { loadDirectory } from '#server/directory/index.ts'
import type { LookedAtFile } from '#server/files/index.ts'
import { recordAudit } from '#server/platform/audit.ts'
import { type Call, inTransaction } from '#server/platform/call.ts'
import { readStoredFile, storeFile } from '#server/platform/files.ts'
import { newId } from '#server/platform/ids.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { getVersion } from '#server/procedures/index.ts'
import { bytesSource, FormatFault, inTime, PdfFile, resolutionOf } from '#server/signatures/index.ts'
import { findResult } from '../queries.ts'
import { mayScan, requireScanTime } from './rules.ts'
import { changeScan, findWaitingScan, findWaitingScanForUpdate, insertScan, markScan } from './scan-queries.ts'
import type { Scan } from './schema.ts'

type House = { dataDir: string; maxFileBytes: number }
type Ready = Pick<Scan, 'pictures' | 'fileSha256' | 'sizeBytes' | 'pages' | 'dpi'>

async function bytesOf(dataDir: string, sha256: string): Promise<Uint8Array> {
  const parts: Buffer[] = []
  for await (const part of readStoredFile(dataDir, sha256)) parts.push(part as Buffer)
  return Buffer.concat(parts)
}

/** What is known of a PDF before it is signed. @throws Refusal `results.scan-unreadable`. */
async function readPdf(bytes: Uint8Array): Promise<{ pages: number; dpi: number | null }> {
  try {
    const file = await PdfFile.open(bytesSource(bytes))
    if (file.isEncrypted) throw new FormatFault('pdf.encrypted', 'the file is encrypted')
    const { pages, dpi } = await inTime(resolutionOf(file))
    if (pages === 0) throw new FormatFault('pdf.pages', 'the file has no pages')
    return { pages, dpi }
  } catch (error) {
    if (error instanceof FormatFault) throw new Refusal('results.scan-unreadable')
    throw error
  }
}

/** A PDF as it is; a picture as the next page of those that wait. */
async function ready(
  call: Call,
  { dataDir, maxFileBytes }: House,
  file: LookedAtFile & { name: string },
  before: Scan | undefined,
  title: string,
): Promise<Ready> {
  const { sha256, mediaType } = file.readable
  const bytes = await bytesOf(dataDir, sha256)
  if (mediaType === 'application/pdf')
    return { pictures: [], fileSha256: sha256, sizeBytes: bytes.length, ...(await readPdf(bytes)) }
  if (!pictureSize(bytes)) throw new Refusal('results.scan-unreadable')
  const pictures = [...(before?.pictures ?? []), { sha256, name: file.name }]
  const all = []
  for (const each of pictures)
    all.push({ name: each.name, bytes: each.sha256 === sha256 ? bytes : await bytesOf(dataDir, each.sha256) })
  const { pdf } = await setScan(all, title, call.now)
  const kept = await storeFile(call.db, dataDir, one(pdf), { now: call.now, maxBytes: maxFileBytes })
  return { pictures, fileSha256: kept.sha256, sizeBytes: kept.size, ...(await readPdf(pdf)) }
}

/**
 * Keeps the scan of a result on paper with its dossier (số hóa kết quả, TT 01/2023 art. 8): a PDF, or pictures that become its pages one
 * after another. It waits for the records clerk, whatever happens to the signing. A PDF takes the place of a scan that waits.
 * @throws Refusal `results.scan-no-right`, `results.scan-…`, `papers.picture-unfit`, `platform.file-too-large`.
 */
export async function keepScan(
  call: Call,
  house: House,
  command: { dossierId: string; file: LookedAtFile & { name: string } },
): Promise<Scan> {
  const { dossier, procedure } = await viewDossier(call, { id: command.dossierId })
  const organisationId = (await loadDirectory(call.db)).successor(dossier.handlingId)
  if (!mayScan(call.actor, organisationId)) throw new Refusal('results.scan-no-right')
  const { content } = await getVersion(call.db, dossier.procedureVersionId)
  requireScanTime(dossier, content, await findResult(call.db, dossier.id))
  const before = await findWaitingScan(call.db, dossier.id)
  const scan = await ready(call, house, command.file, before, procedure.name.slice(0, 120))
  return inTransaction(call, async (within) => {
    const { db, actor, now } = within
    const { dossier: held } = await holdForCopy(within, command.dossierId)
    requireScanTime(held, content, await findResult(db, held.id))
    const waiting = await findWaitingScanForUpdate(db, held.id)
    const grows = scan.pictures.length > 1
    if (grows && (waiting?.id !== before?.id || waiting?.fileSha256 !== before?.fileSha256))
      throw new Refusal('results.scan-changed')
    recordAudit(within, 'results.scan-kept', organisationId, held.id, { file: scan.fileSha256, pages: scan.pages })
    if (grows && waiting) {
      await changeScan(db, waiting.id, { ...scan, changedAt: now })
      return { ...waiting, ...scan, changedAt: now }
    }
    if (waiting) await markScan(db, waiting.id, 'removed', now)
    const kept: Scan = {
      ...{ id: newId(now), dossierId: held.id, ...scan, fileName: command.file.name.slice(0, 200), state: 'waiting' },
      ...{ addedAt: now, addedBy: actor.id, addedByName: actor.name, changedAt: now, copyId: null },
    }
    await insertScan(db, kept)
    return kept
  })
}

/** Takes back a scan that waits, to bring a better one; the bytes stay in the store. @throws Refusal `results.scan-no-right`, `results.scan-gone`. */
export function removeScan(call: Call, { dossierId, scanId }: { dossierId: string; scanId: string }): Promise<void> {
  return inTransaction(call, async (within) => {
    const dossier = await findDossier(within.db, dossierId)
    const organisationId = dossier ? (await loadDirectory(within.db)).successor(dossier.handlingId) : ''
    if (!dossier || !mayScan(within.actor, organisationId)) throw new Refusal('results.scan-no-right')
    await holdForCopy(within, dossierId)
    const waiting = await findWaitingScanForUpdate(within.db, dossierId)
    if (waiting?.id !== scanId) throw new Refusal('results.scan-gone')
    await markScan(within.db, scanId, 'removed', within.now)
    recordAudit(within, 'results.scan-removed', organisationId, dossierId, { file: waiting.fileSha256 })
  })
}
