import { findPaper, type Paper } from '#server/papers/index.ts'
import type { Call } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { maySignPlace } from './initials.ts'
import { placesOf } from './places.ts'
import { listRequestsOfPaper, listSignatureJobs, type SignatureJob, type SignatureRequest } from './request-queries.ts'

export type PlaceToSign = {
  key: string
  by: 'receiver' | 'leader' | 'head' | 'initials' | 'seal'
  request: SignatureRequest | undefined
  job: SignatureJob | undefined
  /** Whether this actor is the one who signs here, and it is not signed yet. */
  isMine: boolean
}
export type PaperToSign = { paper: Paper; places: PlaceToSign[] }

/** A paper as its signers see it: only they, and those who signed it, open it here. @throws Refusal `signing.no-paper`. */
export async function viewPaperToSign(call: Call, paperId: string): Promise<PaperToSign> {
  const { actor } = call
  const paper = /^[0-9a-f-]{36}$/.test(paperId) ? await findPaper(call.db, { id: paperId }) : undefined
  if (!paper) throw new Refusal('signing.no-paper')
  const [{ signs }, requests, jobs] = await Promise.all([
    placesOf(call.db, paper),
    listRequestsOfPaper(call.db, paper.id),
    listSignatureJobs(call.db, paper.id),
  ])
  const allowed = new Map(
    await Promise.all(signs.map(async ({ key, by }) => [key, await maySignPlace(call, by, paper)] as const)),
  )
  const places = signs.flatMap(({ key, by }) => {
    if (by === 'applicant') return []
    const request = requests.find((each) => each.field === key)
    const job = jobs.find((each) => each.field === key)
    const isAsked =
      !request || request.postId === actor.postId || (request.queue !== null && actor.queues.includes(request.queue))
    const isMine = !job && isAsked && allowed.get(key) === true
    return [{ key, by, request, job, isMine }]
  })
  const isParty = places.some((place) => place.isMine || place.job?.signedBy === actor.id)
  if (!isParty) throw new Refusal('signing.no-paper')
  return { paper, places }
}
