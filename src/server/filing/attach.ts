import { type FileHouse, keepFile } from '#server/files/index.ts'
import { type Call, inTransaction } from '#server/platform/call.ts'
import { newId } from '#server/platform/ids.ts'
import { limitBy } from '#server/platform/rate-limit.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { getVersion } from '#server/procedures/index.ts'
import { getOwnDraft, lockOwnDraft } from './own-draft.ts'
import { insertDraftAttachment, listDraftAttachments, removeDraftAttachment } from './queries.ts'

const MOST_FILES = 60
/** Adds one paper to a draft, streamed to disk and looked at. @throws Refusal `platform.file-too-large`, `files.…`. */
export async function attachToDraft(
  call: Call,
  house: FileHouse,
  command: { draftId: string; documentKey: string; fileName: string; bytes: AsyncIterable<Uint8Array> },
): Promise<{ id: string }> {
  const { db, actor } = call
  const draft = await getOwnDraft(call, command.draftId)
  if (draft.sentDossierId) throw new Refusal('filing.sent-already')
  await limitBy(call, 'upload.account', actor.id)
  const { content } = await getVersion(db, draft.procedureVersionId)
  if (!content.requiredDocuments.some((each) => each.key === command.documentKey))
    throw new Refusal('filing.unknown-paper')
  const file = await keepFile(call, house, { name: command.fileName, bytes: command.bytes })
  return inTransaction(call, async (within) => {
    const locked = await lockOwnDraft(within, draft.id)
    if ((await listDraftAttachments(within.db, locked.id)).length >= MOST_FILES)
      throw new Refusal('filing.too-many-files', { most: MOST_FILES })
    const id = newId(within.now)
    await insertDraftAttachment(within.db, {
      id,
      draftId: locked.id,
      documentKey: command.documentKey,
      file: { ...file, sizeBytes: file.size },
      addedAt: within.now,
    })
    return { id }
  })
}

export function detachFromDraft(call: Call, draftId: string, attachmentId: string): Promise<void> {
  return inTransaction(call, async (within) => {
    const draft = await lockOwnDraft(within, draftId)
    await removeDraftAttachment(within.db, draft.id, attachmentId)
  })
}
