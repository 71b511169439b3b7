import type { Call } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { type Draft, findDraft, findDraftForUpdate } from './queries.ts'

const isUuid = (id: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)

const mine = ({ actor }: Call, draft: Draft | undefined): draft is Draft =>
  draft !== undefined &&
  (actor.kind === 'official' ? draft.officialAccountId === actor.id : draft.accountId === actor.id)

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
