import { type Call, inTransaction } from '#server/platform/call.ts'
import { newId } from '#server/platform/ids.ts'
import { change, lockDossier } from './change.ts'
import { type AttachmentRow, insertAttachments, listAttachments } from './queries.ts'
import type { KeptDocument } from './schema.ts'

const isThat = (each: AttachmentRow, { documentKey }: KeptDocument) =>
  each.kind === 'result' && each.documentKey === documentKey

/**
 * The program puts the sealed and complete paper into the dossier as its result (kết quả điện tử): from now on the filer may download it.
 * Whoever signed and sealed had the right; nobody's is asked here. What comes beside the result (`once`: an appendix) may come after the return,
 * and one of its key that is there already stays.
 */
export function attachResult(
  call: Call,
  dossierId: string,
  document: KeptDocument,
  { once = false }: { once?: boolean } = {},
): Promise<string> {
  return inTransaction(call, async (within) => {
    const { dossier } = await lockDossier(within, once ? 'attach-copy' : 'attach', { dossierId })
    const there = once && (await listAttachments(within.db, dossierId)).find((each) => isThat(each, document))
    if (there) return there.id
    const id = newId(call.now)
    await insertAttachments(within.db, dossier.id, [{ ...document, id, kind: 'result' }], call.now, call.actor.id)
    const facts = { name: document.documentName, attachmentId: id }
    await change(within, dossier, {}, { kind: 'result-ready', facts, chain: dossier.handlingId })
    return id
  })
}
