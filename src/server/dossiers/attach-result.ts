import { type Call, inTransaction } from '#server/platform/call.ts'
import { newId } from '#server/platform/ids.ts'
import { change, lockDossier } from './change.ts'
import { insertAttachments } from './queries.ts'
import type { KeptDocument } from './schema.ts'

/**
 * The program puts the sealed and complete paper into the dossier as its result (kết quả điện tử): from now on the filer may download it.
 * Whoever signed and sealed had the right; nobody's is asked here.
 */
export function attachResult(call: Call, dossierId: string, document: KeptDocument): Promise<string> {
  return inTransaction(call, async (within) => {
    const { dossier } = await lockDossier(within, 'attach', { dossierId })
    const id = newId(call.now)
    await insertAttachments(within.db, dossier.id, [{ ...document, id, kind: 'result' }], call.now, call.actor.id)
    const facts = { name: document.documentName, attachmentId: id }
    await change(within, dossier, {}, { kind: 'result-ready', facts, chain: dossier.handlingId })
    return id
  })
}
