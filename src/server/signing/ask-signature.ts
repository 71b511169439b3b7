import { findPaper } from '#server/papers/index.ts'
import { recordAudit } from '#server/platform/audit.ts'
import { type Call, inTransaction } from '#server/platform/call.ts'
import { newId } from '#server/platform/ids.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { placeNamed, placesOf } from './places.ts'
import { endRequest, insertRequest } from './request-queries.ts'

export type AskSignature = {
  paperId: string
  /** The place of the template. */
  key: string
  to: { postId: string } | { queue: string }
  dueAt?: Date
  /** Number and date are given with this signature: the series counts alone, the symbol stands after the number (QĐ-UBND, PBS). */
  numbering?: { series: string; symbol: string }
}

/** Asks a post or a queue for a signature or the seal (trình ký, chuyển văn thư). The caller has asked for the right to do so. */
export async function askSignature(call: Call, command: AskSignature): Promise<string> {
  const id = newId(call.now)
  await inTransaction(call, async (within) => {
    const paper = await findPaper(within.db, { id: command.paperId })
    if (!paper) throw new Refusal('signing.no-paper')
    const { sign } = placeNamed(await placesOf(within.db, paper), command.key)
    await insertRequest(within.db, {
      ...{ id, paperId: paper.id, field: command.key, act: sign.by === 'seal' ? 'seal' : 'sign' },
      postId: 'postId' in command.to ? command.to.postId : null,
      queue: 'queue' in command.to ? command.to.queue : null,
      ...{ series: command.numbering?.series ?? null, symbol: command.numbering?.symbol ?? null },
      ...{ dueAt: command.dueAt ?? null, askedBy: call.actor.id, askedAt: call.now },
    })
    recordAudit(within, 'signing.asked', paper.organisationId, paper.id, { place: command.key, to: command.to })
  })
  return id
}

/** Takes a request back: what it asked for is no longer wanted (the paper is replaced or withdrawn). */
export async function withdrawRequest(call: Call, of: { paperId: string; key: string }) {
  await inTransaction(call, async (within) => {
    const paper = await findPaper(within.db, { id: of.paperId })
    if (!paper) throw new Refusal('signing.no-paper')
    await endRequest(within.db, { paperId: of.paperId, field: of.key }, 'withdrawn', call.actor.id, call.now)
    recordAudit(within, 'signing.request-withdrawn', paper.organisationId, paper.id, { place: of.key })
  })
}
