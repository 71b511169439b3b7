import { type Call, inTransaction } from '#server/platform/call.ts'
import { newId } from '#server/platform/ids.ts'
import { change, lockDossier } from './change.ts'
import { insertAttachments } from './queries.ts'
import type { FiledDocument } from './schema.ts'

type Attached = FiledDocument & { paperId?: string }

/**
 * The program puts the sealed and complete paper into the dossier as its result (kết quả điện tử): from now on the filer may download it.
 * Whoever signed and sealed had the right; nobody's is asked here.
 */
export function attachResult(call: Call, dossierId: string, document: FiledDocument): Promise<string> {
  return putResult(call, dossierId, document, ['attach', 'result-ready'])
}

/**
 * Puts the signed copy of a result on paper (bản sao điện tử) into the dossier, also after it was returned; `paperId` is the id of the copy.
 * Whoever signed it had the right.
 */
export function attachCopy(call: Call, dossierId: string, document: FiledDocument & { paperId: string }) {
  return putResult(call, dossierId, document, ['attach-copy', 'copy-ready'])
}

function putResult(
  call: Call,
  dossierId: string,
  document: Attached,
  [act, kind]: ['attach', 'result-ready'] | ['attach-copy', 'copy-ready'],
): Promise<string> {
  return inTransaction(call, async (within) => {
    const { dossier } = await lockDossier(within, act, { dossierId })
    const id = newId(call.now)
    await insertAttachments(within.db, dossier.id, [{ ...document, id, kind: 'result' }], call.now, call.actor.id)
    const facts = { name: document.documentName, attachmentId: id }
    await change(within, dossier, {}, { kind, facts, chain: dossier.handlingId })
    return id
  })
}
