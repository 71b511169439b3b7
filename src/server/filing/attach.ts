import { type Call, inTransaction } from '#server/platform/call.ts'
import { storeFile } from '#server/platform/files.ts'
import { newId } from '#server/platform/ids.ts'
import { limitBy } from '#server/platform/rate-limit.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { getVersion } from '#server/procedures/index.ts'
import { getOwnDraft, lockOwnDraft } from './own-draft.ts'
import { insertDraftAttachment, listDraftAttachments, removeDraftAttachment } from './queries.ts'

const MOST_FILES = 60
/** What a desk can open: by content, never by name. */
const OPENED =
  /^(application\/pdf|image\/(jpeg|png|gif|webp|heic|tiff)|application\/(vnd\.openxmlformats-officedocument\.[\w.]+|msword|vnd\.ms-excel|vnd\.oasis\.opendocument\.[\w.]+|x-cfb|zip|xml)|text\/plain|image\/vnd\.dwg|application\/acad)$/

/** The last part of a name, without what a file system or a page could stumble over; at most 200 letters. */
export const plainFileName = (name: string) =>
  name
    .normalize('NFC')
    .replace(/^.*[\\/]/, '')
    .replace(/[\p{Cc}\p{Cf}<>:"|?*]/gu, '')
    .trim()
    .slice(-200) || 'tep'

/** Adds one paper to a draft, streamed to disk. @throws Refusal `platform.file-too-large`, `filing.kind-not-taken`, `filing.empty-file`. */
export async function attachToDraft(
  call: Call,
  place: { dataDir: string; maxBytes: number },
  command: { draftId: string; documentKey: string; fileName: string; bytes: AsyncIterable<Uint8Array> },
): Promise<{ id: string }> {
  const { db, actor, now } = call
  const draft = await getOwnDraft(call, command.draftId)
  if (draft.sentDossierId) throw new Refusal('filing.sent-already')
  await limitBy(call, 'upload.account', actor.id)
  const { content } = await getVersion(db, draft.procedureVersionId)
  if (!content.requiredDocuments.some((each) => each.key === command.documentKey))
    throw new Refusal('filing.unknown-paper')
  const stored = await storeFile(db, place.dataDir, command.bytes, { now, maxBytes: place.maxBytes })
  if (stored.size === 0) throw new Refusal('filing.empty-file')
  if (!OPENED.test(stored.mediaType)) throw new Refusal('filing.kind-not-taken')
  return inTransaction(call, async (within) => {
    const locked = await lockOwnDraft(within, draft.id)
    if ((await listDraftAttachments(within.db, locked.id)).length >= MOST_FILES)
      throw new Refusal('filing.too-many-files', { most: MOST_FILES })
    const id = newId(within.now)
    await insertDraftAttachment(within.db, {
      ...{
        id,
        draftId: locked.id,
        documentKey: command.documentKey,
        sha256: stored.sha256,
        fileName: plainFileName(command.fileName),
      },
      ...{ mediaType: stored.mediaType, sizeBytes: stored.size, addedAt: within.now },
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
