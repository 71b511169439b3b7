import { ownFile } from '#server/files/index.ts'
import { type Call, inTransaction } from '#server/platform/call.ts'
import { newId } from '#server/platform/ids.ts'
import { change, lockDossier } from './change.ts'
import { type AttachmentRow, insertAttachments, listAttachments } from './queries.ts'
import type { FiledDocument } from './schema.ts'

/** A paper that this program made, on its way into a dossier. */
export type MadeDocument = FiledDocument & { paperId?: string | null }

/**
 * The program puts the sealed and complete paper into the dossier as its result (kết quả điện tử): from now on the filer may download it.
 * Whoever signed and sealed had the right; nobody's is asked here.
 */
export function attachResult(call: Call, dossierId: string, document: MadeDocument): Promise<string> {
  return putResult(call, dossierId, document, ['attach', 'result-ready'])
}

/**
 * Puts the signed copy of a result on paper (bản sao điện tử) into the dossier, also after it was returned; `paperId` is the id of the copy.
 * Whoever signed it had the right.
 */
export function attachCopy(call: Call, dossierId: string, document: FiledDocument & { paperId: string }) {
  return putResult(call, dossierId, document, ['attach-copy', 'copy-ready'])
}

const isThat = (each: AttachmentRow, { documentKey }: MadeDocument) =>
  each.kind === 'result' && each.documentKey === documentKey

/** Puts a sealed appendix beside the result, also after the return; one of its key that is there already stays. */
export function attachAppendix(call: Call, dossierId: string, document: MadeDocument): Promise<string> {
  return inTransaction(call, async (within) => {
    await lockDossier(within, 'attach-copy', { dossierId })
    const there = (await listAttachments(within.db, dossierId)).find((each) => isThat(each, document))
    return there?.id ?? putResult(within, dossierId, document, ['attach-copy', 'result-ready'])
  })
}

function putResult(
  call: Call,
  dossierId: string,
  document: MadeDocument,
  [act, kind]: ['attach' | 'attach-copy', 'result-ready' | 'copy-ready'],
): Promise<string> {
  return inTransaction(call, async (within) => {
    const { dossier } = await lockDossier(within, act, { dossierId })
    const id = newId(call.now)
    const file = await ownFile(within, document)
    await insertAttachments(within.db, dossier.id, [{ ...file, id, kind: 'result' }], call.now, call.actor.id)
    const facts = { name: document.documentName, attachmentId: id }
    await change(within, dossier, {}, { kind, facts, chain: dossier.handlingId })
    return id
  })
}
