import { type Call, may } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { type Draft, findDraft, findDraftForUpdate } from './queries.ts'

const isUuid = (id: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)

/**
 * Whose a draft is: a citizen's own; at a desk that of the post that keys it, as long as it may file there. Who has left the post does not
 * open it any more, who follows in it does.
 */
export const isOwnDraft = ({ actor }: Pick<Call, 'actor'>, draft: Pick<Draft, 'accountId' | 'postId' | 'deskId'>) =>
  actor.kind === 'official'
    ? draft.postId !== null && draft.postId === actor.postId && may(actor, 'dossiers.file-at-desk', draft.deskId ?? '')
    : draft.accountId === actor.id

const mine = (call: Call, draft: Draft | undefined): draft is Draft => draft !== undefined && isOwnDraft(call, draft)

/** The draft, if it is the actor's own. @throws Refusal `filing.unknown-draft`, also for a draft of somebody else. */
export async function getOwnDraft(call: Call, id: string): Promise<Draft> {
  const draft = isUuid(id) ? await findDraft(call.db, id) : undefined
  if (!mine(call, draft)) throw new Refusal('filing.unknown-draft')
  return draft
}

/** The same under lock, not yet sent. @throws Refusal `filing.sent-already`. */
export async function lockOwnDraft(call: Call, id: string): Promise<Draft> {
  const draft = isUuid(id) ? await findDraftForUpdate(call.db, id) : undefined
  if (!mine(call, draft)) throw new Refusal('filing.unknown-draft')
  if (draft.sentDossierId) throw new Refusal('filing.sent-already')
  return draft
}
