import { type Call, inTransaction } from '#server/platform/call.ts'
import { getVersion } from '#server/procedures/index.ts'
import { getOwnDraft } from './own-draft.ts'
import { findDraftAttachment, listDraftsOf, removeDraft } from './queries.ts'

/** Forms begun and not yet sent. */
export async function listDrafts({ db, actor }: Call) {
  const of =
    actor.kind === 'official'
      ? { postId: actor.postId ?? '', deskIds: [...(actor.grants.get('dossiers.file-at-desk') ?? [])] }
      : { accountId: actor.id }
  const drafts = await listDraftsOf(db, of)
  return Promise.all(
    drafts.map(async (draft) => {
      const { content } = await getVersion(db, draft.procedureVersionId)
      return {
        id: draft.id,
        code: content.code,
        savedAt: draft.savedAt,
        expiresAt: draft.expiresAt,
        name: content.shortName ?? content.name,
      }
    }),
  )
}

export async function discardDraft(call: Call, id: string) {
  await inTransaction(call, async (within) => {
    const draft = await getOwnDraft(within, id)
    await removeDraft(within.db, draft.id)
  })
}

/** A paper of one's own draft, to look at it again. */
export async function findOwnDraftPaper(call: Call, id: string) {
  const paper = await findDraftAttachment(call.db, id)
  if (!paper) return undefined
  await getOwnDraft(call, paper.draftId)
  return paper
}
