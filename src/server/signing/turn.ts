import { findPaper, type Paper, type Signs } from '#server/papers/index.ts'
import type { Call } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Reserved } from '#server/signatures/index.ts'
import { requireAuthority } from './authority-of-signer.ts'
import { maySignPlace, unsigned } from './initials.ts'
import { placeNamed, placesOf, type SigningPlaces } from './places.ts'
import { findRequest, listSignatureJobs, type SignatureJob, type SignatureRequest } from './request-queries.ts'
import type { SignsBy } from './schema.ts'

/** Everything that says whether this actor may sign this place of this paper now. */
export type Turn = {
  paper: Paper
  places: SigningPlaces
  sign: Signs
  place: Reserved
  jobs: SignatureJob[]
  request: SignatureRequest | undefined
}

const isAskedOf = ({ actor }: Call, request: SignatureRequest) =>
  (request.postId !== null && request.postId === actor.postId) ||
  (request.queue !== null && actor.queues.includes(request.queue))

/**
 * Reads a paper for somebody who wants to sign a place of it. The right is that of his post, or of one that a written delegation lends
 * him; a place that was asked of another is not his. Who signs as leader, head or receiver
 * does so only with the authority that the paper was set with; a leader after the initials where the template wants them. The next signer waits until the one before has timestamp and revocation data.
 * @throws Refusal with what is in the way.
 */
export async function takeTurn(call: Call, paperId: string, key: string): Promise<Turn> {
  const paper = await findPaper(call.db, { id: paperId })
  if (!paper) throw new Refusal('signing.no-paper')
  const places = await placesOf(call.db, paper)
  const { sign, place } = placeNamed(places, key)
  if (!(await maySignPlace(call, sign.by, paper))) throw new Refusal('signing.no-right')
  const [request, jobs] = await Promise.all([
    findRequest(call.db, { paperId, field: key }),
    listSignatureJobs(call.db, paperId),
  ])
  if (paper.state === 'replaced' || paper.state === 'withdrawn') throw new Refusal('signing.paper-ended')
  if (jobs.some((job) => job.field === key)) throw new Refusal('signing.place-signed')
  if (request?.state === 'withdrawn') throw new Refusal('signing.request-withdrawn')
  if (request && !isAskedOf(call, request)) throw new Refusal('signing.asked-of-another')
  if (sign.by === 'leader' && unsigned(places.signs, jobs)) throw new Refusal('signing.not-initialled')
  if (jobs.some((job) => job.state === 'waiting')) throw new Refusal('signing.waits-for-timestamp')
  if (sign.by !== 'seal' && sign.by !== 'initials' && sign.by !== 'applicant')
    await requireAuthority(call, paper, sign.by)
  return { paper, places, sign, place, jobs, request }
}

/** What kind of place it is; an applicant signs by hand, and `takeTurn` has refused him. */
export const signsBy = ({ sign }: Turn): SignsBy => (sign.by === 'applicant' ? 'receiver' : sign.by)

/** The records clerk seals only what those who must have signed (NĐ 30/2020 art. 32). @throws Refusal `signing.not-signed-yet`. */
export function requireSignedBefore({ places, jobs }: Turn) {
  const persons = places.signs.filter((each) => each.by !== 'seal')
  if (!persons.every((each) => jobs.some((job) => job.field === each.key))) throw new Refusal('signing.not-signed-yet')
}
