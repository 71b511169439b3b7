import { recordAudit } from '#server/platform/audit.ts'
import { type Call, inTransaction } from '#server/platform/call.ts'
import { openBatch } from './hold-batch.ts'
import { fileOf } from './make-batch.ts'
import { listCards } from './queries.ts'
import { batchWords } from './schema.ts'

export type BatchFile = { name: string; mediaType: string; text: string; sha256: string }

/**
 * Tải dữ liệu in của một lô: personal data of everybody in it leave the house, so every download is in the audit trail before the first
 * byte goes. @throws Refusal `cards.unknown`.
 */
export function downloadBatch(
  call: Call,
  { batchId, format }: { batchId: string; format: 'json' | 'csv' },
): Promise<BatchFile> {
  return inTransaction(call, async (within) => {
    const batch = await openBatch(within, batchId)
    const file = fileOf(batch, await listCards(within.db, batch.id))
    if (file.sha256 !== batch.sha256) throw new Error(`Card batch ${batch.id} is not what was made`)
    const name = `lo-the-${batchWords(batch).replace('/', '-')}.${format}`
    const facts = { batch: batchWords(batch), format, cards: file.count, sha256: file.sha256 }
    recordAudit(within, 'cards.downloaded', batch.organisationId, batch.id, facts)
    const mediaType = format === 'json' ? 'application/json; charset=utf-8' : 'text/csv; charset=utf-8'
    return { name, mediaType, text: file[format], sha256: file.sha256 }
  })
}
